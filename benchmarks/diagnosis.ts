/**
 * Whole diagnoses against their critical path: the longest chain of reads that had to follow each other, by how long each
 * took on the wire. Cold is the first of a process that is ready, warm are the next ones.
 *
 *     npm run bench:diagnosis [-- --quick] [--latency 0,100] [--at-once 1,8,32] [--set different,same]
 *
 * - `different`: each diagnosis of a lap is another scenario, of another person: nothing can be shared.
 * - `same`: one person asks the same many times over: reads are shared, and the path is that of one alone.
 */
import { readdirSync, readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { firstNotifications } from "./diagnosis/first-notification.ts";
import type { Cell } from "./diagnosis/function-app-process.ts";
import { type Judged, runCell, startAzure } from "./diagnosis/run-cell.ts";
import { median } from "./support/median.ts";
import { quantile } from "./support/quantile.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    latency: { type: "string", default: "0,100" },
    "at-once": { type: "string" },
    set: { type: "string", default: "different,same" },
  },
});
const isQuick = values.quick;
const numbers = (text: string) => text.split(",").map(Number);
const latencies = numbers(values.latency);
const levels = numbers(values["at-once"] ?? (isQuick ? "1,4" : "1,8,32"));
const sets = values.set.split(",");
const warmLaps = isQuick ? 1 : 5;
const coldProcesses = isQuick ? 1 : 5;
/** How many scenarios are diagnosed one after the other where one is diagnosed at a time. */
const oneByOne = isQuick ? 2 : 12;

const folder = join(import.meta.dirname, "..", "simulator", "scenarios");
const all = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const [first = ""] = all;

const columns = [10, 9, 8, 6, 5, 14, 13, 7, 12, 12, 15, 6, 7] as const;

function line(cells: readonly (string | number)[]): void {
  const text = cells.map((cell, index) => String(cell).padStart(columns[index] ?? 8)).join(" ");
  process.stdout.write(`${text}\n`);
}

line([
  "set",
  "latency",
  "at once",
  "state",
  "n",
  "total ms",
  "path ms",
  "links",
  "ratio",
  "beyond ms",
  "progress ms",
  "reads",
  "cpu ms",
]);

for (const latencyMs of latencies) {
  for (const set of sets) await measureSet(set, latencyMs);
  await measureClient(latencyMs);
}

async function measureSet(set: string, latencyMs: number): Promise<void> {
  for (const atOnce of levels) {
    if (set === "same" && atOnce === 1) continue;
    const people = atOnce === 1 ? oneByOne : atOnce;
    const names = set === "same" ? Array.from({ length: people }, () => first) : all.slice(0, people);
    const azure = await startAzure(
      latencyMs,
      [...new Set(names)].map((name) => join(folder, name)),
    );
    const asked = names.map((name, index) => ({
      user: `developer${set === "same" ? 0 : index}@${name}`,
      scenario: join(folder, name),
    }));
    const cell: Cell = { asked, atOnce, warmLaps };
    const { diagnoses, cpuMs } = await runCell(azure, cell, set === "same");
    const cold = diagnoses.filter(({ phase }) => phase === "cold");
    for (let more = 1; atOnce === 1 && more < coldProcesses; more += 1) {
      const others = { ...cell, asked: asked.slice(more % asked.length), warmLaps: 0 };
      cold.push(...(await runCell(azure, others, false)).diagnoses);
    }
    show([set, latencyMs, atOnce, "cold"], cold, Number.NaN);
    show(
      [set, latencyMs, atOnce, "warm"],
      diagnoses.filter(({ phase }) => phase === "warm"),
      cpuMs,
    );
    azure.close();
  }
}

function show(title: readonly (string | number)[], diagnoses: readonly Judged[], cpuMs: number): void {
  const beyond = diagnoses.map(({ totalMs, pathMs, waitsMs }) => totalMs - pathMs - waitsMs);
  const ratios = diagnoses.map(({ totalMs, pathMs, waitsMs }) => (totalMs - waitsMs) / pathMs);
  const isRatioTold = Number(title[1]) > 0;
  line([
    ...title,
    diagnoses.length,
    both(diagnoses.map(({ totalMs }) => totalMs)),
    both(diagnoses.map(({ pathMs }) => pathMs)),
    median(diagnoses.map(({ links }) => links)),
    isRatioTold ? both(ratios, 2) : "-",
    both(beyond),
    both(diagnoses.map(({ firstProgressMs }) => firstProgressMs)),
    median(diagnoses.map(({ reads }) => reads)),
    Number.isNaN(cpuMs) ? "" : cpuMs.toFixed(1),
  ]);
  const waited = diagnoses.filter(({ waitsMs }) => waitsMs > 0);
  if (waited.length > 0)
    process.stdout.write(
      `${" ".repeat(12)}${waited.length} of them waited for Azure's quota: ${both(waited.map(({ waitsMs }) => waitsMs))} ms, not counted\n`,
    );
}

/** Median and 95th percentile. */
function both(numbersOf: readonly number[], digits = 0): string {
  return `${median(numbersOf).toFixed(digits)} / ${quantile(numbersOf, 0.95).toFixed(digits)}`;
}

async function measureClient(latencyMs: number): Promise<void> {
  const scenario = join(folder, first);
  const azure = await startAzure(latencyMs, [scenario]);
  const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as Record<string, unknown>;
  const noticed = await firstNotifications(azure.url, request, isQuick ? 2 : 12);
  azure.close();
  process.stdout.write(
    `MCP client over stdio, ${latencyMs} ms a read: first progress ${both(noticed.map(({ firstProgressMs }) => firstProgressMs))} ms after the call\n`,
  );
}

process.stdout.write(`median / 95th percentile; load average at the end ${loadavg()[0]?.toFixed(1)}\n`);
