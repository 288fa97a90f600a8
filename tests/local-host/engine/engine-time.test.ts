import { expect, test } from "vitest";
import { openStore } from "../storage/open-store.ts";
import { startEngine } from "./engine-under-test.ts";
import { fullDisk } from "./full-disk.ts";
import { ManualClock } from "./manual-clock.ts";
import { timer } from "./sample-scripts.ts";
import { completed, ScriptRunner } from "./script.ts";

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

test.each([
  ["is set back", -3_600_000],
  ["does not move on", 0],
])("a turn is later than the one before, even when the machine's clock %s", async (_, ms) => {
  const { start, settle, state, clock, engine, store } = await startEngine({
    scripts: {
      waits: (replay, _, end) => {
        replay.waitForEvent("go").onSettled(() => end(completed("done")));
      },
    },
  });
  start("waits");
  await settle();
  clock.moveBy(ms);
  engine.commands.raiseEvent("waits", "go", "1");
  await settle();
  const turns = store.history.read("waits").filter(({ kind }) => kind.startsWith("Orchestrator"));
  expect(state("waits")?.status).toBe("Completed");
  const starts = turns.filter(({ kind }) => kind === "OrchestratorStarted").map(({ at }) => Date.parse(at));
  expect(turns.map(({ at }) => at)).toEqual(turns.map(({ at }) => at).toSorted());
  expect(starts[1]).toBeGreaterThan(starts[0]!);
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
