import type { OrchestrationContext, OrchestrationHandler, Task } from "durable-functions";
import * as df from "durable-functions";
import { expect, test } from "vitest";
import { NonDeterministicError } from "../support/durable-emulator/action-program.ts";
import { type EmulatedRun, emulate } from "../support/durable-emulator/durable-emulator.ts";

// Each expectation here is what the Durable extension 3.19.0 did with the same orchestration.

const after = (context: OrchestrationContext, ms: number) =>
  new Date(context.df.currentUtcDateTime.getTime() + ms);

const run = (
  handler: OrchestrationHandler,
  activity: EmulatedRun["activity"],
  events?: EmulatedRun["events"],
) =>
  emulate({
    handler,
    instanceId: "x",
    input: {},
    startedAt: "2026-11-24T10:00:00.000Z",
    activity,
    events: events ?? [],
  });

test("a retried activity that wins against a timer fails the instance on replay once the timer is cancelled", async () => {
  const raced: OrchestrationHandler = function* (context) {
    const retried = context.df.callActivityWithRetry("flaky", new df.RetryOptions(1_000, 3), {});
    const timer = context.df.createTimer(after(context, 20_000));
    const winner: Task = yield context.df.Task.any([retried, timer]);
    if (winner !== timer) timer.cancel();
    return yield context.df.callActivity("echo", {});
  };
  await expect(
    run(raced, (_, __, attempt) => (attempt === 1 ? { error: "attempt 1" } : { result: { attempt } })),
  ).rejects.toThrow(NonDeterministicError);
});

test("plain activities in the race, and retries behind it, replay", async () => {
  const raced: OrchestrationHandler = function* (context) {
    const output: unknown[] = [];
    for (const round of [1, 2]) {
      const all = context.df.Task.all([
        context.df.callActivity("wait", { stepId: `a${round}` }),
        context.df.callActivity("wait", { stepId: `b${round}` }),
      ]);
      const timer = context.df.createTimer(after(context, 20_000));
      const event = context.df.waitForExternalEvent("cancel");
      const winner: Task = yield context.df.Task.any([all, timer, event]);
      if (winner !== timer) timer.cancel();
      output.push(winner === all ? "all" : "other");
      const retried = { stepId: `flaky${round}` };
      output.push(yield context.df.callActivityWithRetry("flaky", new df.RetryOptions(1_000, 3), retried));
    }
    return output;
  };
  const instance = await run(raced, (name, _, attempt) =>
    name === "flaky" && attempt === 1 ? { error: "attempt 1" } : { result: attempt },
  );
  expect(instance.answer.output).toEqual(["all", 2, "all", 2]);
  expect(instance.openTimers).toBe(0);
});

test("an event goes to the newest waiter of its name, and one that nobody waits for is kept", async () => {
  const waiting: OrchestrationHandler = function* (context) {
    const older = context.df.waitForExternalEvent("cancel");
    const timer = context.df.createTimer(after(context, 5_000));
    yield context.df.Task.any([older, timer]);
    const newer = context.df.waitForExternalEvent("cancel");
    const second = context.df.createTimer(after(context, 5_000));
    const winner: Task = yield context.df.Task.any([newer, second]);
    if (winner === newer) second.cancel();
    return { newer: winner === newer, older: older.isCompleted };
  };
  const instance = await run(waiting, () => ({ result: {} }), [{ afterMs: 7_000, name: "cancel", data: {} }]);
  expect(instance.answer.output).toEqual({ newer: true, older: false });
});

test("the last failure of a retried activity still takes a timer before the orchestration hears of it", async () => {
  const retrying: OrchestrationHandler = function* (context) {
    try {
      yield context.df.callActivityWithRetry("fail", new df.RetryOptions(1_000, 2), {});
    } catch {
      return "failed";
    }
    return "answered";
  };
  const instance = await run(retrying, () => ({ error: "always" }));
  expect(instance.answer.output).toBe("failed");
  expect(instance.history.filter((event) => event.EventType === 11)).toHaveLength(2);
});

test("a timer that is left open at the end is counted", async () => {
  const leaving: OrchestrationHandler = function* (context) {
    const timer = context.df.createTimer(after(context, 60_000));
    yield context.df.Task.any([context.df.callActivity("echo", {}), timer]);
    return "ended";
  };
  expect((await run(leaving, () => ({ result: {} }))).openTimers).toBe(1);
});
