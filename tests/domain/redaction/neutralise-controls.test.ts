import { expect, test } from "vitest";
import { neutraliseControls } from "../../../domain/redaction/neutralise-controls.ts";

test.each([
  ["colours are removed", "\u001b[1;31mred\u001b[0m", "red"],
  ["cursor movement and erasing are removed", "a\u001b[2J\u001b[1;1Hb\u009b3Ac", "abc"],
  [
    "titles and hyperlinks are removed with their hidden text",
    "\u001b]0;evil\u0007a\u001b]8;;http://x\u001b\\b",
    "ab",
  ],
  ["an unfinished sequence cannot act", "a\u001b", "a<U+001B>"],
  ["a sequence that appears by removal cannot act", "\u001b\u001b[31m[31mx", "<U+001B>[31mx"],
  ["a bell and a backspace become visible", "a\u0007\u0008b", "a<U+0007><U+0008>b"],
  ["overrides of direction become visible", "a\u202etxt.exe\u2066", "a<U+202E>txt.exe<U+2066>"],
  ["invisible characters and tags become visible", "a\u200bb\ufeff\u{e0041}", "a<U+200B>b<U+FEFF><U+E0041>"],
  ["a lone carriage return cannot overwrite a line", "safe\rEVIL\r\nnext\u2028x", "safe\nEVIL\nnext\nx"],
  ["half a surrogate pair becomes a replacement", "a\ud83dz", "a\ufffdz"],
  ["text of any script stays", "한국어\t日本語\nعربي 👩‍👩‍👧 é", "한국어\t日本語\nعربي 👩‍👩‍👧 é"],
])("%s", (_, text, expected) => {
  expect([neutraliseControls(text), neutraliseControls(neutraliseControls(text))]).toEqual([
    expected,
    expected,
  ]);
});
