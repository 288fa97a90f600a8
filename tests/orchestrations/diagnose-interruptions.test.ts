import { expect, test } from "vitest";
import { armStep, failureAnswer, inputsOf, runDiagnosis, unreadOf } from "../support/scripted-diagnosis.ts";

const throttled = (retryAfterMs: number) => ({ result: failureAnswer("Throttled", { retryAfterMs }) });
const attemptsOf = (inputs: Record<string, unknown>[]) =>
  inputs.map((input) => [input["stepId"], input["attempt"]]);

test("throttled reads are repeated together after the longest of their waits; the others are not", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5), armStep(6), armStep(7)]],
    overrides: {
      readArm: (input, attempt) => {
        if (input["stepId"] === "s5" || attempt > 1) return undefined;
        return throttled(input["stepId"] === "s6" ? 7_000 : 42_000);
      },
    },
  });
  expect(attemptsOf(inputsOf(instance, "readArm"))).toEqual([
    ["s5", 1],
    ["s6", 1],
    ["s7", 1],
    ["s6", 2],
    ["s7", 2],
  ]);
  // signals, plan, reads, wait (one second longer, since timers may fire that early), reads, weigh, report, record
  expect(instance.elapsedMs).toBe(10 + 10 + 10 + 43_000 + 10 + 10 + 10 + 10);
  expect(inputsOf(instance, "weigh")[0]).toMatchObject({ unread: [] });
  expect(inputsOf(instance, "writeReport")[0]).toMatchObject({ reads: 6, unread: [] });
  expect(instance.openTimers).toBe(0);
});

test("the custom status says that it waits while it waits, and that it reads when it reads again", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)]],
    overrides: { readArm: (_, attempt) => (attempt === 1 ? throttled(9_000) : undefined) },
  });
  expect(instance.turns.map((turn) => (turn.answer.customStatus as { phase: string }).phase)).toEqual([
    "signals",
    "plan",
    "reading",
    "waiting",
    "reading",
    "weighing",
    "report",
    "report",
    "ended",
  ]);
});

test("a read that would have to wait beyond the deadline is unread at once, and the diagnosis goes on", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5), armStep(6)]],
    deadlineMinutes: 5,
    overrides: { readArm: (input) => (input["stepId"] === "s5" ? throttled(600_000) : undefined) },
  });
  expect(instance.elapsedMs).toBeLessThan(1_000);
  expect(inputsOf(instance, "weigh")[0]).toMatchObject({
    unread: [{ stepId: "s5", evidenceId: "e5", code: "Throttled" }],
  });
  expect(instance.answer.output).toMatchObject({ status: "completed", ended_because: "settled" });
});

test("throttled signals are read again after the wait", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)]],
    overrides: { readSignals: (_, attempt) => (attempt === 1 ? throttled(3_000) : undefined) },
  });
  expect(inputsOf(instance, "readSignals")).toHaveLength(2);
  expect(instance.answer.output).toMatchObject({ status: "completed", ended_because: "settled" });
});

test("a failed read is repeated with growing intervals, and what still fails is unread", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5), armStep(6)]],
    overrides: { readArm: (input) => (input["stepId"] === "s5" ? { error: "socket hang up" } : undefined) },
  });
  expect(attemptsOf(inputsOf(instance, "readArm"))).toEqual([
    ["s5", 1],
    ["s6", 1],
    ["s5", 2],
    ["s5", 3],
    ["s5", 4],
  ]);
  // Intervals of 1, 2 and 4 s, each a second longer for timers that fire early.
  expect(instance.elapsedMs).toBe(6 * 10 + 4 * 10 + 7_000 + 3_000 - 10);
  expect(inputsOf(instance, "weigh")[0]!["unread"]).toEqual([
    {
      stepId: "s5",
      evidenceId: "e5",
      requestKey: "arm /subscriptions/0000/resourcegroups/rg-5",
      code: "Unavailable",
      message:
        "It was tried 4 times and failed each time (network fault, or an error on Azure's side). Start the diagnosis again once the service answers.",
    },
  ]);
  expect(instance.answer.output).toMatchObject({ status: "completed" });
});

test("a read that failed first does not lose the answers of the slower ones beside it", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5), armStep(6), armStep(7)]],
    overrides: {
      readArm: (input, attempt) => {
        if (input["stepId"] === "s5") return attempt === 1 ? { afterMs: 5, error: "reset" } : undefined;
        return { afterMs: input["stepId"] === "s6" ? 900 : 400 };
      },
    },
  });
  expect(attemptsOf(inputsOf(instance, "readArm"))).toEqual([
    ["s5", 1],
    ["s6", 1],
    ["s7", 1],
    ["s5", 2],
  ]);
  expect(inputsOf(instance, "weigh")[0]).toMatchObject({ unread: [] });
});

test("a retried weigh between two races keeps the history replayable", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)], [armStep(6)]],
    overrides: { weigh: (_, attempt) => (attempt === 1 ? { error: "database is locked" } : undefined) },
  });
  expect(inputsOf(instance, "weigh")).toHaveLength(4);
  expect(instance.answer.output).toMatchObject({ status: "completed", ended_because: "settled" });
});

