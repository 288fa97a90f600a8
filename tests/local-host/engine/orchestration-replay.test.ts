import { expect, test } from "vitest";
import type { HistoryEvent } from "../../../local-host/engine/history-event.ts";
import { newInstance } from "../../../local-host/engine/instances/new-instance.ts";
import { OrchestrationReplay } from "../../../local-host/engine/replay/orchestration-replay.ts";
import type { TurnDecision } from "../../../local-host/engine/turn.ts";
import { completed, type Script, ScriptProgram } from "./script.ts";

const at = "2026-01-01T00:00:00.000Z";
const instance = newInstance({
  instanceId: "a",
  executionId: "run",
  name: "script",
  version: null,
  input: null,
  buildId: "b",
  nowMs: Date.parse(at),
});
const turnStart: HistoryEvent = { kind: "OrchestratorStarted", at };
const started: HistoryEvent = {
  kind: "ExecutionStarted",
  at,
  executionId: "run",
  name: "script",
  version: null,
  input: null,
  parent: null,
  generation: 0,
};
const scheduled = (taskId: number, name = "work"): HistoryEvent => ({
  kind: "TaskScheduled",
  at,
  taskId,
  name,
});
const result = (taskId: number, value: unknown): HistoryEvent => ({
  kind: "TaskCompleted",
  at,
  taskId,
  result: JSON.stringify(value),
});
const raised = (name: string, value: unknown): HistoryEvent => ({
  kind: "EventRaised",
  at,
  name,
  input: JSON.stringify(value),
});

function decide(script: Script, history: HistoryEvent[], newEvents: HistoryEvent[] = []): TurnDecision {
  const program = new ScriptProgram(script, null);
  const turn = { instance, history, newEvents: [turnStart, ...newEvents] };
  return new OrchestrationReplay(program, "run").decide(turn, '"status"');
}

const oneActivity: Script = (replay, _, end) => {
  replay.scheduleActivity("work", '"in"').onSettled((settled) => end(completed(settled)));
};

test("the first turn schedules, and the history of a later one is not scheduled again", () => {
  expect(decide(oneActivity, [], [started])).toMatchObject({
    tasks: [{ kind: "activity", taskId: 0, name: "work", input: '"in"' }],
    end: undefined,
    openTasks: 1,
    customStatus: '"status"',
  });
  const second = decide(oneActivity, [turnStart, started, scheduled(0)], [result(0, "out")]);
  expect(second).toMatchObject({ tasks: [], openTasks: 0, nextTaskId: 1 });
  expect(second.end).toEqual({
    kind: "Completed",
    output: '{"kind":"completed","result":"\\"out\\""}',
  });
});

test("an instance whose orchestrator has returned stays while a task is open", () => {
  const script: Script = (replay, _, end) => {
    replay.scheduleActivity("work", null);
    end(completed("early"));
  };
  expect(decide(script, [], [started])).toMatchObject({ end: undefined, isWaitingForOpenTasks: true });
  expect(decide(script, [started, scheduled(0)], [result(0, 1)]).end).toEqual({
    kind: "Completed",
    output: '"early"',
  });
});

test("a cancelled timer is created, is not open, and is reported as cancelled", () => {
  const script: Script = (replay, _, end) => {
    replay.createTimer(replay.nowMs + 1_000, true);
    end(completed("done"));
  };
  expect(decide(script, [], [started])).toMatchObject({
    tasks: [{ kind: "timer", taskId: 0, fireAt: "2026-01-01T00:00:01.000Z" }],
    end: { kind: "Completed" },
    cancelledTimers: [0],
  });
});

test("a second result of one task is ignored", () => {
  const history = [started, scheduled(0), result(0, "first"), result(0, "second")];
  expect(decide(oneActivity, history).end).toEqual({
    kind: "Completed",
    output: '{"kind":"completed","result":"\\"first\\""}',
  });
});

test("a child without an ID is named after its parent's execution and its number", () => {
  const script: Script = (replay) => {
    replay.startChild({ name: "child", version: "1", input: "{}" });
    replay.startChild({ name: "child", version: null, input: null, instanceId: "mine" });
  };
  expect(decide(script, [], [started]).tasks).toEqual([
    { kind: "child", taskId: 0, name: "child", version: "1", instanceId: "run:0", input: "{}" },
    { kind: "child", taskId: 1, name: "child", version: null, instanceId: "mine", input: null },
  ]);
});

const twoWaits: Script = (replay, _, end) => {
  const got: unknown[] = [];
  const take = (place: number) => (settled: object) => {
    got[place] = "result" in settled ? settled.result : "?";
    if (Object.keys(got).length === 2) end(completed(got));
  };
  replay.waitForEvent("go").onSettled(take(0));
  replay.waitForEvent("GO").onSettled(take(1));
};

test("of two waits for one event, whatever its case, the newer is served first", () => {
  expect(decide(twoWaits, [], [started, raised("Go", 1), raised("gO", 2)]).end).toEqual({
    kind: "Completed",
    output: '["2","1"]',
  });
});

