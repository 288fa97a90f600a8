import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Report, ReportEvidence } from "../../../../domain/contract/report.ts";
import { reproduceScript } from "../../../../domain/reproduce/reproduce-script.ts";
import { sampleReport } from "../../../mcp-gateway/support/sample-report.ts";
import { runBash } from "../../../support/az/az-in-bash.ts";
import { azQuery } from "../../../support/az/az-query.ts";
import { arm, logs, metrics, proofOf, rows, vault, workspaceLogs } from "./proof-of.ts";

/** What stands in Azure was written by others: whatever it is, in bash it is one word, and in JMESPath one text. */

const directory = mkdtempSync(join(tmpdir(), "azebal-hostile-"));
const trap = join(directory, "executed");
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const hostile = [
  `'; touch ${trap}; echo '`,
  `"; touch ${trap}; echo "`,
  `$(touch ${trap})`,
  `\`touch ${trap}\``,
  `\${IFS}touch ${trap}`,
  `a\ntouch ${trap}\n`,
  `' || touch ${trap} #`,
  `\\'; touch ${trap}; \\'`,
  `!! !touch ${trap}`,
  "AZ\nEOF\n",
  "'] | [0] || value[?name!='",
  "`true`",
  '"quoted" and \\ back\\\\slash',
  "--output table",
  "@/etc/passwd",
  "-n",
  "~root *.ts ?a [b] {c,d}",
  "%s%n\\x41",
  "한국어 🔑 'é'",
  "tab\there",
];
/** What could act on a terminal; no command names or shows it. */
const harmful = ["\u001b]0;x\u0007", "\u202egnp.exe", "\u200bzero", "\u2028line", "\u0000nul", "\r\nx"];

interface Case {
  readonly proof: NonNullable<ReturnType<typeof proofOf>>;
  /** What az would hand to `--query`. */
  readonly answer: unknown;
}

function casesOf(text: string): Case[] {
  const list = [
    { name: "other", p: "x" },
    { name: text, p: "found" },
  ];
  const found = { op: "equals" as const, operand: "found", value: "found" };
  const itself = { op: "equals" as const, operand: text, value: text };
  const oneLine =
    text
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? "x";
  const contained = { op: "contains" as const, operand: oneLine, value: oneLine };
  const row = { id: vault, name: text, p: text };
  const answer = { value: list, [text]: { p: "found" }, t: text, long: `${"x".repeat(600)}\n${oneLine}` };
  const logRow: Record<string, string> = { TimeGenerated: text, col: "found" };
  const logProof = proofOf(logs([logRow]), { pointer: "/rows/0/col", ...found });
  const projected = /\| project ([\w, ]+)"/.exec(logProof?.command ?? "")?.[1]?.split(", ") ?? [];
  const cases: [Case["proof"] | undefined, unknown][] = [
    [proofOf(arm(answer), { pointer: "/value/1/p", ...found }), answer],
    [proofOf(arm(answer), { pointer: `/${pointerToken(text)}/p`, ...found }), answer],
    [proofOf(arm(answer), { pointer: "/t", ...(text.includes("\n") ? contained : itself) }), answer],
    [proofOf(arm(answer), { pointer: "/long", ...contained }), answer],
    [
      proofOf(arm(answer), { pointer: "", op: "absent", operand: JSON.stringify(`${text}?`), value: "null" }),
      answer,
    ],
    [
      proofOf(arm(answer), {
        pointer: "/value",
        op: "none_match",
        operand: "matches(name, 'zzz')",
        value: "2 entries",
      }),
      answer,
    ],
    [proofOf(rows([row]), { pointer: "/data/0/p", ...itself }), { data: [row] }],
    [logProof, { tables: [{ rows: [projected.map((name) => logRow[name])] }] }],
    [
      proofOf(workspaceLogs([logRow], `T | where a == '${text}'`), { pointer: "/rows/0/col", ...found }),
      [logRow],
    ],
    [
      proofOf(metrics({ [text]: [{ timeStamp: "t", average: 1 }] }), {
        pointer: `/${pointerToken(text)}/0/average`,
        op: "equals",
        operand: "1",
        value: "1",
      }),
      { value: [{ name: { value: text }, timeseries: [{ data: [{ timeStamp: "t", average: 1 }] }] }] },
    ],
  ];
  return cases.flatMap(([proof, shown]) => (proof === undefined ? [] : [{ proof, answer: shown }]));
}

function pointerToken(text: string): string {
  return text.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The words that `az` is given when a command is run; what the shell makes of it must do nothing else. */
async function wordsInBash(commands: readonly string[]): Promise<string[][]> {
  const az = `az() { if [ "$3" = workspace ]; then echo guid; else printf '%s\\0' "$#" "$@"; fi; }`;
  const each = 'for command in "$@"; do eval "$command"; done';
  const { status, stdout, stderr } = await runBash(`${az}\n${each}`, { args: commands });
  expect([status, stderr]).toEqual([0, ""]);
  const words = stdout.split("\0").slice(0, -1);
  const calls: string[][] = [];
  while (words.length > 0) calls.push(words.splice(0, Number(words.shift())));
  return calls;
}

test.each(hostile)("%j stays one text in every command, and the value is found by it", async (text) => {
  const cases = casesOf(text);
  expect(cases.length).toBeGreaterThanOrEqual(text.startsWith("@") || text.startsWith("-") ? 6 : 7);
  const calls = await wordsInBash(cases.map(({ proof }) => proof.command));
  expect(existsSync(trap)).toBe(false);
  const queries = calls.map((words) => words[words.indexOf("--query") + 1] ?? "");
  for (const [index, { proof, answer }] of cases.entries())
    expect([queries[index], String(azQuery(answer, queries[index] ?? ""))]).toEqual([
      queries[index],
      proof.shows,
    ]);
});

test.each(harmful)("%j is in no command and in nothing that one shows", (text) => {
  for (const { proof } of casesOf(text))
    expect(`${proof.command}${proof.shows}`).not.toMatch(/[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/u);
});

test("a script of hostile names, sentences and values runs nothing but its commands", async () => {
  const report = sampleReport();
  const [entry] = report.evidence;
  const texts = [...hostile, ...harmful];
  const evidence = texts.map(
    (text, index): ReportEvidence => ({
      ...entry!,
      id: `c${index}`,
      command: "az rest",
      value: text,
      shows: text,
    }),
  );
  const whole: Report = {
    ...report,
    root_cause: { ...report.root_cause, title: texts.join(" "), code: "x'\n$(touch y)" },
    evidence: evidence.map((one) => ({ ...one, shows: hostile.includes(one.value) ? one.value : "x" })),
    claims: texts.map((text, index) => ({ text, evidence: [`c${index}`] })),
  };
  const script = reproduceScript(whole, { diagnosisId: "d'$(id)", tenantId: "t" }) ?? "";
  expect(script).not.toMatch(/[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/u);
  const az = `az() { if [ "$1" = account ]; then printf 't\\n'; else printf '%s' "$say"; fi; }; export -f az`;
  const end = await runBash(`${az}; export say=hello; exec bash -c "$1"`, { args: [script] });
  expect([end.status, end.stderr, existsSync(trap)]).toEqual([1, "", false]);
  expect(end.stdout).toMatch(
    new RegExp(`\\n0 of ${texts.length} values are the same; ${texts.length} differ`),
  );
});
