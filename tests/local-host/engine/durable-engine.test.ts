import { expect, test } from "vitest";
import type { ActivityOutcome } from "../../../local-host/engine/activities/activity-runner.ts";
import type { DurableStore } from "../../../local-host/storage/durable-store.ts";
import { openStore } from "../storage/open-store.ts";
import { startEngine } from "./engine-under-test.ts";
import { ManualClock } from "./manual-clock.ts";
import { completed, type Script, ScriptRunner } from "./script.ts";

const activity: Script = (replay, input, end) => {
  replay.scheduleActivity("work", JSON.stringify(input)).onSettled((settled) => end(completed(settled)));
};

/** A promise and what settles it. */
function gate<Value>() {
  let open: (value: Value) => void = () => undefined;
  const opened = new Promise<Value>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

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

const timer: Script = (replay, input, end) => {
  replay.createTimer(replay.nowMs + Number(input)).onSettled(() => end(completed(replay.nowMs)));
};

test("a timer fires when its time has come, never before", async () => {
  const { start, settle, state, clock } = await startEngine({ scripts: { timer } });
  start("timer", 10_000);
  await settle();
  clock.moveBy(9_999);
  await settle();
  expect(state("timer")?.status).toBe("Running");
  clock.moveBy(1);
  await settle();
  expect(state("timer")).toMatchObject({ status: "Completed", output: String(clock.now()) });
});

test("overdue timers of an earlier process fire at the start, in the order in which they were due", async () => {
  const store = await openStore();
  const scripts = { late: timer, early: timer, middle: timer };
  const first = await startEngine({ scripts, store });
  for (const [name, delayMs] of [
    ["late", 3_000],
    ["early", 1_000],
    ["middle", 2_000],
  ] as const)
    first.start(name, delayMs);
  await first.settle();
  await first.engine.stop(0);
  const runner = new ScriptRunner(scripts);
  const clock = new ManualClock(first.clock.now() + 60_000);
  const second = await startEngine({ runner, store, clock });
  clock.moveBy(0);
  await second.settle();
  expect(runner.turns.map(({ instance }) => instance.instanceId)).toEqual(["early", "middle", "late"]);
  expect(["early", "middle", "late"].map((id) => second.state(id)?.status)).toEqual([
    "Completed",
    "Completed",
    "Completed",
  ]);
});

test("a cancelled timer neither fires nor keeps its instance", async () => {
  const { start, settle, state, store } = await startEngine({
    scripts: {
      race: (replay, _, end) => {
        replay.createTimer(replay.nowMs + 1_000, true);
        replay.scheduleActivity("work", null).onSettled(() => end(completed("won")));
      },
    },
  });
  start("race");
  await settle();
  expect([state("race")?.status, store.timers.nextAtMs()]).toEqual(["Completed", undefined]);
});

test("a turn's time never goes back, even when the machine's clock is set back", async () => {
  const { start, settle, state, clock, engine, store } = await startEngine({
    scripts: {
      waits: (replay, _, end) => {
        replay.waitForEvent("go").onSettled(() => end(completed("done")));
      },
    },
  });
  start("waits");
  await settle();
  clock.moveBy(-3_600_000);
  engine.commands.raiseEvent("waits", "go", "1");
  await settle();
  const turns = store.history.read("waits").filter(({ kind }) => kind.startsWith("Orchestrator"));
  expect(state("waits")?.status).toBe("Completed");
  expect(turns.map(({ at }) => at)).toEqual(turns.map(({ at }) => at).toSorted());
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

test("an activity during which the process ended too often fails, and is kept as a dead letter", async () => {
  const store = await openStore();
  const never = gate<ActivityOutcome>();
  const first = await startEngine({ scripts: { activity }, store, activity: () => never.opened });
  first.start("activity", { of: "mine" });
  await first.settle();
  const [task] = store.activities.all();
  // As after three kills: a stop in good order would not have counted.
  await first.engine.stop(0);
  store.activities.setStarts(task?.sequence ?? 0, 3);
  const second = await startEngine({ scripts: { activity }, store, limits: { maxActivityStarts: 3 } });
  await second.settle();
  const reason =
    "Activity function 'work' failed: it was started 3 times, and each time the process ended before it had finished.";
  expect(JSON.parse(second.state("activity")?.output ?? "")).toEqual({
    kind: "failed",
    reason,
    details: "",
    failure: null,
  });
  expect(store.deadLetters.all()).toMatchObject([
    {
      instanceId: "activity",
      kind: "activity",
      reason,
      payload: '{"taskId":0,"name":"work","input":"{\\"of\\":\\"mine\\"}"}',
    },
  ]);
});

test("a turn that breaks down is tried again, later each time, and given up after the last", async () => {
  const runner = {
    run: () => Promise.reject(new TypeError("the hook is broken")),
  };
  const { start, settle, state, clock, store, log } = await startEngine({
    runner,
    limits: { maxFailedTurns: 3 },
  });
  start("broken");
  await settle();
  expect(state("broken")).toMatchObject({ status: "Pending", failedTurns: 1 });
  clock.moveBy(100);
  await settle();
  expect(state("broken")?.failedTurns).toBe(2);
  clock.moveBy(500);
  await settle();
  const reason =
    "The turn of orchestration 'broken' broke down 3 times and was given up. The last time: the hook is broken";
  expect(state("broken")).toMatchObject({ status: "Failed", output: JSON.stringify(reason) });
  expect(store.deadLetters.all()).toMatchObject([{ instanceId: "broken", kind: "turn", reason }]);
  expect(log.filter((line) => line.includes("broke down (1)"))).toEqual([
    "error: Turn of 'broken' broke down (1): the hook is broken",
  ]);
});

test("a turn that recovers forgets its failures", async () => {
  let broken = 2;
  const scripts = new ScriptRunner({ activity });
  const runner = {
    run: (turn: Parameters<ScriptRunner["run"]>[0]) =>
      broken-- > 0 ? Promise.reject(new TypeError("not yet")) : scripts.run(turn),
  };
  const { start, settle, state, clock } = await startEngine({ runner });
  start("activity");
  for (const ms of [0, 100, 500]) {
    clock.moveBy(ms);
    await settle();
  }
  expect(state("activity")).toMatchObject({ status: "Completed", failedTurns: 0 });
});

test("a value over the limit fails the instance with its size, and nothing of it is stored", async () => {
  const { start, settle, state, store } = await startEngine({
    scripts: {
      large: (replay) => void replay.scheduleActivity("work", "x".repeat(3_000)),
    },
  });
  start("large");
  await settle();
  expect(state("large")).toMatchObject({
    status: "Failed",
    output: JSON.stringify(
      "Orchestrator function 'large' failed: the input of 'work' is 0.0 MB, and the local host keeps 0.0 MB at most. Store the data elsewhere and pass a reference to it.",
    ),
  });
  expect(store.activities.all()).toEqual([]);
});

test("an activity's result over the limit fails the activity", async () => {
  const { start, settle, state } = await startEngine({
    scripts: { activity },
    activity: async () => ({ kind: "completed", result: JSON.stringify("x".repeat(3_000)) }),
  });
  start("activity");
  await settle();
  expect(JSON.parse(state("activity")?.output ?? "")).toMatchObject({
    kind: "failed",
    reason: expect.stringContaining("Activity function 'work' failed: its result is 0.0 MB"),
  });
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

test("waiting for an end answers at the end, and at the latest after the given time", async () => {
  const { start, settle, clock, engine } = await startEngine({
    scripts: {
      waits: (replay, _, end) => {
        replay.waitForEvent("go").onSettled(() => end(completed("done")));
      },
    },
  });
  start("waits");
  await settle();
  const tooShort = engine.waitForEnd("waits", 1_000);
  clock.moveBy(1_000);
  expect((await tooShort)?.status).toBe("Running");
  const inTime = engine.waitForEnd("waits", 1_000);
  engine.commands.raiseEvent("waits", "go", "1");
  expect((await inTime)?.status).toBe("Completed");
  expect(await engine.waitForEnd("nobody", 1)).toBeUndefined();
});

/** A disk that is full until the test says otherwise. */
function fullDisk(store: DurableStore) {
  const disk = { isFull: false };
  const commit = store.transaction.bind(store);
  store.transaction = (work) => {
    if (disk.isFull) throw new Error("database or disk is full");
    return commit(work);
  };
  return disk;
}

test("a turn that cannot be stored is tried again until it can, and nothing is lost", async () => {
  const { start, settle, state, clock, store, log } = await startEngine({ scripts: { activity } });
  const disk = fullDisk(store);
  start("activity");
  disk.isFull = true;
  for (const ms of [0, 100, 200, 400]) {
    clock.moveBy(ms);
    await settle();
  }
  expect([state("activity")?.status, state("activity")?.failedTurns]).toEqual(["Pending", 0]);
  expect(log.filter((line) => line.startsWith("error"))).toEqual(
    [100, 200, 400, 800].map(
      (ms) => `error: A turn could not be stored and is tried again in ${ms} ms: database or disk is full`,
    ),
  );
  disk.isFull = false;
  clock.moveBy(800);
  await settle();
  expect(state("activity")?.status).toBe("Completed");
});

test("an activity's result that cannot be stored is kept and stored later, without running it again", async () => {
  const finished = gate<ActivityOutcome>();
  let runs = 0;
  const { start, settle, state, clock, store, log } = await startEngine({
    scripts: { activity },
    activity: () => {
      runs++;
      return finished.opened;
    },
  });
  const disk = fullDisk(store);
  start("activity");
  await settle();
  disk.isFull = true;
  finished.open({ kind: "completed", result: '"kept"' });
  await settle();
  expect(state("activity")?.status).toBe("Running");
  disk.isFull = false;
  clock.moveBy(1_000);
  await settle();
  expect([state("activity")?.output, runs]).toEqual(['{"kind":"completed","result":"\\"kept\\""}', 1]);
  expect(log).toContain(
    "error: Results of 1 activities could not be stored; tried again: database or disk is full",
  );
});

test("a due timer that cannot be stored fires later", async () => {
  const { start, settle, state, clock, store } = await startEngine({ scripts: { timer } });
  const disk = fullDisk(store);
  start("timer", 5_000);
  await settle();
  disk.isFull = true;
  clock.moveBy(5_000);
  await settle();
  expect(state("timer")?.status).toBe("Running");
  disk.isFull = false;
  clock.moveBy(1_000);
  await settle();
  expect(state("timer")?.status).toBe("Completed");
});

test("an activity runner that breaks fails its activity", async () => {
  const { start, settle, state } = await startEngine({
    scripts: { activity },
    activity: () => Promise.reject(new TypeError("broken runner")),
  });
  start("activity");
  await settle();
  expect(JSON.parse(state("activity")?.output ?? "")).toMatchObject({
    kind: "failed",
    reason: "Activity function 'work' failed: broken runner",
  });
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
