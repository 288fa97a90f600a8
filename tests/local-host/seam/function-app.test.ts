import { expect, test } from "vitest";
import { FunctionApp } from "../../../local-host/seam/function-app.ts";

const metadata = (name: string, type = "activityTrigger") => ({
  name,
  bindings: { input: { type, direction: "in" } },
});
const handler = () => undefined;

test("functions are found by their trigger, whatever the case of their names", () => {
  const app = new FunctionApp();
  app.register(metadata("Work"), handler);
  app.register(metadata("Plan", "orchestrationTrigger"), handler);
  const activities = app.byTrigger("activitytrigger");
  expect([...activities.keys()]).toEqual(["work"]);
  expect(activities.get("work")).toMatchObject({
    triggerName: "input",
    metadata: { name: "Work", functionId: "Work" },
  });
});

test("a name is taken once, until its registration is taken back", () => {
  const app = new FunctionApp();
  const undo = app.register(metadata("work"), handler);
  expect(() => app.register(metadata("work"), handler)).toThrow(
    "A function named 'work' is registered twice. Give each function its own name.",
  );
  undo();
  app.register(metadata("work"), handler);
  expect(app.functions.size).toBe(1);
});

test("a started app takes no more functions", () => {
  const app = new FunctionApp();
  app.isStarted = true;
  expect(() => app.register(metadata("late"), handler)).toThrow("was registered after the app had started");
});

test("a function without a trigger is refused", () => {
  const app = new FunctionApp();
  expect(() => app.register({ name: "none", bindings: {} }, handler)).toThrow(
    "Function 'none' has no trigger",
  );
});

test("hooks run one after the other in the order of registration, and can be taken back", async () => {
  const app = new FunctionApp();
  const seen: string[] = [];
  app.addHook("preInvocation", async () => {
    await Promise.resolve();
    seen.push("first");
  });
  const undo = app.addHook("preInvocation", () => seen.push("second"));
  app.addHook("postInvocation", () => seen.push("other"));
  await app.runHooks("preInvocation", {});
  undo();
  await app.runHooks("preInvocation", {});
  expect(seen).toEqual(["first", "second", "first"]);
});
