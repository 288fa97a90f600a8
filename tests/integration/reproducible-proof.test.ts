import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DebugRequest } from "../../domain/contract/debug-request.ts";
import type { ReportEvidence } from "../../domain/contract/report.ts";
import { startSimulator } from "../../simulator/start-simulator.ts";
import { type AzServer, runBash, startAzServer } from "../support/az/az-in-bash.ts";
import type { AzSession } from "../support/az/run-az.ts";
import { diagnoseOn } from "../support/diagnose-on-simulator.ts";

/** Every citation of every scenario is read again: its command, as text, in bash, with a stand-in for az. */

const root = join(import.meta.dirname, "../..");
const folders = ["simulator/scenarios", "tests/scenarios"].flatMap((base) =>
  readdirSync(join(root, base))
    .map((name) => join(root, base, name))
    .filter((folder) => existsSync(join(folder, "request.json"))),
);

const sources = ["activity_log", "arm", "graph", "logs", "metrics", "resource_graph"];
const read = new Map<string, number>();
const cited = new Map<string, number>();

let session: AzSession;
let az: AzServer;

beforeAll(async () => {
  az = await startAzServer(() => session);
});

afterAll(async () => {
  await az.close();
});

const countIn = (counts: Map<string, number>, { source }: ReportEvidence) =>
  counts.set(source, (counts.get(source) ?? 0) + 1);

/** True where what a command printed says what the citation says, by the citation alone. */
function agrees({ op, operand = "", value, truncated }: ReportEvidence, printed: string): boolean {
  const [count] = /^\d+(?= entr)/.exec(value) ?? [];
  switch (op) {
    case "absent":
      return printed === "false" || printed === "null";
    case "none_match":
      if (count === undefined) return printed !== "" && printed !== "true";
      return [count, `0 of ${count}`].includes(printed) || JSON.parse(printed).length === Number(count);
    case "contains":
      return printed === "true" || printed.toLowerCase().includes(operand.toLowerCase());
    case "equals":
    case "differs_from":
    case "before":
    case "in_range":
      if (truncated === true) return printed === "true" || printed.startsWith(value.slice(0, -1));
      return printed.toLowerCase() === (count ?? value).toLowerCase();
  }
}

/** The one kind without a command: Azure leaves a column without a value out of one answer, and writes it empty in another. */
function isAbsentColumn({ source, op }: ReportEvidence): boolean {
  return source === "logs" && op === "absent";
}

/** What each command prints; one bash runs them all, each by itself. */
async function printed(commands: readonly string[]): Promise<string[]> {
  const each = `for command in "$@"; do out=$(eval "$command"); printf '%s\\0' "$out"; done`;
  const { stdout, stderr } = await runBash(`${az.prelude}\n${each}`, { args: commands });
  expect(stderr).toBe("");
  return stdout.split("\0").slice(0, -1);
}

describe("every command of a citation prints what is cited", () => {
  test.each(folders.map((folder) => [folder.slice(root.length + 1), folder]))("in %s", async (_, folder) => {
    const request = JSON.parse(readFileSync(join(folder, "request.json"), "utf8")) as DebugRequest;
    const { now } = JSON.parse(readFileSync(join(folder, "tenant.json"), "utf8")) as { now: string };
    const simulator = await startSimulator({ scenarioDirectory: folder, elapsedMs: () => 0, quotas: "off" });
    try {
      session = { url: simulator.url, tenantId: simulator.principal.tenantId };
      const { report } = await diagnoseOn(simulator, request, now);
      const ofAzure = report.evidence.filter(({ source }) => source !== "request" && source !== "user");
      const shown = ofAzure.filter(({ command }) => command !== undefined);
      for (const entry of ofAzure.filter((entry) => !isAbsentColumn(entry))) countIn(cited, entry);
      for (const entry of shown.filter((entry) => !isAbsentColumn(entry))) countIn(read, entry);
      const lines = await printed(shown.map(({ command = "" }) => command));
      expect(lines).toEqual(shown.map(({ shows, value }) => shows ?? value));
      expect(shown.filter((entry, index) => !agrees(entry, lines[index] ?? ""))).toEqual([]);
      // A log row or the message of a deployment may have lines too; only what the developer sent is located by them.
      const located = report.evidence.filter(
        ({ source, line }) => source === "request" && line !== undefined,
      );
      for (const { location, line } of located) expect(location).toMatch(new RegExp(`.:${line}$`));
    } finally {
      await simulator.close();
    }
  });

  test("for every citation on Azure, of every kind", () => {
    expect(Object.fromEntries(read)).toEqual(Object.fromEntries(cited));
    expect([...read.keys()].toSorted()).toEqual(sources);
    expect([...read.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1_000);
  });
});
