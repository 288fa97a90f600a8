import { expect, test } from "vitest";
import type { ActivityOutcome } from "../../../local-host/engine/activities/activity-runner.ts";
import { openStore } from "../storage/open-store.ts";
import { startEngine } from "./engine-under-test.ts";
import { gate } from "./gate.ts";
import { activity } from "./sample-scripts.ts";
import { completed, ScriptRunner } from "./script.ts";

test("an instance runs from start to end, and everything of it is on the disk", async () => {
  const { start, settle, state, store } = await startEngine({ scripts: { activity } });
  start("activity", 5);
  await settle();
  expect(state("activity")).toMatchObject({
    status: "Completed",
    output: '{"kind":"completed","result":"\\"work done\\""}',
    buildId: "build 1",
    eventCount: 8,
  });
  expect(store.history.read("activity").map(({ kind }) => kind)).toEqual([
    "OrchestratorStarted",
    "ExecutionStarted",
    "TaskScheduled",
    "OrchestratorCompleted",
    "OrchestratorStarted",
    "TaskCompleted",
    "ExecutionCompleted",
    "OrchestratorCompleted",
  ]);
  expect([store.activities.all(), store.inbox.waitingInstances()]).toEqual([[], []]);
});

test("results that come together are read in one turn", async () => {
  const runner = new ScriptRunner({
    fan: (replay, _, end) => {
      let open = 20;
      for (let index = 0; index < 20; index++)
        replay.scheduleActivity("work", null).onSettled(() => --open === 0 && end(completed("all")));
    },
  });
  const { start, settle, state } = await startEngine({ runner });
  start("fan");
  await settle();
  expect([state("fan")?.output, runner.turns.length]).toEqual(['"all"', 2]);
});

test("no more activities run at once than allowed, and the queue is served in order", async () => {
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const { start, settle, state } = await startEngine({
    limits: { maxConcurrentActivities: 3 },
    scripts: {
      fan: (replay, _, end) => {
        let open = 10;
        for (let index = 0; index < 10; index++)
          replay
            .scheduleActivity("work", String(index))
            .onSettled(() => --open === 0 && end(completed("all")));
      },
    },
    activity: async (task) => {
      order.push(task.taskId);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return { kind: "completed", result: null };
    },
  });
  start("fan");
  await settle();
  expect([state("fan")?.status, most, order]).toEqual(["Completed", 3, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
});

test("an activity that a process has left is run by the next one, and its result counts once", async () => {
  const store = await openStore();
  const never = gate<ActivityOutcome>();
  const attempts: number[] = [];
  const first = await startEngine({ scripts: { activity }, store, activity: () => never.opened });
  first.start("activity");
  await first.settle();
  await first.engine.stop(0);
  const second = await startEngine({
    scripts: { activity },
    store,
    activity: async ({ attempt }) => {
      attempts.push(attempt);
      return { kind: "completed", result: '"second"' };
    },
  });
  never.open({ kind: "completed", result: '"first"' });
  await second.settle();
  expect(second.state("activity")?.output).toBe('{"kind":"completed","result":"\\"second\\""}');
  expect(attempts).toEqual([1]);
});

test("a failed child fails its parent's task, a terminated one too", async () => {
  const { start, settle, state, engine } = await startEngine({
    scripts: {
      parent: (replay, _, end) => {
        replay
          .startChild({ name: "child", version: null, input: null, instanceId: "child" })
          .onSettled((settled) => end(completed(settled)));
      },
      child: (replay) => void replay.waitForEvent("never"),
    },
  });
  start("parent");
  await settle();
  expect(state("child")).toMatchObject({ status: "Running", parent: { instanceId: "parent", taskId: 0 } });
  engine.commands.terminate("child", "enough");
  await settle();
  expect(JSON.parse(state("parent")?.output ?? "")).toEqual({
    kind: "failed",
    reason: "enough",
    details: "",
    failure: null,
  });
});

test("a child under the ID of a running instance is refused, and the other instance goes on", async () => {
  const { start, settle, state } = await startEngine({
    scripts: {
      other: (replay) => void replay.waitForEvent("never"),
      parent: (replay, _, end) => {
        replay
          .startChild({ name: "other", version: null, input: null, instanceId: "other" })
          .onSettled((settled) => end(completed(settled)));
      },
    },
  });
  start("other");
  await settle();
  start("parent");
  await settle();
  expect(state("other")?.status).toBe("Running");
  expect(JSON.parse(state("parent")?.output ?? "")).toMatchObject({
    reason:
      "Sub-orchestration 'other' was not started: an orchestration instance with the ID 'other' and the status Running already exists.",
  });
});

test("a turn that is running when the engine stops commits or is made again, never half", async () => {
  const store = await openStore();
  const decided = gate<void>();
  const scripts = new ScriptRunner({ activity });
  const runner = {
    run: async (turn: Parameters<ScriptRunner["run"]>[0]) => {
      await decided.opened;
      return scripts.run(turn);
    },
  };
  const first = await startEngine({ runner, store });
  first.start("activity");
  await first.settle();
  const stopping = first.engine.stop(500);
  first.clock.moveBy(500);
  await stopping;
  decided.open();
  await first.settle();
  expect(store.history.read("activity")).toEqual([]);
  const second = await startEngine({ scripts: { activity }, store });
  await second.settle();
  expect(second.state("activity")?.status).toBe("Completed");
});

test("events that come for an ended instance, and results for an earlier execution, are read by nobody", async () => {
  const release = gate<ActivityOutcome>();
  const { start, settle, state, store, engine } = await startEngine({
    scripts: { activity },
    activity: () => release.opened,
  });
  start("activity");
  await settle();
  engine.commands.terminate("activity", null);
  await settle();
  expect(state("activity")).toMatchObject({ status: "Terminated", output: null });
  start("activity");
  release.open({ kind: "completed", result: '"of the first execution, and of the second"' });
  await settle();
  const history = store.history.read("activity");
  expect(history.filter(({ kind }) => kind === "TaskCompleted")).toHaveLength(1);
  expect(store.inbox.waitingInstances()).toEqual([]);
});
