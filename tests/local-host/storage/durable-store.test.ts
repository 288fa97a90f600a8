import { expect, test } from "vitest";
import { newInstance } from "../../../local-host/engine/instances/new-instance.ts";
import { openStore } from "./open-store.ts";

const instance = (instanceId: string, more: object = {}) => ({
  ...newInstance({
    instanceId,
    executionId: `run of ${instanceId}`,
    name: "greet",
    version: null,
    input: '"in"',
    buildId: "b",
    nowMs: 1_000,
  }),
  ...more,
});
const event = { kind: "EventRaised", at: "2026-01-01T00:00:00.000Z", name: "go", input: "1" } as const;

test("an instance is read as it was written", async () => {
  const store = await openStore();
  const parent = { name: "p", version: "1", instanceId: "up", executionId: "x", taskId: 3 };
  const written = instance("a", { parent, output: "[1]", customStatus: '{"a":1}', sourceInstanceId: "s" });
  store.instances.put(written);
  expect(store.instances.get("a")).toEqual(written);
  expect(store.instances.get("A")).toBeUndefined();
});

test("a transaction that fails leaves nothing behind", async () => {
  const store = await openStore();
  expect(() =>
    store.transaction(() => {
      store.instances.put(instance("a"));
      store.inbox.add("a", null, event);
      throw new RangeError("in the middle");
    }),
  ).toThrow("in the middle");
  expect([store.instances.get("a"), store.inbox.waitingInstances()]).toEqual([undefined, []]);
  store.transaction(() => store.instances.put(instance("b")));
  expect(store.instances.get("b")?.instanceId).toBe("b");
});

test("instances are found by prefix, status, time and place, in order of their IDs", async () => {
  const store = await openStore();
  const put = (id: string, more: object) => store.instances.put(instance(id, more));
  put("b%1", { status: "Failed", createdAtMs: 10 });
  put("a2", { status: "Completed", createdAtMs: 20 });
  put("a1", { status: "Running", createdAtMs: 30 });
  const ids = (query: object) => store.instances.query(query).map(({ instanceId }) => instanceId);
  expect(ids({})).toEqual(["a1", "a2", "b%1"]);
  expect(ids({ prefix: "a" })).toEqual(["a1", "a2"]);
  expect(ids({ prefix: "%" })).toEqual([]);
  expect(ids({ statuses: ["Failed", "Running"] })).toEqual(["a1", "b%1"]);
  expect(ids({ createdFromMs: 20, createdToMs: 29 })).toEqual(["a2"]);
  expect(ids({ fromId: "a2", limit: 1 })).toEqual(["a2"]);
});

test("the inbox keeps the order of arrival and forgets what was read", async () => {
  const store = await openStore();
  for (const input of ["1", "2", "3"]) store.inbox.add("a", null, { ...event, input });
  store.inbox.add("b", "run", event);
  const [first, second] = store.inbox.read("a", 2);
  expect([first?.event, second?.event]).toEqual([
    { ...event, input: "1" },
    { ...event, input: "2" },
  ]);
  store.inbox.deleteUpTo("a", second?.sequence ?? 0);
  expect(store.inbox.read("a", 10).map((entry) => entry.event)).toEqual([{ ...event, input: "3" }]);
  expect(store.inbox.waitingInstances()).toEqual(["a", "b"]);
  expect(store.inbox.read("b", 10)[0]?.executionId).toBe("run");
});

test("an event ID is new once, until the instance is forgotten", async () => {
  const store = await openStore();
  expect([
    store.inbox.receive("a", "1"),
    store.inbox.receive("a", "1"),
    store.inbox.receive("b", "1"),
  ]).toEqual([true, false, true]);
  store.deleteInstance("a");
  expect(store.inbox.receive("a", "1")).toBe(true);
});

test("an activity is finished once, and a task is scheduled once in an execution", async () => {
  const store = await openStore();
  const task = { instanceId: "a", executionId: "x", taskId: 0, name: "greeting", input: null, attempt: 0 };
  const queued = store.activities.add(task);
  expect(() => store.activities.add(task)).toThrow("UNIQUE");
  store.activities.setStarts(queued.sequence, 2);
  expect(store.activities.all()).toEqual([{ ...queued, attempt: 2 }]);
  expect([store.activities.finish(queued.sequence), store.activities.finish(queued.sequence)]).toEqual([
    true,
    false,
  ]);
});

test("timers are due in the order of their times", async () => {
  const store = await openStore();
  const timer = (instanceId: string, fireAtMs: number) => ({
    instanceId,
    executionId: "x",
    taskId: 0,
    fireAtMs,
  });
  for (const [id, at] of [
    ["late", 30],
    ["early", 10],
    ["middle", 20],
  ] as const)
    store.timers.add(timer(id, at));
  expect(store.timers.nextAtMs()).toBe(10);
  expect(store.timers.dueAt(20).map(({ instanceId }) => instanceId)).toEqual(["early", "middle"]);
  store.timers.remove("early", "x", 0);
  store.timers.delete("middle");
  expect(store.timers.nextAtMs()).toBe(30);
});

test("deleting an instance deletes everything of it and nothing of others", async () => {
  const store = await openStore();
  for (const id of ["a", "b"]) {
    store.instances.put(instance(id));
    store.inbox.add(id, null, event);
    store.history.append(id, 0, [event]);
    store.activities.add({ instanceId: id, executionId: "x", taskId: 0, name: "n", input: null, attempt: 0 });
    store.timers.add({ instanceId: id, executionId: "x", taskId: 1, fireAtMs: 1 });
  }
  store.deleteInstance("a");
  expect([
    store.instances.query({}).length,
    store.inbox.waitingInstances(),
    store.history.read("a"),
    store.history.read("b"),
    store.activities.all().map(({ instanceId }) => instanceId),
    store.timers.dueAt(5).map(({ instanceId }) => instanceId),
  ]).toEqual([1, ["b"], [], [event], ["b"], ["b"]]);
});
