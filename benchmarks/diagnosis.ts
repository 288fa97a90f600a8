/**
 * A whole diagnosis of one scenario in one process, over the in-process HTTP entry: cold (the first of a process), warm
 * (the next ones), and several at once.
 *
 *     node benchmarks/diagnosis.ts [scenario folder]
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHub } from "../cli/hub/open-hub.ts";
import { DiagnosisViewSchema, StartAnswerSchema } from "../domain/function-app-api.ts";
import { median } from "./support/median.ts";

const scenario = process.argv[2] ?? join(import.meta.dirname, "..", "simulator", "scenarios", "first-look");
const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as Record<string, unknown>;
const dataDirectory = mkdtempSync(join(tmpdir(), "azebal-bench-"));
const hub = await openHub({ scenario, env: { AZEBAL_DATA_DIR: dataDirectory, AZEBAL_LOG_LEVEL: "error" } });
const principal = await hub.principal();

async function send(path: string, body?: unknown): Promise<unknown> {
  const response = await hub.functionApp.send(
    new Request(`http://function-app.local/api/${path}`, {
      method: body ? "POST" : "GET",
      headers: {
        authorization: `Bearer ${await hub.signAssertion(principal)}`,
        "content-type": "application/json",
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );
  return await response.json();
}

/** Milliseconds from the command to the report, and how many reads it took. */
async function diagnose(key: string): Promise<{ ms: number; firstProgressMs: number; reads: number }> {
  const startedAtMs = performance.now();
  const { diagnosis_id: id } = StartAnswerSchema.parse(
    await send("diagnoses", { ...request, idempotency_key: key }),
  );
  await send(`diagnoses/${id}/events?after=0&wait_ms=20000`);
  const firstProgressMs = performance.now() - startedAtMs;
  for (let after = 0; ; ) {
    const events = (await send(`diagnoses/${id}/events?after=${after}&wait_ms=20000`)) as {
      cursor: number;
      ended: boolean;
    };
    after = events.cursor;
    if (events.ended) break;
  }
  const ms = performance.now() - startedAtMs;
  const view = DiagnosisViewSchema.parse(await send(`diagnoses/${id}`));
  return { ms, firstProgressMs, reads: view.report?.cost.azure_reads ?? 0 };
}

const row = (name: string, text: string) => process.stdout.write(`${name.padEnd(28)} ${text}\n`);
const startedAtMs = performance.now();
await hub.warm();
row("function app ready", `${(performance.now() - startedAtMs).toFixed(0)} ms`);
const cold = await diagnose("cold");
row("cold diagnosis", `${cold.ms.toFixed(0)} ms, ${cold.reads} reads`);
const warm = [];
for (let run = 0; run < 15; run += 1) warm.push(await diagnose(`warm-${run}`));
row("warm diagnosis (median)", `${median(warm.map(({ ms }) => ms)).toFixed(0)} ms`);
row("first progress (median)", `${median(warm.map(({ firstProgressMs }) => firstProgressMs)).toFixed(0)} ms`);
for (const atOnce of [8, 32]) {
  const beganAtMs = performance.now();
  const many = await Promise.all(Array.from({ length: atOnce }, (_, run) => diagnose(`${atOnce}-${run}`)));
  const allMs = performance.now() - beganAtMs;
  row(
    `${atOnce} at once`,
    `${allMs.toFixed(0)} ms for all, median ${median(many.map(({ ms }) => ms)).toFixed(0)} ms`,
  );
}
await hub.close();
rmSync(dataDirectory, { recursive: true, force: true });
process.exit(0);
