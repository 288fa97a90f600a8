import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startLocalHost } from "../../local-host/local-host.ts";
import { seenByOrders } from "./apps/seen-by-orders.ts";
import { get, post, runToEnd, startOrdersHost } from "./orders-host.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const localHost = join(import.meta.dirname, "..", "..", "local-host", "local-host.ts");

describe("hooks of @azure/functions", () => {
  test("preInvocation may replace inputs and handler, postInvocation the error and the result", async () => {
    const host = await startOrdersHost();
    expect(await runToEnd(host, "hooks")).toEqual({
      hooked: { wrapped: { replaced: true } },
      rescued: "rescued, before was true",
    });
  });

  test("appStart runs with the first host of the app's files, appTerminate with the end of the last", async () => {
    const seen = seenByOrders();
    const lives = () => seen.lives.splice(0);
    const first = await startOrdersHost();
    lives();
    const second = await startOrdersHost();
    await first.stop();
    const whileOneRuns = lives();
    await second.stop();
    await second.stop();
    const atTheEnd = lives();
    await startOrdersHost();
    expect([whileOneRuns, atTheEnd, lives()]).toEqual([
      [],
      [["terminate", { opened: true }]],
      [["start", { opened: true }]],
    ]);
  });

  test.each([
    [
      "fails",
      () => {
        throw new Error("it was closed before");
      },
      ["An appTerminate hook of the app failed: it was closed before"],
    ],
    ["does not end", () => new Promise<void>(() => {}), []],
  ])(
    "an appTerminate hook that %s keeps no host from stopping, and its database is free",
    async (_, hook, said) => {
      const seen = seenByOrders();
      const databasePath = join(temporaryDirectory(), "hub.db");
      const logged: string[] = [];
      const host = await startOrdersHost({
        databasePath,
        log: ({ level, message }) => void (level === "error" && logged.push(message)),
      });
      seen.terminating = hook;
      onTestFinished(() => {
        seen.terminating = () => undefined;
      });
      const stoppingAt = performance.now();
      await host.stop();
      expect(performance.now() - stoppingAt).toBeLessThan(1_000);
      expect(logged).toEqual(said);
      seen.terminating = () => undefined;
      await startOrdersHost({ databasePath });
    },
  );

  test("preInvocation sees the orchestrator's trigger exactly as Azure sends it", async () => {
    const host = await startOrdersHost();
    seenByOrders().triggers.length = 0;
    await runToEnd(host, "greet", ["Tokyo"], "trigger");
    const [first, second] = seenByOrders().triggers;
    const { history, ...rest } = second as { history: Record<string, unknown>[] };
    expect(rest).toEqual({
      input: ["Tokyo"],
      instanceId: "trigger",
      isReplaying: true,
      parentInstanceId: null,
      sourceInstanceId: null,
      upperSchemaVersion: 1,
      upperSchemaVersionNew: 3,
      longRunningTimerIntervalDuration: "3.00:00:00",
      maximumShortTimerDuration: "6.00:00:00",
      defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
    });
    expect(history.map(({ EventType, EventId, IsPlayed }) => [EventType, EventId, IsPlayed])).toEqual([
      [12, -1, false],
      [0, -1, true],
      [4, 0, false],
      [13, -1, false],
      [12, -1, false],
      [5, -1, false],
    ]);
    expect(first).toMatchObject({ isReplaying: false });
    expect(JSON.parse(JSON.stringify(second))).toEqual(second);
  });
});

test("an activity finds its stable idempotency key in its trigger metadata", async () => {
  const host = await startOrdersHost();
  seenByOrders().activities.length = 0;
  await runToEnd(host, "greet", ["Tokyo", "Cairo"], "keys");
  const [first, second] = seenByOrders().activities;
  const { executionId } = first as { executionId: string };
  expect(executionId).toMatch(/^[0-9a-f-]{36}$/);
  expect(first).toEqual({
    instanceId: "keys",
    executionId,
    taskId: 0,
    attempt: 1,
    idempotencyKey: `keys/${executionId}/0`,
  });
  expect(second).toMatchObject({ taskId: 1, idempotencyKey: `keys/${executionId}/1` });
});

