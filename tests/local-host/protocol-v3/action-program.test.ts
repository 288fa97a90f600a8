import { expect, test } from "vitest";
import type { HistoryEvent } from "../../../local-host/engine/history-event.ts";
import { newInstance } from "../../../local-host/engine/instances/new-instance.ts";
import { OrchestrationReplay } from "../../../local-host/engine/replay/orchestration-replay.ts";
import type { NewTask } from "../../../local-host/engine/turn.ts";
import { ActionProgram } from "../../../local-host/protocol-v3/orchestrator/action-program.ts";
import { readActions } from "../../../local-host/protocol-v3/orchestrator/orchestrator-action.ts";

const at = "2026-01-01T00:00:00.000Z";
const nowMs = Date.parse(at);
const iso = (ms: number) => new Date(nowMs + ms).toISOString();
const instance = newInstance({
  instanceId: "a",
  executionId: "run",
  name: "o",
  version: null,
  input: null,
  buildId: "b",
  nowMs,
});
const start: HistoryEvent[] = [
  { kind: "OrchestratorStarted", at },
  {
    kind: "ExecutionStarted",
    at,
    executionId: "run",
    name: "o",
    version: null,
    input: null,
    parent: null,
    generation: 0,
  },
];

/** What the SDK answers with, in its own numbers. */
const call = (functionName: string, input: unknown = "in") => ({ actionType: 0, functionName, input });
const callWithRetry = (retryOptions: object) => ({ ...call("work"), actionType: 1, retryOptions });
const timerAt = (ms: number, isCanceled = false) => ({
  actionType: 5,
  fireAt: new Date(nowMs + ms),
  isCanceled,
});
const waitFor = (externalEventName: string) => ({ actionType: 6, externalEventName });
const any = (...compoundActions: object[]) => ({ actionType: 11, compoundActions });
const all = (...compoundActions: object[]) => ({ actionType: 12, compoundActions });

function decide(
  actions: object[],
  events: HistoryEvent[] = [],
  more: { isDone?: boolean; defaultVersion?: string } = {},
) {
  const program = new ActionProgram({
    actions: readActions(actions),
    result: more.isDone ? { kind: "completed", output: '"out"' } : undefined,
    refusal: undefined,
    takenIds: ["a", "up"],
    defaultVersion: more.defaultVersion ?? null,
  });
  const turn = { instance, history: [], newEvents: [...start, ...events] };
  return new OrchestrationReplay(program, "run").decide(turn, null);
}

const done = (taskId: number, result = "1"): HistoryEvent => ({ kind: "TaskCompleted", at, taskId, result });
const failed = (taskId: number): HistoryEvent => ({
  kind: "TaskFailed",
  at,
  taskId,
  reason: "r",
  details: "d",
  failure: null,
});
const fired = (taskId: number, ms: number): HistoryEvent => ({
  kind: "TimerFired",
  at,
  taskId,
  fireAt: iso(ms),
});
const turnAt = (ms: number): HistoryEvent => ({ kind: "OrchestratorStarted", at: iso(ms) });
const names = (tasks: readonly NewTask[]) =>
  tasks.map((task) => `${task.taskId} ${task.kind === "timer" ? `timer ${task.fireAt}` : task.name}`);

test("actions are awaited one after the other", () => {
  const actions = [call("first"), call("second")];
  expect(names(decide(actions).tasks)).toEqual(["0 first"]);
  expect(names(decide(actions, [done(0)]).tasks)).toEqual(["0 first", "1 second"]);
});

test("a failed task does not stop the program: the SDK has dealt with it", () => {
  expect(names(decide([call("first"), call("second")], [failed(0)]).tasks)).toEqual(["0 first", "1 second"]);
});

