import { expect, test } from "vitest";
import { limits } from "../../domain/limits.ts";
import {
  armStep,
  commonInput,
  failureAnswer,
  inputsOf,
  planningAnswer,
  readAnswer,
  runDiagnosis,
  unreadOf,
} from "../support/scripted-diagnosis.ts";

const proven = {
  status: "completed",
  report_ref: "dx-0001",
  root_cause: "keyvault.firewall-deny",
  confidence: "proven",
  ended_because: "settled",
};

test("a diagnosis that is proven in one round reads, weighs once, reports and records", async () => {
  const instance = await runDiagnosis({ rounds: [[armStep(5), armStep(6)]] });
  expect(instance.answer.output).toEqual(proven);
  expect(instance.calls.map((call) => [call.name, call.input["stepId"]])).toEqual([
    ["readSignals", "signals"],
    ["makePlan", "plan"],
    ["readArm", "s5"],
    ["readArm", "s6"],
    ["weigh", "weigh-1"],
    ["writeReport", "report"],
    ["record", "record"],
  ]);
  expect(inputsOf(instance, "readArm")[1]).toEqual({
    ...commonInput,
    stepId: "s6",
    step: armStep(6),
    attempt: 1,
    progress: { done: 0, total: 2 },
  });
  expect(inputsOf(instance, "weigh")).toEqual([
    { ...commonInput, stepId: "weigh-1", round: 1, readsLeft: 35, nextStep: 3, unread: [] },
  ]);
  expect(inputsOf(instance, "writeReport")).toEqual([
    { ...commonInput, stepId: "report", unread: [], endedBecause: "settled", reads: 5, durationMs: 40 },
  ]);
  expect(inputsOf(instance, "record")).toEqual([
    {
      ...commonInput,
      stepId: "record",
      outcome: "completed",
      rootCause: "keyvault.firewall-deny",
      reads: 5,
      durationMs: 50,
    },
  ]);
});

test("nothing to read after the plan leaves a report without a round", async () => {
  const instance = await runDiagnosis({ rounds: [] });
  expect(instance.answer.output).toEqual(proven);
  expect(instance.calls.map((call) => call.name)).toEqual([
    "readSignals",
    "makePlan",
    "writeReport",
    "record",
  ]);
});

test("each kind of read is made by its own activity", async () => {
  const at = { resourceId: "/r", from: "2026-11-20T07:00:00Z", to: "2026-11-20T08:00:00Z" };
  const requests = [
    { kind: "arm", path: "/subscriptions" },
    { kind: "resource_graph", query: "resources" },
    { kind: "logs", query: "AzureDiagnostics", ...at },
    { kind: "metrics", metricNames: ["Availability"], aggregation: ["Average"], interval: "PT1M", ...at },
    { kind: "graph", path: "/v1.0/me" },
  ] as const;
  const steps = requests.map((request, index) => ({
    ...armStep(5 + index),
    request: structuredClone(request) as never,
  }));
  const instance = await runDiagnosis({ rounds: [steps] });
  expect(instance.calls.slice(2, 7).map((call) => call.name)).toEqual([
    "readArm",
    "queryResourceGraph",
    "queryLogs",
    "readMetrics",
    "readGraph",
  ]);
  expect(instance.answer.output).toEqual(proven);
});

test("every turn carries the custom status of what is under way, and the last one says that it ended", async () => {
  const instance = await runDiagnosis({ rounds: [[armStep(5)], [armStep(6), armStep(7)]] });
  const phases = instance.turns.map((turn) => turn.answer.customStatus);
  expect(phases).toEqual([
    { phase: "signals", round: 0, done: 0, total: 0 },
    { phase: "plan", round: 0, done: 0, total: 0 },
    { phase: "reading", round: 1, done: 0, total: 1 },
    { phase: "weighing", round: 1, done: 1, total: 1 },
    { phase: "reading", round: 2, done: 1, total: 3 },
    { phase: "weighing", round: 2, done: 3, total: 3 },
    { phase: "report", round: 2, done: 3, total: 3 },
    { phase: "report", round: 2, done: 3, total: 3 },
    { phase: "ended", round: 2, done: 3, total: 3 },
  ]);
});

test("a refused read is an answer of the service and is not repeated; weigh hears that it is unread", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)]],
    overrides: { readArm: () => ({ result: failureAnswer("ReadNotAllowed") }) },
  });
  expect(inputsOf(instance, "readArm")).toHaveLength(1);
  expect(inputsOf(instance, "weigh")[0]!["unread"]).toEqual([
    {
      stepId: "s5",
      evidenceId: "e5",
      requestKey: "arm /subscriptions/0000/resourcegroups/rg-5",
      code: "ReadNotAllowed",
      message: "ReadNotAllowed: what to do.",
    },
  ]);
});

test("a sign-in that is missing ends the diagnosis with what to do, without a report, and is recorded", async () => {
  const instance = await runDiagnosis({
    rounds: [],
    overrides: { readSignals: () => ({ result: failureAnswer("SignInRequired") }) },
  });
  expect(instance.answer).toMatchObject({ isDone: true });
  expect(instance.answer.output).toEqual({
    status: "failed",
    root_cause: "unknown",
    confidence: "none",
    ended_because: "failed",
    failure: { code: "SignInRequired", message: "SignInRequired: what to do." },
  });
  expect(instance.calls.map((call) => call.name)).toEqual(["readSignals", "record"]);
  expect(inputsOf(instance, "record")[0]).toMatchObject({ outcome: "failed", rootCause: "unknown" });
});

