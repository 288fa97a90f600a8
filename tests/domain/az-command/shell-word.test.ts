import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { isHarmfulInTerminal, shellWord } from "../../../domain/az-command/shell-word.ts";

/** What bash makes of a word. */
const inBash = (word: string) => execFileSync("bash", ["-c", `printf %s ${word}`], { encoding: "utf8" });

it.each([
  "plain-word_1.0:/,@%+=x",
  "=leading",
  "",
  "two words",
  "it's",
  'it\'s "both"',
  "'; touch /tmp/x; echo '",
  "$(touch /tmp/x) `id` ${HOME}",
  "it's $(id)",
  "it's !! and \\",
  "a\nb\tc",
  "~/x *? [a] {b,c} #d & | < > ;",
  "한국어 'ㄱ'",
])("bash takes the word made of %j for that text, and for nothing else", (text) => {
  expect(inBash(shellWord(text))).toBe(text);
});

it("leaves KQL and JMESPath readable", () => {
  expect(shellWord("value[?name=='a'] | [0].b")).toBe(`"value[?name=='a'] | [0].b"`);
});

it.each(["\u0000", "\u001b[2J", "\r", "\u009b", "\u202e", "\u200b", "\ufeff", "\u2028", "\ud800"])(
  "%j could do harm in a terminal",
  (text) => {
    expect(isHarmfulInTerminal(`a${text}b`)).toBe(true);
  },
);

it("line ends, tabs and any script do none", () => {
  expect(isHarmfulInTerminal("a\n\tb 한국어 é 🔑")).toBe(false);
});