test("stopping takes less than a second, and what was running goes on at the next start", async () => {
  const databasePath = join(temporaryDirectory(), "hub.db");
  const seen = seenByOrders();
  let release = () => {};
  const started = new Promise<void>((resolve) => {
    seen.slowStarted = resolve;
  });
  seen.slowReleased = new Promise((resolve) => {
    release = resolve;
  });
  seen.activities.length = 0;
  const first = await startOrdersHost({ databasePath });
  await post(first, "/runtime/webhooks/durabletask/orchestrators/callsSlow/a");
  await started;
  const stoppingAt = performance.now();
  await first.stop();
  expect(performance.now() - stoppingAt).toBeLessThan(1_000);
  expect((await get(first, "/api/unnamed")).status).toBe(503);

  const second = await startOrdersHost({ databasePath });
  release();
  const path = "/runtime/webhooks/durabletask/instances/a";
  for (;;) {
    const response = await get(second, path);
    if (response.status === 202) continue;
    expect(await response.json()).toMatchObject({ runtimeStatus: "Completed", output: "slow done" });
    break;
  }
  const keys = seen.activities.map(({ idempotencyKey, attempt }) => [idempotencyKey, attempt]);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toEqual(keys[1]);
});

test("a task that is waited for again is not scheduled again", async () => {
  const host = await startOrdersHost();
  await post(host, "/runtime/webhooks/durabletask/orchestrators/reusesTimer/a");
  for (const value of [1, 2, 3])
    await post(host, "/runtime/webhooks/durabletask/instances/a/raiseEvent/go", value);
  const path = "/runtime/webhooks/durabletask/instances/a?showHistory=true";
  for (;;) {
    const response = await get(host, path);
    if (response.status === 202) continue;
    const { output, historyEvents } = (await response.json()) as {
      output: unknown;
      historyEvents: { EventType: string }[];
    };
    expect(output).toEqual({ got: [1, 2, 3], last: "Hello the end" });
    expect(historyEvents.filter(({ EventType }) => EventType === "TimerCreated")).toHaveLength(1);
    return;
  }
});

describe("what cannot be started says why", () => {
  const options = { appDirectory: "/", buildId: "test" };

  test("a file that does not load", async () => {
    const directory = temporaryDirectory();
    const entry = join(directory, "broken.mjs");
    writeFileSync(entry, "throw new Error('no such setting');");
    const starting = startLocalHost({
      ...options,
      entries: [entry],
      databasePath: join(directory, "hub.db"),
    });
    await expect(starting).rejects.toMatchObject({
      name: "AppNotLoadedError",
      code: "AppNotLoaded",
      message: `The app's file ${entry} could not be loaded: no such setting`,
    });
  });

  test("files that register nothing", async () => {
    const directory = temporaryDirectory();
    const entry = join(directory, "empty.mjs");
    writeFileSync(entry, "export {};");
    const starting = startLocalHost({
      ...options,
      entries: [entry],
      databasePath: join(directory, "hub.db"),
    });
    await expect(starting).rejects.toMatchObject({ name: "AppNotLoadedError" });
  });

  test("a host.json that is not JSON, or has a setting of the wrong type", async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, "app"));
    writeFileSync(join(directory, "app", "host.json"), "{oops");
    const starting = startOrdersHost({ appDirectory: join(directory, "app") });
    await expect(starting).rejects.toMatchObject({
      name: "HostSettingsError",
      message: `${join(directory, "app", "host.json")} is not valid JSON. Correct the file.`,
    });
    const hostJson = { extensions: { durableTask: { maxConcurrentActivityFunctions: "10" } } };
    await expect(startOrdersHost({ hostJson })).rejects.toMatchObject({
      message: 'maxConcurrentActivityFunctions in host.json must be a whole number above 0, and is "10".',
    });
  });
});

test("importing the local host loads neither SQLite nor the libraries of the app", () => {
  const script = `
    await import(${JSON.stringify(localHost)});
    const loaded = process.moduleLoadList.filter((name) => /sqlite|\\bhttp\\b/.test(name));
    process.stdout.write(JSON.stringify(loaded));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect(JSON.parse(output)).toEqual([]);
});
