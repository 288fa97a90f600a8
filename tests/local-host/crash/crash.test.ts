import { afterEach, expect, test } from "vitest";
import { CrashingHost } from "./crashing-host.ts";

const hosts: CrashingHost[] = [];

function crashingHost(environment: Record<string, string> = {}): CrashingHost {
  const host = new CrashingHost(environment);
  hosts.push(host);
  return host;
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.remove()));
});

/** The noted steps without their keys. */
const steps = (log: string[], kind: string) =>
  log.filter((line) => line.startsWith(kind)).map((line) => line.replace(/ \S+$/, ""));

test("an instance that was accepted completes although the process is killed right after", async () => {
  const host = crashingHost();
  await host.start();
  const started = await host.request(`POST orchestrators/waitsForTimer/a {"delayMs":1}`);
  await host.kill();
  await host.start();
  expect(started?.status).toBe(202);
  expect(await host.output("a")).toEqual(["before done", "after done"]);
});

test("an activity that was running is run again under the same key, completed ones are not", async () => {
  const host = crashingHost();
  await host.start();
  const hanging = host.line("hanging three");
  await host.request("POST orchestrators/sequence/a {}");
  await hanging;
  await host.kill();
  host.release("three");
  await host.start();
  expect(await host.output("a")).toEqual(["one done", "two done", "three done", "four done"]);
  const started = steps(host.log(), "start");
  expect(started).toEqual(["start one", "start two", "start three", "start three", "start four"]);
  const keys = host.log().filter((line) => line.startsWith("start three"));
  expect(new Set(keys).size).toBe(1);
});

test("a timer that came due while the process was dead fires at the next start", async () => {
  const host = crashingHost();
  await host.start();
  await host.request(`POST orchestrators/waitsForTimer/a {"delayMs":150}`);
  await host.untilHistory("a", "TimerCreated");
  await host.kill();
  await host.start();
  expect(await host.output("a")).toEqual(["before done", "after done"]);
  expect(steps(host.log(), "effect")).toEqual(["effect before", "effect after"]);
});

test("an event that was accepted is delivered although the process is killed right after", async () => {
  const host = crashingHost();
  await host.start();
  await host.request("POST orchestrators/waitsForEvent/a {}");
  const raised = await host.request('POST instances/a/raiseEvent/go {"answer":42}');
  await host.kill();
  await host.start();
  expect(raised?.status).toBe(202);
  expect(await host.output("a")).toEqual(["before done", { answer: 42 }]);
});

test("an instance waits for its event across a crash", async () => {
  const host = crashingHost();
  await host.start();
  await host.request("POST orchestrators/waitsForEvent/a {}");
  await host.untilHistory("a", "TaskCompleted");
  await host.kill();
  await host.start();
  await host.request("POST instances/a/raiseEvent/go 7");
  expect(await host.output("a")).toEqual(["before done", 7]);
  expect(steps(host.log(), "effect")).toEqual(["effect before"]);
});