test("a cancel during the reads ends the diagnosis at once with a report of what is there", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5), armStep(6)]],
    overrides: {
      readArm: (input) => (input["stepId"] === "s6" ? { afterMs: 60_000 } : undefined),
    },
    events: [{ afterMs: 5_000, name: "cancel", data: {} }],
  });
  expect(instance.elapsedMs).toBe(5_020);
  expect(inputsOf(instance, "weigh")).toEqual([]);
  expect(unreadOf(instance)).toEqual([
    {
      stepId: "s6",
      evidenceId: "e6",
      requestKey: "arm /subscriptions/0000/resourcegroups/rg-6",
      code: "Cancelled",
      message: "The diagnosis was cancelled before it was answered.",
    },
  ]);
  expect(inputsOf(instance, "writeReport")[0]).toMatchObject({ endedBecause: "cancelled", reads: 4 });
  expect(instance.answer.output).toEqual({
    status: "cancelled",
    report_ref: "dx-0001",
    root_cause: "keyvault.firewall-deny",
    confidence: "proven",
    ended_because: "cancelled",
  });
  expect(instance.openTimers).toBe(0);
});

test("a cancel during a wait for Azure ends the wait", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)]],
    overrides: { readArm: () => throttled(300_000) },
    events: [{ afterMs: 4_000, name: "cancel", data: {} }],
  });
  expect(instance.elapsedMs).toBe(4_020);
  expect(instance.answer.output).toMatchObject({ status: "cancelled" });
  expect(instance.openTimers).toBe(0);
});

test.each([
  ["the signals", "readSignals", ["readSignals", "record"]],
  ["the plan", "makePlan", ["readSignals", "makePlan", "writeReport", "record"]],
  ["the weighing", "weigh", ["readSignals", "makePlan", "readArm", "weigh", "writeReport", "record"]],
])("a cancel that arrives during %s is not lost, and no read follows it", async (_, slow, called) => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)], [armStep(6)]],
    overrides: { [slow]: () => ({ afterMs: 2_000 }) },
    events: [{ afterMs: 1_000, name: "cancel", data: {} }],
  });
  expect(instance.answer.output).toMatchObject({ status: "cancelled", ended_because: "cancelled" });
  expect(instance.calls.map((call) => call.name)).toEqual(called);
  expect(instance.openTimers).toBe(0);
});

test("an activity that saw the cancel flag ends the diagnosis even before the event arrives", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5), armStep(6)]],
    overrides: {
      readArm: (input) => (input["stepId"] === "s6" ? { result: failureAnswer("Cancelled") } : undefined),
    },
  });
  expect(inputsOf(instance, "weigh")).toEqual([]);
  expect(instance.answer.output).toMatchObject({ status: "cancelled", ended_because: "cancelled" });
});

test.each(["makePlan", "weigh"])("a %s that saw the cancel flag ends the diagnosis", async (name) => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)]],
    overrides: { [name]: () => ({ result: failureAnswer("Cancelled") }) },
  });
  expect(instance.answer.output).toMatchObject({ status: "cancelled", ended_because: "cancelled" });
});

test("a cancel before anything is known ends without a report", async () => {
  const instance = await runDiagnosis({
    rounds: [],
    overrides: { readSignals: () => ({ result: failureAnswer("Cancelled") }) },
  });
  expect(instance.answer.output).toEqual({
    status: "cancelled",
    root_cause: "unknown",
    confidence: "none",
    ended_because: "cancelled",
  });
  expect(instance.calls.map((call) => call.name)).toEqual(["readSignals", "record"]);
});

test("the deadline ends reads that hang: the report is written with what was answered", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5), armStep(6)]],
    deadlineMinutes: 2,
    overrides: {
      readArm: (input) => (input["stepId"] === "s6" ? { afterMs: 900_000 } : undefined),
    },
  });
  expect(instance.elapsedMs).toBe(120_020);
  expect(unreadOf(instance)).toEqual([
    {
      stepId: "s6",
      evidenceId: "e6",
      requestKey: "arm /subscriptions/0000/resourcegroups/rg-6",
      code: "DeadlineExceeded",
      message: "The time for this diagnosis was over before it was answered. Start the diagnosis again.",
    },
  ]);
  expect(instance.answer.output).toMatchObject({ status: "completed", ended_because: "deadline" });
  expect(instance.openTimers).toBe(0);
});

test("the deadline that passes while the rest of a failed round is awaited still counts", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5), armStep(6)]],
    deadlineMinutes: 1,
    overrides: {
      readArm: (input) => (input["stepId"] === "s5" ? { afterMs: 5, error: "reset" } : { afterMs: 70_000 }),
    },
  });
  expect(unreadOf(instance).map((unread) => [unread.stepId, unread.code])).toEqual([["s5", "Unavailable"]]);
  expect(instance.answer.output).toMatchObject({ status: "completed", ended_because: "deadline" });
  expect(instance.openTimers).toBe(0);
});

test("no round begins after the deadline", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)], [armStep(6)]],
    deadlineMinutes: 1,
    overrides: {
      weigh: (input) => ({
        afterMs: 61_000,
        result: {
          ok: true,
          value: { steps: [armStep(5 + (input["round"] as number))], hypotheses: [], settled: false },
        },
      }),
    },
  });
  expect(attemptsOf(inputsOf(instance, "readArm"))).toEqual([["s5", 1]]);
  expect(unreadOf(instance).map((unread) => [unread.stepId, unread.code])).toEqual([
    ["s6", "DeadlineExceeded"],
  ]);
  expect(instance.answer.output).toMatchObject({ ended_because: "deadline" });
});

test("the deadline that passes before there are signals leaves a report of the request alone", async () => {
  const instance = await runDiagnosis({
    rounds: [],
    deadlineMinutes: 1,
    overrides: { readSignals: () => ({ afterMs: 90_000 }) },
  });
  expect(instance.elapsedMs).toBe(60_020);
  expect(inputsOf(instance, "writeReport")[0]).toMatchObject({ endedBecause: "deadline", reads: 0 });
  expect(instance.answer.output).toMatchObject({ status: "completed", ended_because: "deadline" });
});
