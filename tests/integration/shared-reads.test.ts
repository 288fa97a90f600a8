import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Report } from "../../domain/contract/report.ts";
import { type RunningApp, runApp } from "../support/running-app.ts";

/** What one person does to Azure who starts 32 diagnoses of the same failure at once. */

const scenario = "first-look";
const read = (file: string) =>
  JSON.parse(
    readFileSync(join(import.meta.dirname, "../../simulator/scenarios", scenario, file), "utf8"),
  ) as Record<string, unknown>;
const expected = read("expected.json") as unknown as { rootCause: string };
const atOnce = 32;
/** So long an answer is given again (services/azure/sharing). */
const reuseMs = 5_000;

let app: RunningApp;
let readsOfOne: number;
let readsOfAll: number;
let elapsedMs: number;
let ids: string[];

beforeAll(async () => {
  app = await runApp(scenario);
  const alone = await start("alone");
  await end(alone);
  readsOfOne = app.simulator.reads();
  const startedAtMs = performance.now();
  ids = await Promise.all(Array.from({ length: atOnce }, (_, index) => start(`one of many, ${index}`)));
  await Promise.all(ids.map(end));
  elapsedMs = performance.now() - startedAtMs;
  ids.push(alone);
  readsOfAll = app.simulator.reads();
}, 180_000);

afterAll(async () => {
  await app?.stop();
});

/** Starts a diagnosis of its own: an identical request would join the running one. */
async function start(key: string): Promise<string> {
  const { status, body } = await app.send("POST", "diagnoses", {
    ...read("request.json"),
    idempotency_key: key,
  });
  expect({ status, created: body["created"] }).toEqual({ status: 202, created: true });
  return body["diagnosis_id"] as string;
}

async function end(id: string): Promise<void> {
  for (let cursor = 0, ended = false; !ended; ) {
    const { body } = await app.send("GET", `diagnoses/${id}/events?after=${cursor}&wait_ms=5000`);
    cursor = body["cursor"] as number;
    ended = body["ended"] as boolean;
  }
}

test("each of them finds the cause, and proves it by evidence of its own", async () => {
  expect(new Set(ids).size).toBe(1 + atOnce);
  for (const id of ids) {
    const { body } = await app.send("GET", `diagnoses/${id}`);
    const report = body["report"] as Report;
    expect([body["status"], report.root_cause.code]).toEqual(["completed", expected.rootCause]);
    const stored = await app.stores.evidence.list(id);
    const cited = report.evidence.map(({ evidence_id: evidenceId }) => evidenceId);
    expect(stored.map(({ evidenceId }) => evidenceId)).toEqual(expect.arrayContaining(cited));
  }
});

test("Azure is asked less than four times what one of them asks", () => {
  expect(readsOfOne).toBeGreaterThan(0);
  // On a machine so slow that they take longer, each answer may once more grow too old.
  const times = Math.max(4, 2 + elapsedMs / reuseMs);
  expect(readsOfAll).toBeLessThan(times * readsOfOne);
});

test("nothing is refused for being too much", () => {
  const statuses = app.simulator.requests().map(({ status }) => status);
  expect(statuses.filter((status) => status === 429)).toEqual([]);
});

test("an answer that several share says in all of them when Azure gave it", async () => {
  const answers = new Map<string, Set<string>>();
  for (const id of ids)
    for (const { requestId, observedAt, sha256 } of await app.stores.evidence.list(id))
      if (requestId !== undefined)
        answers.set(requestId, (answers.get(requestId) ?? new Set()).add(`${observedAt} ${sha256}`));
  expect(answers.size).toBe(readsOfAll);
  expect([...answers.values()].map(({ size }) => size)).toEqual(Array.from({ length: readsOfAll }, () => 1));
});