test("events that come before their wait are kept, oldest first", () => {
  const script: Script = (replay, _, end) => {
    replay.scheduleActivity("work", null).onSettled(() => {
      replay.waitForEvent("go").onSettled((first) => {
        replay.waitForEvent("go").onSettled((second) => end(completed([first, second])));
      });
    });
  };
  const history = [started, scheduled(0), raised("go", 1), raised("go", 2)];
  expect(decide(script, history, [result(0, null)]).end).toMatchObject({
    output: '[{"kind":"completed","result":"1"},{"kind":"completed","result":"2"}]',
  });
});

test("continueAsNew drops unread events and carries later ones", () => {
  const script: Script = (replay, _, end) => {
    replay.waitForEvent("go").onSettled(() => {
      replay.continueAsNew('{"n":1}');
      end(completed(null));
    });
  };
  const before = raised("other", 0);
  const decision = decide(script, [], [started, before, raised("go", 1), raised("go", 2)]);
  expect(decision.end).toEqual({ kind: "ContinuedAsNew", input: '{"n":1}', carried: [raised("go", 2)] });
  expect([decision.droppedEvents, decision.customStatus]).toEqual([1, null]);
});

test("while suspended nothing is delivered, and resuming delivers it in order", () => {
  const suspended: HistoryEvent = { kind: "ExecutionSuspended", at, reason: "pause" };
  const resumed: HistoryEvent = { kind: "ExecutionResumed", at, reason: null };
  const history = [started, scheduled(0), suspended];
  const held = decide(oneActivity, history, [result(0, "out")]);
  expect([held.end, held.suspended, held.openTasks]).toEqual([undefined, { reason: "pause" }, 1]);
  const freed = decide(oneActivity, [...history, result(0, "out")], [resumed]);
  expect([freed.end?.kind, freed.suspended]).toEqual(["Completed", undefined]);
});

test("what a suspended first turn asked for is held back until it is resumed", () => {
  const suspended: HistoryEvent = { kind: "ExecutionSuspended", at, reason: null };
  expect(decide(oneActivity, [], [started, suspended]).tasks).toEqual([]);
  const resumed: HistoryEvent = { kind: "ExecutionResumed", at, reason: null };
  expect(decide(oneActivity, [started, suspended], [resumed]).tasks).toHaveLength(1);
});

test("termination goes before everything, suspended or not", () => {
  const terminated: HistoryEvent = { kind: "ExecutionTerminated", at, reason: "stop" };
  const suspended: HistoryEvent = { kind: "ExecutionSuspended", at, reason: null };
  const end = { kind: "Terminated", reason: "stop" };
  expect(decide(oneActivity, [started, scheduled(0)], [result(0, 1), terminated]).end).toEqual(end);
  expect(decide(oneActivity, [started, scheduled(0), suspended], [terminated]).end).toEqual(end);
});

const question =
  "Was a change made to the orchestrator code after this instance had already started running?";

test.each<[string, Script, HistoryEvent, string]>([
  [
    "another activity",
    oneActivity,
    scheduled(0, "rest"),
    `an activity task with sequence number 0 named 'rest', but the current orchestration replay instead scheduled an activity task named 'work' with this sequence number.  ${question}`,
  ],
  [
    "a timer in place of an activity",
    (replay) => void replay.createTimer(0),
    scheduled(0),
    `an activity task with sequence number 0 named 'work', but the current orchestration replay instead produced a CreateTimerOrchestratorAction action with this sequence number. ${question}`,
  ],
  [
    "no task where there was an activity",
    () => undefined,
    scheduled(0),
    `an activity task with sequence ID 0 and name 'work' (version ''), but the current replay execution hasn't (yet?) scheduled this task. ${question}`,
  ],
  [
    "no task where there was a timer",
    () => undefined,
    { kind: "TimerCreated", at, taskId: 2, fireAt: at },
    `a timer task with sequence number 2 but the current replay execution hasn't (yet?) scheduled this task. ${question}`,
  ],
  [
    "an activity in place of a child",
    oneActivity,
    { kind: "SubOrchestrationInstanceCreated", at, taskId: 0, name: "child", version: null, instanceId: "c" },
    `a sub-orchestration task with sequence ID 0 and name 'child' (version '', instance ID 'c'), but the current orchestration replay instead produced a ScheduleTaskOrchestratorAction action at this sequence number. ${question}`,
  ],
])("non-determinism is named precisely: %s", (_, script, event, text) => {
  expect(decide(script, [started, event]).end).toEqual({
    kind: "Failed",
    reason: `Non-Deterministic workflow detected: A previous execution of this orchestration scheduled ${text}`,
    details: null,
    failure: null,
  });
});

test("an activity's name may change its case", () => {
  expect(decide(oneActivity, [started, scheduled(0, "WORK")]).end).toBeUndefined();
});
