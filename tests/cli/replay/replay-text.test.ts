import { expect, test } from "vitest";
import type { JudgedTurn, Replay } from "../../../cli/replay/replay-recording.ts";
import { replayText } from "../../../cli/replay/replay-text.ts";

const at = "2026-01-01T08:00:00.000Z";
const decided: JudgedTurn["decided"] = {
  tasks: [],
  end: undefined,
  nextTaskId: 0,
  customStatus: null,
  suspended: undefined,
  cancelledTimers: [],
  openTasks: 0,
  isWaitingForOpenTasks: false,
  droppedEvents: 0,
};
const turn: JudgedTurn = {
  instanceId: "d1",
  executionId: "run",
  orchestration: "diagnose",
  turn: 1,
  at,
  source: "recorded",
  wasRepeated: false,
  happened: [],
  decided,
  recorded: undefined,
  differences: [],
  buildId: "one",
};

function textOf(...turns: Partial<JudgedTurn>[]): string[] {
  const replay: Replay = {
    diagnosisId: "d1",
    status: "running",
    buildId: "two",
    turns: turns.map((changes, index) => ({ ...turn, turn: index + 1, ...changes })),
    differences: [],
  };
  return replayText(replay).split("\n");
}

test("the table reads like this", () => {
  const lines = textOf(
    {
      happened: [
        {
          kind: "ExecutionStarted",
          at,
          executionId: "run",
          name: "diagnose",
          version: null,
          input: null,
          parent: null,
          generation: 0,
        },
      ],
      decided: {
        ...decided,
        tasks: [
          {
            kind: "activity",
            taskId: 0,
            name: "weigh",
            input: '{"diagnosisId":"d1","principal":{"tenantId":"t"},"round":1}',
          },
          { kind: "timer", taskId: 1, fireAt: "2026-01-01T08:15:00.000Z" },
        ],
        customStatus: '{"phase":"weighing"}',
      },
      recorded: [{ kind: "TaskScheduled", at, taskId: 0, name: "weigh" }],
    },
    {
      buildId: "newer",
      wasRepeated: true,
      happened: [
        {
          kind: "TaskFailed",
          at,
          taskId: 0,
          reason: "Activity function 'weigh' failed: no disk",
          details: null,
          failure: null,
        },
      ],
      decided: { ...decided, end: { kind: "Failed", reason: "no disk", details: null, failure: null } },
      differences: ["Recorded: nothing. Decided now: ends as Failed (no disk)."],
    },
    {
      happened: [
        { kind: "TimerFired", at, taskId: 1, fireAt: at },
        { kind: "EventRaised", at, name: "cancel", input: '{"by":"owner"}' },
        { kind: "ExecutionSuspended", at, reason: "maintenance" },
      ],
      decided: { ...decided, suspended: { reason: "maintenance" } },
    },
    {},
  );
  expect(lines).toEqual([
    "Diagnosis d1 (running)",
    "Recorded by build one, newer; decided again by build two",
    "",
    "turn  time (UTC)             what happened                             what was decided",
    '1     08:00:00.000  ok       started diagnose                          0 weigh {"round":1}',
    "                                                                       1 timer, due after 900 s",
    '                                                                       status {"phase":"weighing"}',
    "2     08:00:00.000  DIFFERS  0 weigh failed: no disk                   ends: Failed, no disk",
    "       The host ran this turn again after an interruption; the attempt that counts is replayed.",
    "     ! Recorded: nothing. Decided now: ends as Failed (no disk).",
    "3     08:00:00.000  ok       timer 1 fired                             stays suspended",
    '                             event cancel {"by":"owner"}',
    "                             suspended maintenance",
    "4     08:00:00.000  ok                                                 waits",
    "",
    "DIFFERS: turn 2 of 4. The lines marked ! say how.",
  ]);
});

test("nothing that a history holds reaches the terminal as a control or changes the direction of text", () => {
  const lines = textOf({
    happened: [{ kind: "EventRaised", at, name: "x\u001b[2J\u202ey\nz", input: null }],
    differences: ["a\u0007b\r\nc"],
  });
  expect(lines.slice(4, 6)).toEqual([
    "1     08:00:00.000  DIFFERS  event x y z                               waits",
    "     ! a b c",
  ]);
});

test("answers of activities are shown without their wrapping", () => {
  const answers = [
    { result: '{"ok":true,"value":{"reads":3}}', shown: 'gave {"reads":3}' },
    { result: '{"ok":false,"failure":{"code":"Gone"}}', shown: 'was refused {"code":"Gone"}' },
    { result: '["ok"]', shown: 'gave ["ok"]' },
    { result: null, shown: "gave nothing" },
  ];
  const lines = textOf(
    ...answers.map(({ result }) => ({
      happened: [{ kind: "TaskCompleted" as const, at, taskId: 0, result }],
    })),
  );
  expect(lines.slice(4, 8).map((line) => line.slice(29).replace("waits", "").trim())).toEqual(
    answers.map(({ shown }) => `0 ${shown}`),
  );
});

test("long texts are cut to their column", () => {
  const [line] = textOf({
    happened: [{ kind: "TaskCompleted", at, taskId: 3, result: JSON.stringify("r".repeat(100)) }],
  }).slice(4);
  expect(line).toBe(`1     08:00:00.000  ok       3 gave "${"r".repeat(31)}…  waits`);
});
