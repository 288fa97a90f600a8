import { join } from "node:path";
import { expect, test } from "vitest";
import type { HistoryEvent } from "../../../local-host/engine/history-event.ts";
import { newInstance } from "../../../local-host/engine/instances/new-instance.ts";
import { orchestratorTrigger } from "../../../local-host/protocol-v3/orchestrator/orchestrator-trigger.ts";
import { type ReplayedTurn, replayTurns } from "../../../local-host/replay-turns.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 8, 0, seconds)).toISOString();
const instance = newInstance({
  instanceId: "a",
  executionId: "run",
  name: "small",
  version: null,
  input: null,
  buildId: "b",
  nowMs: Date.parse(at(0)),
});
const begin = (seconds: number): HistoryEvent => ({ kind: "OrchestratorStarted", at: at(seconds) });
const end = (seconds: number): HistoryEvent => ({ kind: "OrchestratorCompleted", at: at(seconds) });
const started: HistoryEvent = {
  kind: "ExecutionStarted",
  at: at(0),
  executionId: "run",
  name: "small",
  version: null,
  input: null,
  parent: null,
  generation: 0,
};
const scheduled = (taskId: number, name: string): HistoryEvent => ({
  kind: "TaskScheduled",
  at: at(taskId),
  taskId,
  name,
});
const result = (taskId: number, value: unknown): HistoryEvent => ({
  kind: "TaskCompleted",
  at: at(taskId),
  taskId,
  result: JSON.stringify(value),
});
const fireAt = at(4);

/** The instance's history turn by turn: what was new, and what the orchestrator then created. */
const turns: { fresh: HistoryEvent[]; created: HistoryEvent[] }[] = [
  { fresh: [begin(1), started], created: [scheduled(0, "first")] },
  {
    fresh: [begin(3), result(0, "one")],
    created: [{ kind: "TimerCreated", at: at(3), taskId: 1, fireAt }],
  },
  {
    fresh: [begin(4), { kind: "TimerFired", at: at(4), taskId: 1, fireAt }],
    created: [scheduled(2, "second")],
  },
  { fresh: [begin(6), result(2, "two")], created: [] },
];

function triggerOf(history: typeof turns, number: number): Record<string, unknown> {
  const earlier = history
    .slice(0, number - 1)
    .flatMap(({ fresh, created }) => [...fresh, ...created, end(fresh.length)]);
  return orchestratorTrigger({ instance, history: earlier, newEvents: history[number - 1]!.fresh });
}

const recorded = (history = turns) => history.map((_, index) => triggerOf(history, index + 1));

function replay(triggers: readonly unknown[]): Promise<ReplayedTurn[]> {
  const appDirectory = join(import.meta.dirname, "apps");
  return replayTurns({ appDirectory, entries: [join(appDirectory, "small-replay-app.ts")], triggers });
}

const differences = (replayed: readonly ReplayedTurn[]) =>
  replayed.flatMap((turn) => turn.differences.map((text) => `${turn.turn}: ${text}`));

/** The same history, with one event in the place of another wherever it stands. */
function altered(change: (event: HistoryEvent) => HistoryEvent | undefined): typeof turns {
  const map = (events: HistoryEvent[]) => events.map((event) => change(event) ?? event);
  return turns.map(({ fresh, created }) => ({ fresh: map(fresh), created: map(created) }));
}

test("each turn says what was new, what is decided on it and what was recorded of it", async () => {
  const replayed = await replay(recorded());
  expect(
    replayed.map(({ turn, at: time, source, happened, decided, recorded: was }) => ({
      turn,
      time,
      source,
      happened,
      tasks: decided.tasks,
      status: decided.customStatus,
      end: decided.end,
      was,
    })),
  ).toEqual([
    {
      turn: 1,
      time: at(1),
      source: "recorded",
      happened: [started],
      tasks: [{ kind: "activity", taskId: 0, name: "first", input: '{"n":1}' }],
      status: null,
      end: undefined,
      was: turns[0]!.created,
    },
    {
      turn: 2,
      time: at(3),
      source: "recorded",
      happened: [result(0, "one")],
      tasks: [{ kind: "timer", taskId: 1, fireAt }],
      status: '{"after":"one"}',
      end: undefined,
      was: turns[1]!.created,
    },
    {
      turn: 3,
      time: at(4),
      source: "recorded",
      happened: [turns[2]!.fresh[1]],
      tasks: [{ kind: "activity", taskId: 2, name: "second", input: '{"first":"one"}' }],
      status: '{"after":"one"}',
      end: undefined,
      was: turns[2]!.created,
    },
    {
      turn: 4,
      time: at(6),
      source: "recorded",
      happened: [result(2, "two")],
      tasks: [],
      status: '{"after":"one"}',
      end: { kind: "Completed", output: '"two"' },
      was: undefined,
    },
  ]);
  expect(differences(replayed)).toEqual([]);
});

