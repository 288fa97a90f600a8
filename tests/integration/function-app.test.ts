import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProgressEvent } from "../../domain/contract/progress-event.ts";
import type { Report } from "../../domain/contract/report.ts";
import { createDiagnose } from "../../orchestrations/diagnose.ts";
import { sdkHandler } from "../support/durable-emulator/sdk-handler.ts";
import type { OrchestrationTrigger } from "../support/durable-emulator/wire-shapes.ts";
import { type RunningApp, runApp } from "../support/running-app.ts";

const scenario = "first-look";
const read = (file: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../../simulator/scenarios", scenario, file), "utf8"));
const expected = read("expected.json") as { rootCause: string; resources: string[] };

let app: RunningApp;
let started: Awaited<ReturnType<RunningApp["send"]>>;
let id: string;
const events: ProgressEvent[] = [];

beforeAll(async () => {
  app = await runApp(scenario);
  started = await app.send("POST", "diagnoses", read("request.json"));
  id = started.body["diagnosis_id"] as string;
  for (let cursor = 0, ended = false; !ended; ) {
    const { body } = await app.send("GET", `diagnoses/${id}/events?after=${cursor}&wait_ms=5000`);
    events.push(...(body["events"] as ProgressEvent[]));
    cursor = body["cursor"] as number;
    ended = body["ended"] as boolean;
  }
});

afterAll(async () => {
  await app?.stop();
});

test("a start is accepted at once", () => {
  expect(started).toMatchObject({ status: 202, body: { created: true } });
});

test("the scenario's cause is found over the HTTP routes, with its culprit", async () => {
  const { status, body } = await app.send("GET", `diagnoses/${id}`);
  expect(status).toBe(200);
  expect(body["status"]).toBe("completed");
  const report = body["report"] as Report;
  expect(report.root_cause).toMatchObject({ code: expected.rootCause });
  expect(report.claims.length).toBeGreaterThan(0);
  expect(report.root_cause.resource_ids.map((one) => one.toLowerCase())).toContain(
    expected.resources[0]!.toLowerCase(),
  );
});

test("progress names every read and what was decided, without a gap", () => {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(new Set(events.map(({ phase }) => phase))).toContain("weighed");
  const begun = events.filter(({ phase }) => phase === "started").length;
  expect(begun).toBeGreaterThan(1);
  expect(events.at(-1)!.message).toContain("Report written: ");
});

test("every cited body can be fetched, and its hash is that of the citation", async () => {
  const { body } = await app.send("GET", `diagnoses/${id}`);
  const report = body["report"] as Report;
  expect(report.evidence.length).toBeGreaterThan(0);
  for (const cited of report.evidence) {
    const answer = await app.send("GET", `diagnoses/${id}/evidence/${cited.evidence_id}`);
    expect(answer).toMatchObject({ status: 200, body: { evidence: { sha256: cited.sha256 } } });
  }
});

test("Azure was asked once for each answer that is stored", async () => {
  const evidence = await app.stores.evidence.list(id);
  const keys = evidence.map(({ requestKey }) => requestKey).filter((key) => key !== "");
  expect(new Set(keys).size).toBe(keys.length);
  expect(app.simulator.reads()).toBe(keys.length);
});

test("the raw history that was kept replays, turn by turn, to one that has ended", async () => {
  const { body } = await app.send("GET", `diagnoses/${id}/history`);
  const turns = body["turns"] as { turn: number; trigger: OrchestrationTrigger }[];
  expect(body["build_id"]).toBe("build-1");
  expect(turns.map(({ turn }) => turn)).toEqual(turns.map((_, index) => index + 1));
  const handle = sdkHandler(createDiagnose({ deadlineMinutes: 15, signInMinutes: 30 }));
  const done: boolean[] = [];
  for (const { trigger } of turns) done.push((await handle(structuredClone(trigger))).isDone);
  expect(done).toEqual(turns.map((_, index) => index === turns.length - 1));
  expect(turns.at(-1)!.trigger.history.length).toBeLessThan(500);
});

test("the diagnosis is on the record", async () => {
  expect(await app.stores.diagnoses.get(id)).toMatchObject({
    status: "completed",
    rootCause: expected.rootCause,
  });
  const audit = await app.stores.audit.list({ limit: 100 });
  expect(audit.filter((entry) => entry.diagnosisId === id && entry.toolCalled === "diagnose")).toHaveLength(
    1,
  );
});