test("whenAny goes on at the first settled child, whenAll at the last", () => {
  const both = [call("left"), call("right")];
  expect(names(decide([any(...both), call("next")], [failed(1)]).tasks)).toContain("2 next");
  expect(names(decide([all(...both), call("next")], [failed(1)]).tasks)).toEqual(["0 left", "1 right"]);
  expect(names(decide([all(...both), call("next")], [failed(1), done(0)]).tasks)).toContain("2 next");
});

test("numbers are given depth first, and waits for events take none", () => {
  const actions = [all(call("a"), any(waitFor("go"), call("b")), all(call("c"), timerAt(5)), call("d"))];
  expect(names(decide(actions).tasks)).toEqual(["0 a", "1 b", "2 c", `3 timer ${iso(5)}`, "4 d"]);
});

test("an object that comes again is the task that was scheduled before", () => {
  const timer = timerAt(60_000);
  const go = (input: string): HistoryEvent => ({ kind: "EventRaised", at, name: "go", input });
  const actions = [any(waitFor("go"), timer), any(waitFor("go"), timer), call("next")];
  expect(names(decide(actions, [go("1"), go("2")]).tasks)).toEqual([`0 timer ${iso(60_000)}`, "1 next"]);
});

test("each failure takes one number for the delay and one for the next attempt", () => {
  const retry = [
    callWithRetry({ firstRetryIntervalInMilliseconds: 1_000, maxNumberOfAttempts: 3, backoffCoefficient: 3 }),
  ];
  const first = [failed(0)];
  expect(names(decide(retry, first).tasks)).toEqual(["0 work", `1 timer ${iso(1_000)}`]);
  const second = [...first, turnAt(1_000), fired(1, 1_000), failed(2)];
  expect(names(decide(retry, second).tasks)).toEqual([
    "0 work",
    `1 timer ${iso(1_000)}`,
    "2 work",
    `3 timer ${iso(4_000)}`,
  ]);
});

test("the last failure is followed by a timer that is due at once, also with one attempt", () => {
  const retry = [
    callWithRetry({ firstRetryIntervalInMilliseconds: 1_000, maxNumberOfAttempts: 1 }),
    call("next"),
  ];
  expect(names(decide(retry, [failed(0)]).tasks)).toEqual(["0 work", `1 timer ${iso(0)}`]);
  expect(names(decide(retry, [failed(0), fired(1, 0)]).tasks)).toContain("2 next");
});

test("the delay grows up to its maximum", () => {
  const retry = [
    callWithRetry({
      firstRetryIntervalInMilliseconds: 1_000,
      maxNumberOfAttempts: 9,
      backoffCoefficient: 10,
      maxRetryIntervalInMilliseconds: 1_500,
    }),
  ];
  const tasks = decide(retry, [failed(0), fired(1, 0), failed(2)]).tasks;
  expect(names(tasks).at(-1)).toBe(`3 timer ${iso(1_500)}`);
});

test("a retry timeout that runs out fails the instance, where Azure would hang", () => {
  const retry = [
    callWithRetry({
      firstRetryIntervalInMilliseconds: 1_000,
      maxNumberOfAttempts: 9,
      retryTimeoutInMilliseconds: 1_500,
    }),
  ];
  const events = [failed(0), turnAt(2_000), fired(1, 1_000), failed(2)];
  expect(decide(retry, events).end).toMatchObject({
    kind: "Failed",
    reason:
      "The retry policy of activity 'work' ran out of time (retryTimeoutInMilliseconds 1500) before its 9 attempts: the SDK does not know of the time and waits for the next attempt. Leave retryTimeoutInMilliseconds out. In Azure this instance would stay as it is for ever; the local host fails it instead.",
  });
});

