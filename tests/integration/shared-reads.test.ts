import { afterAll, beforeAll, expect, test } from "vitest";
import type { Report } from "../../domain/contract/report.ts";
import { endOfDiagnosis, scenarioFile, startDiagnosis } from "../support/app-diagnoses.ts";
import { type RunningApp, runApp } from "../support/running-app.ts";

/** What one person does to Azure who starts 32 diagnoses of the same failure at once. */

const scenario = "first-look";
const request = scenarioFile(scenario, "request.json");
const expected = scenarioFile(scenario, "expected.json") as { rootCause: string };
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
  const alone = await startDiagnosis(app, request, "alone");
  await endOfDiagnosis(app, alone);
  readsOfOne = app.simulator.reads();
  const startedAtMs = performance.now();
  ids = await Promise.all(
    Array.from({ length: atOnce }, (_, index) => startDiagnosis(app, request, `one of many, ${index}`)),
  );
  await Promise.all(ids.map((id) => endOfDiagnosis(app, id)));
  elapsedMs = performance.now() - startedAtMs;
  ids.push(alone);
  readsOfAll = app.simulator.reads();
}, 180_000);

afterAll(async () => {
  await app?.stop();
});

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

test("nothing is refused for being too much, by an Azure that enforces its quotas", () => {
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
