import { expect, test } from "vitest";
import type { ActivityOutcome } from "../../../local-host/engine/activities/activity-runner.ts";
import { openStore } from "../storage/open-store.ts";
import { startEngine } from "./engine-under-test.ts";
import { fullDisk } from "./full-disk.ts";
import { gate } from "./gate.ts";
import { activity } from "./sample-scripts.ts";
import { ScriptRunner } from "./script.ts";

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