test("a timer of more than six days is a chain of three-day timers", () => {
  const day = 86_400_000;
  expect(names(decide([timerAt(6 * day)]).tasks)).toEqual([`0 timer ${iso(6 * day)}`]);
  const long = [timerAt(7 * day), call("next")];
  expect(names(decide(long).tasks)).toEqual([`0 timer ${iso(3 * day)}`]);
  const twice = [turnAt(3 * day), fired(0, 3 * day), turnAt(6 * day), fired(1, 6 * day)];
  expect(names(decide(long, twice).tasks).at(-1)).toBe(`2 timer ${iso(7 * day)}`);
  const thrice = [...twice, turnAt(7 * day), fired(2, 7 * day)];
  expect(names(decide(long, thrice).tasks)).toContain("3 next");
});

test("a cancelled timer is settled at once", () => {
  const decision = decide([any(call("w"), timerAt(60_000, true)), call("next")]);
  expect(names(decision.tasks)).toEqual(["0 w", `1 timer ${iso(60_000)}`, "2 next"]);
  expect(decision.cancelledTimers).toEqual([1]);
});

test("an instance is done when its program is, and no task is open", () => {
  expect(decide([call("w")], [], { isDone: true }).end).toBeUndefined();
  expect(decide([call("w")], [done(0)], { isDone: true }).end).toEqual({
    kind: "Completed",
    output: '"out"',
  });
});

test("continueAsNew quotes a string once more, as the extension does", () => {
  const next = { actionType: 4, input: '"second"' };
  expect(decide([next], [], { isDone: true }).end).toEqual({
    kind: "ContinuedAsNew",
    input: '"\\"second\\""',
    carried: [],
  });
});

test("a child takes the app's default version unless it names one", () => {
  const child = (version?: string) => ({ actionType: 2, functionName: "child", input: { a: 1 }, version });
  const { tasks } = decide([all(child(), child("1.5"))], [], { defaultVersion: "2.0" });
  expect(tasks.map((task) => task.kind === "child" && [task.version, task.input])).toEqual([
    ["2.0", '{"a":1}'],
    ["1.5", '{"a":1}'],
  ]);
});

test.each(["a", "UP", "@counter@x"])("a child cannot be named %s", (instanceId) => {
  const child = { actionType: 2, functionName: "child", instanceId };
  expect(decide([child]).end).toMatchObject({
    kind: "Failed",
    reason: expect.stringContaining("Give it another ID"),
  });
});

test.each([7, 9, 13, 14])("entity action %i is answered with one clear message", (actionType) => {
  expect(decide([{ actionType }]).end).toEqual({
    kind: "Failed",
    reason:
      "This orchestration uses a durable entity, and the local host does not run entities. Run the app in Azure, or keep the state in an orchestration or a store.",
    details: null,
    failure: null,
  });
});

test("an action that the SDK does not have is not guessed at", () => {
  expect(() => readActions([{ actionType: 10 }])).toThrow("action of type 10");
  expect(() => readActions(["text"])).toThrow("Check that one 3.x version");
});

test("a polled request keeps its headers but for keys, and credentials stay with their origin", () => {
  const request = {
    actionType: 8,
    httpRequest: {
      method: "POST",
      uri: "http://one.example/start",
      content: "x",
      headers: { Authorization: "a", Cookie: "c", "X-Functions-Key": "k", "Content-Type": "t", other: "o" },
      asynchronousPatternEnabled: true,
    },
  };
  const answer = (location: string) =>
    done(0, JSON.stringify({ statusCode: 202, headers: { Location: location, "retry-after": "7" } }));
  const poll = (location: string) => {
    const { tasks } = decide([request], [answer(location), fired(1, 7_000)]);
    const next = tasks.at(-1);
    return [names(tasks)[1], next?.kind === "activity" && (JSON.parse(next.input ?? "") as object)];
  };
  expect(poll("/poll")).toEqual([
    `1 timer ${iso(7_000)}`,
    {
      method: "GET",
      uri: "http://one.example/poll",
      headers: { Authorization: "a", Cookie: "c", other: "o" },
      asynchronousPatternEnabled: true,
    },
  ]);
  expect(poll("http://two.example/poll")[1]).toMatchObject({ headers: { other: "o" } });
});