test("an Azure that cannot be reached leaves a report of what the request itself says", async () => {
  const instance = await runDiagnosis({
    rounds: [],
    overrides: { readSignals: () => ({ error: "connect ECONNREFUSED" }) },
  });
  expect(inputsOf(instance, "readSignals")).toHaveLength(4);
  expect(inputsOf(instance, "writeReport")[0]).toMatchObject({ endedBecause: "exhausted", reads: 0 });
  expect(unreadOf(instance)).toEqual([
    {
      stepId: "signals",
      evidenceId: "e2",
      requestKey: "arm /subscriptions",
      code: "Unavailable",
      message: expect.stringContaining("tried 4 times"),
    },
  ]);
  expect(instance.answer.output).toMatchObject({ status: "completed", ended_because: "exhausted" });
});

test.each(["makePlan", "weigh"])(
  "a %s that keeps failing ends with a report of what is there",
  async (name) => {
    const instance = await runDiagnosis({
      rounds: [[armStep(5)]],
      overrides: { [name]: () => ({ error: "database is locked" }) },
    });
    expect(inputsOf(instance, name)).toHaveLength(3);
    expect(instance.answer.output).toMatchObject({ status: "completed", ended_because: "exhausted" });
  },
);

test("an answer outside the catalogue's contract counts as a failed activity", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)]],
    overrides: { writeReport: () => ({ result: { ok: true, value: { report: "…" } } }) },
  });
  expect(instance.answer.output).toMatchObject({
    status: "failed",
    failure: { code: "ActivityFailed", message: expect.stringContaining("writeReport") },
  });
});

test("a report that cannot be written fails the diagnosis, which is still recorded", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)]],
    overrides: { writeReport: () => ({ error: "disk full" }) },
  });
  expect(instance.answer.output).toEqual({
    status: "failed",
    root_cause: "unknown",
    confidence: "none",
    ended_because: "failed",
    failure: {
      code: "ActivityFailed",
      message: "Activity writeReport gave no usable answer. The log of this diagnosis says why.",
    },
  });
  expect(inputsOf(instance, "record")).toHaveLength(1);
});

test("a record that cannot be written does not take the report away", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)]],
    overrides: { record: () => ({ error: "disk full" }) },
  });
  expect(instance.answer.output).toEqual(proven);
});

test("no more reads are made than the budget allows, whatever is planned", async () => {
  const many = Array.from({ length: 60 }, (_, index) => armStep(5 + index));
  const instance = await runDiagnosis({ rounds: [many, [armStep(90)]] });
  expect(inputsOf(instance, "readArm")).toHaveLength(limits.readsPerDiagnosis - 3);
  expect(inputsOf(instance, "weigh")[0]).toMatchObject({ readsLeft: 0 });
  expect(instance.answer.output).toMatchObject({ ended_because: "exhausted" });
});

test("no more rounds are made than the limit, whatever is planned", async () => {
  const rounds = Array.from({ length: limits.roundsPerDiagnosis + 4 }, (_, index) => [armStep(5 + index)]);
  const instance = await runDiagnosis({ rounds });
  const made = inputsOf(instance, "weigh").map((input) => input["round"]);
  expect(made).toEqual(Array.from({ length: limits.roundsPerDiagnosis }, (_, index) => index + 1));
  expect(instance.answer.output).toMatchObject({ ended_because: "exhausted" });
});

test("an input of another shape fails the instance with the field that is wrong", async () => {
  const { emulate } = await import("../support/durable-emulator/durable-emulator.ts");
  const { createDiagnose } = await import("../../orchestrations/diagnose.ts");
  const instance = await emulate({
    handler: createDiagnose({ deadlineMinutes: 15, signInMinutes: 30 }),
    instanceId: "dx",
    input: { diagnosis_id: "dx", error: "the request itself has no place here" },
    startedAt: "2026-11-24T10:00:00.000Z",
    activity: () => ({ result: planningAnswer([]) }),
  });
  expect(instance.answer.isDone).toBe(false);
  expect(instance.answer.error).toContain("request_ref");
  expect(instance.calls).toEqual([]);
});

test("the largest diagnosis that is possible keeps its history under 500 events", async () => {
  const perRound = [5, 5, 5, 5, 5, 4, 4, 4];
  let next = 5;
  const rounds = perRound.map((count) => Array.from({ length: count }, () => armStep(next++)));
  const throttled = new Set([5, 10, 15, 20, 25, 30, 34, 38].map((number) => `s${number}`));
  let calls = 0;
  const instance = await runDiagnosis({
    rounds,
    deadlineMinutes: 600,
    overrides: {
      // Every completion arrives in a turn of its own, and every repeat waits on a timer of its own.
      readArm: (input, attempt) => ({
        afterMs: 100 + 20 * (calls++ % 40),
        result:
          throttled.has(input["stepId"] as string) && attempt <= 3
            ? failureAnswer("Throttled", { retryAfterMs: 42_000 })
            : readAnswer(input),
      }),
    },
  });
  expect(inputsOf(instance, "readArm")).toHaveLength(37 + 24);
  expect(instance.history).toHaveLength(424);
  expect(instance.answer.output).toMatchObject({ status: "completed" });
});

test("reads that Azure keeps throttling stop being repeated once the history has no more room", async () => {
  const steps = Array.from({ length: 10 }, (_, index) => armStep(5 + index));
  const instance = await runDiagnosis({
    rounds: [steps],
    deadlineMinutes: 600,
    overrides: { readArm: () => ({ result: failureAnswer("Throttled", { retryAfterMs: 1_000 }) }) },
  });
  expect(inputsOf(instance, "readArm")).toHaveLength(10 + 24);
  expect(unreadOf(instance).map((unread) => unread.code)).toEqual(steps.map(() => "Throttled"));
});