test("what was recorded is not changed by its replay, and replays again", async () => {
  const triggers = recorded();
  const before = structuredClone(triggers);
  const first = await replay(triggers);
  expect(triggers).toEqual(before);
  expect(await replay(triggers)).toEqual(first);
});

test("hooks of the app do not see a replay", async () => {
  const holder = globalThis as unknown as Record<symbol, number | undefined>;
  await replay(recorded());
  expect(holder[Symbol.for("azebal.tests.local-host.replay.hooked")]).toBeUndefined();
});

test("another activity in the history is found in its turn and in each later one", async () => {
  const history = altered((event) =>
    event.kind === "TaskScheduled" && event.taskId === 2 ? scheduled(2, "other") : undefined,
  );
  expect(differences(await replay(recorded(history)))).toEqual([
    "3: Recorded: activity 2 'other'. Decided now: activity 2 'second'.",
    "4: Non-Deterministic workflow detected: A previous execution of this orchestration scheduled an activity task with sequence number 2 named 'other', but the current orchestration replay instead scheduled an activity task named 'second' with this sequence number.  Was a change made to the orchestrator code after this instance had already started running?",
  ]);
});

test("a timer for another time is found, although the host would let it pass", async () => {
  const history = altered((event) =>
    event.kind === "TimerCreated" ? { ...event, fireAt: at(9) } : undefined,
  );
  expect(differences(await replay(recorded(history)))).toEqual([
    `2: Recorded: timer 1 for ${at(9)}. Decided now: timer 1 for ${fireAt}.`,
  ]);
});

test("a task that is no longer scheduled and one that is new are both named", async () => {
  const extra = turns.map((turn, index) =>
    index === 1 ? { ...turn, created: [...turn.created, scheduled(2, "extra")] } : turn,
  );
  const [, second] = await replay(recorded(extra));
  expect(second!.differences).toEqual(["Recorded: activity 2 'extra'. Decided now: nothing."]);
  const less = turns.map((turn, index) => (index === 0 ? { ...turn, created: [] } : turn));
  const [first] = await replay(recorded(less));
  expect(first!.differences).toEqual(["Recorded: nothing. Decided now: activity 0 'first'."]);
});

test("an orchestration that ends where it went on is found", async () => {
  const longer = [...turns, { fresh: [begin(7), result(9, "late")], created: [] }];
  expect(differences(await replay(recorded(longer)))).toEqual([
    "4: Recorded: went on to turn 5. Decided now: ends as Completed.",
  ]);
});

test("a turn that is missing is named, and replayed from the history of a later one", async () => {
  const replayed = await replay(recorded().toSpliced(1, 1));
  expect(replayed.map(({ source }) => source)).toEqual(["recorded", "rebuilt", "recorded", "recorded"]);
  expect(differences(replayed)).toEqual([
    "2: Turn 2 was not recorded. It is replayed from the history of a later turn.",
  ]);
  expect(replayed[1]!.decided).toEqual((await replay(recorded()))[1]!.decided);
});

test("of a turn that the host ran twice the attempt that was committed counts", async () => {
  const triggers = recorded();
  const interrupted = turns.with(1, { ...turns[1]!, fresh: [begin(2), result(0, "one")] });
  triggers[1] = triggerOf(interrupted, 2);
  const replayed = await replay(triggers);
  expect(replayed.map(({ wasRepeated }) => wasRepeated)).toEqual([false, true, false, false]);
  expect(replayed[1]!.at).toBe(at(3));
  expect(differences(replayed)).toEqual([]);
});

test("a history that does not continue the one before it is found", async () => {
  const triggers = recorded();
  triggers[1] = triggerOf(
    altered((event) =>
      event.kind === "TaskScheduled" && event.taskId === 0 ? scheduled(0, "else") : undefined,
    ),
    2,
  );
  expect(differences(await replay(triggers))).toContain(
    "2: The history of a later turn does not continue this one: its event 2 was activity 0 'else' and is activity 0 'first'.",
  );
});

test("an orchestration that this build does not have ends as failed", async () => {
  const other = recorded().map(
    (trigger) =>
      JSON.parse(JSON.stringify(trigger).replaceAll('"small"', '"gone"')) as Record<string, unknown>,
  );
  expect((await replay(other))[0]!.differences).toEqual([
    expect.stringContaining(
      "Recorded: went on to turn 2. Decided now: ends as Failed (Orchestrator function 'gone' failed",
    ),
  ]);
});

test.each([
  ["text", "the value is no object"],
  [{ instanceId: "a" }, "it has no instanceId or no history"],
  [{ instanceId: "a", history: [] }, "its history has no ExecutionStarted"],
  [{ instanceId: "a", history: [{ EventType: 99 }] }, "history[0] has the event type 99"],
])("%j is refused as no trigger value", async (trigger, why) => {
  await expect(replay([trigger])).rejects.toThrow(
    `This is not a recorded trigger value of an orchestration: ${why}.`,
  );
});

test("nothing is replayed of nothing", async () => {
  expect(await replay([])).toEqual([]);
});
