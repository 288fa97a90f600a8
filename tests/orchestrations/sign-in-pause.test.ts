import { expect, test } from "vitest";
import { armStep, failureAnswer, inputsOf, runDiagnosis, unreadOf } from "../support/scripted-diagnosis.ts";

const signInRequired = { result: failureAnswer("SignInRequired") };
const minuteMs = 60_000;
const signedIn = (afterMs: number) => ({ afterMs, name: "signedIn", data: { signed_in: true } });
const attemptsOf = (inputs: Record<string, unknown>[]) =>
  inputs.map((input) => [input["stepId"], input["attempt"]]);
const unreadForSignIn = {
  stepId: "s5",
  evidenceId: "e5",
  requestKey: "arm /subscriptions/0000/resourcegroups/rg-5",
  code: "SignInRequired",
  message: "SignInRequired: what to do.",
};

test("reads whose sign-in no longer holds are made after the next one; the others are not made twice", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5), armStep(6), armStep(7)]],
    overrides: {
      readArm: (input, attempt) => (input["stepId"] === "s6" || attempt > 1 ? undefined : signInRequired),
    },
    events: [signedIn(20 * minuteMs)],
  });
  expect(attemptsOf(inputsOf(instance, "readArm"))).toEqual([
    ["s5", 1],
    ["s6", 1],
    ["s7", 1],
    ["s5", 2],
    ["s7", 2],
  ]);
  expect(unreadOf(instance)).toEqual([]);
  expect(instance.answer.output).toMatchObject({ status: "completed", ended_because: "settled" });
  expect(instance.openTimers).toBe(0);
});

test("signals whose sign-in no longer holds are read after the next one", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)]],
    overrides: { readSignals: (_, attempt) => (attempt === 1 ? signInRequired : undefined) },
    events: [signedIn(minuteMs)],
  });
  expect(inputsOf(instance, "readSignals")).toHaveLength(2);
  expect(instance.answer.output).toMatchObject({ status: "completed", ended_because: "settled" });
});

test("the custom status says why it waits, and that it reads when it reads again", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)]],
    overrides: { readArm: (_, attempt) => (attempt === 1 ? signInRequired : undefined) },
    events: [signedIn(minuteMs)],
  });
  const statuses = instance.turns.map(({ answer }) => answer.customStatus as { phase: string });
  expect(statuses.map(({ phase }) => phase)).toEqual([
    "signals",
    "plan",
    "reading",
    "sign_in_required",
    "reading",
    "weighing",
    "report",
    "report",
    "ended",
  ]);
  expect(statuses[3]).toEqual({
    phase: "sign_in_required",
    round: 1,
    done: 0,
    total: 1,
    message: "SignInRequired: what to do.",
  });
});

test("where nobody signs in, it ends after its limit with what it has, and waits no second time", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5), armStep(6)], [armStep(7)]],
    signInMinutes: 10,
    overrides: { readArm: (input) => (input["stepId"] === "s6" ? undefined : signInRequired) },
  });
  expect(attemptsOf(inputsOf(instance, "readArm"))).toEqual([
    ["s5", 1],
    ["s6", 1],
    ["s7", 1],
  ]);
  expect(inputsOf(instance, "weigh")[0]).toMatchObject({ unread: [unreadForSignIn] });
  expect(instance.elapsedMs).toBeGreaterThan(10 * minuteMs);
  expect(instance.elapsedMs).toBeLessThan(11 * minuteMs);
  expect(instance.answer.output).toMatchObject({ status: "completed" });
  expect(instance.openTimers).toBe(0);
});

test("the time of the pause is not taken from the diagnosis", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)], [armStep(6)]],
    deadlineMinutes: 5,
    overrides: { readArm: (_, attempt) => (attempt === 1 ? signInRequired : { afterMs: minuteMs }) },
    events: [signedIn(12 * minuteMs), signedIn(25 * minuteMs)],
  });
  expect(unreadOf(instance)).toEqual([]);
  expect(instance.answer.output).toMatchObject({ status: "completed", ended_because: "settled" });
});

test("a sign-in that does not hold either is asked for again", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)]],
    overrides: { readArm: (_, attempt) => (attempt <= 2 ? signInRequired : undefined) },
    events: [signedIn(minuteMs), signedIn(3 * minuteMs)],
  });
  expect(attemptsOf(inputsOf(instance, "readArm"))).toEqual([
    ["s5", 1],
    ["s5", 2],
    ["s5", 3],
  ]);
  expect(unreadOf(instance)).toEqual([]);
});

test("a sign-in that is never good ends the repeats before the history is full", async () => {
  const instance = await runDiagnosis({
    rounds: [Array.from({ length: 10 }, (_, index) => armStep(5 + index))],
    overrides: { readArm: () => signInRequired },
    events: Array.from({ length: 30 }, (_, index) => signedIn((index + 1) * minuteMs)),
  });
  expect(unreadOf(instance)).toHaveLength(10);
  expect(instance.history.length).toBeLessThan(500);
  expect(instance.answer.output).toMatchObject({ status: "completed" });
});

test("throttled reads beside it wait for both", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5), armStep(6)]],
    overrides: {
      readArm: (input, attempt) => {
        if (attempt > 1) return undefined;
        return input["stepId"] === "s5"
          ? signInRequired
          : { result: failureAnswer("Throttled", { retryAfterMs: 5 * minuteMs }) };
      },
    },
    events: [signedIn(minuteMs)],
  });
  expect(unreadOf(instance)).toEqual([]);
  expect(instance.elapsedMs).toBeGreaterThan(5 * minuteMs);
  expect(instance.elapsedMs).toBeLessThan(6 * minuteMs);
});

test("a cancel ends the pause", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)]],
    overrides: { readArm: () => signInRequired },
    events: [{ afterMs: minuteMs, name: "cancel", data: {} }],
  });
  expect(instance.elapsedMs).toBeLessThan(2 * minuteMs);
  expect(instance.answer.output).toMatchObject({ status: "cancelled", ended_because: "cancelled" });
  expect(instance.openTimers).toBe(0);
});

test("with no minutes to wait, what needs a sign-in is unread at once", async () => {
  const instance = await runDiagnosis({
    rounds: [[armStep(5)]],
    signInMinutes: 0,
    overrides: { readArm: () => signInRequired },
  });
  expect(unreadOf(instance)).toEqual([unreadForSignIn]);
  expect(instance.elapsedMs).toBeLessThan(1_000);
});
