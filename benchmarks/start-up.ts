/**
 * How soon an IDE gets its first answers: `azebal mcp` from process start to the answers of `initialize` and `tools/list`,
 * against bare Node starts, side by side in one run.
 *
 *     npm run bench:start-up
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { median } from "./support/median.ts";

const root = join(import.meta.dirname, "..");
const runs = 9;
const scenario = join(root, "simulator", "scenarios", "first-look");

const dataDirectory = mkdtempSync(join(tmpdir(), "azebal-bench-"));

const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "bench", version: "1" } },
};
const requests = [
  initialize,
  { jsonrpc: "2.0", method: "notifications/initialized" },
  { jsonrpc: "2.0", id: 2, method: "tools/list" },
];

function bareStartMs(): number {
  const startedAtMs = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  return performance.now() - startedAtMs;
}

async function firstAnswersMs(): Promise<{ initializeMs: number; toolsMs: number; toolsBytes: number }> {
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, [join(root, "bin", "azebal.js"), "mcp", "--scenario", scenario], {
    // Nothing of the developer's own: neither settings nor diagnoses.
    env: { PATH: process.env["PATH"], AZEBAL_DATA_DIR: dataDirectory },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.write(requests.map((request) => `${JSON.stringify(request)}\n`).join(""));
  const answers = { initializeMs: 0, toolsMs: 0, toolsBytes: 0 };
  for await (const line of createInterface({ input: child.stdout })) {
    const { id, result } = JSON.parse(line) as { id: number; result: unknown };
    if (id === 1) answers.initializeMs = performance.now() - startedAtMs;
    if (id !== 2) continue;
    answers.toolsMs = performance.now() - startedAtMs;
    answers.toolsBytes = Buffer.byteLength(JSON.stringify(result));
    child.stdin.end();
  }
  return answers;
}

const bare: number[] = [];
const warm: Awaited<ReturnType<typeof firstAnswersMs>>[] = [];
rmSync(join(root, "node_modules", ".cache", "azebal"), { recursive: true, force: true });
const cold = await firstAnswersMs();
await firstAnswersMs();
for (let run = 0; run < runs; run += 1) {
  bare.push(bareStartMs());
  warm.push(await firstAnswersMs());
}
rmSync(dataDirectory, { recursive: true, force: true });
const bareMs = median(bare);
const line = (name: string, valueMs: number) =>
  `${name.padEnd(44)} ${valueMs.toFixed(0).padStart(5)} ms  ${(valueMs / bareMs).toFixed(1)} bare starts\n`;
process.stdout.write(line("bare Node start (median)", bareMs));
process.stdout.write(
  line("initialize answered, compiled code cached", median(warm.map(({ initializeMs }) => initializeMs))),
);
process.stdout.write(
  line("tools/list answered, compiled code cached", median(warm.map(({ toolsMs }) => toolsMs))),
);
process.stdout.write(line("initialize answered, very first start", cold.initializeMs));
process.stdout.write(`tools/list: ${warm[0]?.toolsBytes} bytes\n`);
