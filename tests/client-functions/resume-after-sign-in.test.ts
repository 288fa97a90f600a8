import { expect, test } from "vitest";
import { alice, bob, started, startFunctionApp } from "./support/function-app.ts";

const paused = {
  runtimeStatus: "Running",
  customStatus: { phase: "sign_in_required", round: 1, done: 2, total: 5, message: "Run: az login" },
} as const;

test("a diagnosis that waits for a sign-in says so, and what to do", async () => {
  const app = startFunctionApp();
  const id = await started(app, { error: "boom" }, alice);
  app.engine.set(id, paused);
  const { body } = await app.send(alice, "GET", `/api/diagnoses/${id}`);
  expect(body).toMatchObject({
    status: "input_required",
    failure: { code: "SignInRequired", message: "Run: az login", retryable: true },
    progress: { done: 2, total: 5 },
  });
});

test("after a sign-in the caller's waiting diagnoses go on, and no others", async () => {
  const app = startFunctionApp();
  const waiting = await started(app, { error: "one" }, alice);
  const running = await started(app, { error: "two" }, alice);
  const foreign = await started(app, { error: "three" }, bob);
  app.engine.set(waiting, paused);
  app.engine.set(running, {
    runtimeStatus: "Running",
    customStatus: { phase: "reading", round: 1, done: 0, total: 3 },
  });
  app.engine.set(foreign, paused);
  expect(await app.send(alice, "POST", "/api/sign-ins", {})).toMatchObject({
    status: 200,
    body: { resumed: [waiting] },
  });
  expect(app.engine.events).toEqual([{ instanceId: waiting, name: "signedIn", data: { signed_in: true } }]);
});
