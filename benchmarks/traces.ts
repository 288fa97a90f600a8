/**
 * What traces cost: two processes of `azebal mcp` side by side, one with a collector on this machine and one without, take
 * turns with the same diagnosis, and the processor time of each is read when its batches have left, too. Linux only, since
 * it is read from /proc.
 *
 *     npm run bench:traces
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { settingsFor, startAzure } from "./diagnosis/run-cell.ts";
import { median } from "./support/median.ts";

const warmRounds = 3;
const rounds = 20;
/** Answers of Azure are given again for 5 s, and a batch of spans waits for 2 s. */
const pauseMs = 5_200;

const root = join(import.meta.dirname, "..");
const scenario = join(root, "simulator", "scenarios", "first-look");
const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as Record<string, unknown>;

let batches = 0;
let sentBytes = 0;
const collector = createServer((incoming, outgoing) => {
  batches += 1;
  incoming.on("data", (part: Buffer) => (sentBytes += part.length));
  incoming.on("end", () => outgoing.end("{}"));
});
await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
const azure = await startAzure(0, [scenario]);

interface Side {
  client: Client;
  pid: number;
  dataDirectory: string;
  wallMs: number[];
  cpuMs: number[];
}

async function open(env: Record<string, string>): Promise<Side> {
  const dataDirectory = mkdtempSync(join(tmpdir(), "azebal-bench-"));
  const settings = settingsFor(azure.url, dataDirectory) as Record<string, string>;
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [join(root, "bin", "azebal.js"), "mcp"],
    env: { ...settings, ...env },
    stderr: "inherit",
  });
  const client = new Client({ name: "bench", version: "1" });
  await client.connect(transport);
  return { client, pid: transport.pid ?? 0, dataDirectory, wallMs: [], cpuMs: [] };
}

/** Processor time of a process's threads so far, as the kernel's scheduler has it. */
function processorMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ", 1)[0]),
  );
  return nanoseconds.reduce((sum, value) => sum + value, 0) / 1e6;
}

async function diagnose({ client, wallMs }: Side): Promise<void> {
  const startedMs = performance.now();
  const { isError } = await client.callTool({
    name: "debug_error",
    arguments: { ...request, wait_seconds: 60 },
  });
  if (isError === true) throw new TypeError("A diagnosis failed.");
  wallMs.push(performance.now() - startedMs);
}

const sides = { off: await open({}), on: await open({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }) };
const inTurn = [sides.off, sides.on];
for (let round = 0; round < warmRounds; round += 1) {
  for (const side of inTurn) await diagnose(side);
  await pause(pauseMs);
}
for (const side of inTurn) side.wallMs = [];
const before = { batches, sentBytes };
for (let round = 0; round < rounds; round += 1) {
  const begun = inTurn.map(({ pid }) => processorMs(pid));
  for (const side of round % 2 === 0 ? inTurn : inTurn.toReversed()) await diagnose(side);
  await pause(pauseMs);
  for (const [index, side] of inTurn.entries()) side.cpuMs.push(processorMs(side.pid) - (begun[index] ?? 0));
}

const shown = (values: readonly number[]) => median(values).toFixed(0).padStart(6);
const mean = (values: readonly number[]) =>
  (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1).padStart(6);
process.stdout.write("traces   wall ms (median)   processor ms a diagnosis (mean, median)\n");
for (const [name, { wallMs, cpuMs }] of Object.entries(sides))
  process.stdout.write(`${name.padEnd(8)} ${shown(wallMs)}             ${mean(cpuMs)} ${shown(cpuMs)}\n`);
process.stdout.write(
  `${((sentBytes - before.sentBytes) / rounds / 1_024).toFixed(1)} KB in ${((batches - before.batches) / rounds).toFixed(1)} batches a diagnosis. ${rounds} diagnoses a side, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}.\n`,
);

for (const { client, dataDirectory } of inTurn) {
  await client.close();
  rmSync(dataDirectory, { recursive: true, force: true });
}
azure.close();
collector.closeAllConnections();
collector.close();
