import { expect, test } from "vitest";
import { openActivityWorld, startedBy } from "../support/activity-world.ts";
import { armStep, commonInput } from "../support/scripted-diagnosis.ts";

const readInput = {
  ...commonInput,
  stepId: "s5",
  step: armStep(5),
  attempt: 1,
  progress: { done: 0, total: 1 },
};
const recordInput = {
  ...commonInput,
  stepId: "record",
  outcome: "cancelled",
  rootCause: "unknown",
  reads: 3,
  durationMs: 1_500,
};

test("an input that the contract does not allow is thrown, and the message names the fields, not their values", async () => {
  const world = await openActivityWorld();
  const wrong = { ...readInput, attempt: 0, secret: "hunter2", principal: { tenantId: "t" } };
  await expect(world.run("readArm", wrong)).rejects.toMatchObject({
    name: "SanitisedActivityError",
    code: "InvalidActivityInput",
    message:
      "readArm failed (InvalidActivityInputError): Activity readArm was called with an input that its contract does not allow: principal.objectId, principal.userPrincipalName, attempt, (input).",
  });
  expect(world.reads).toEqual([]);
});

test("a cancelled diagnosis reads nothing more: the activity says so as data", async () => {
  const world = await openActivityWorld();
  await world.claim("en");
  await world.stores.diagnoses.requestCancel("dx-0001");
  expect(await world.run("readArm", readInput)).toEqual({
    ok: false,
    failure: { code: "Cancelled", message: "The diagnosis was cancelled; nothing more is read for it." },
  });
  expect(world.reads).toEqual([]);
  expect(await world.journal()).toEqual([]);
});

test("a cancelled diagnosis is still recorded", async () => {
  const world = await openActivityWorld();
  await world.claim("en");
  await world.stores.diagnoses.requestCancel("dx-0001");
  expect(await world.run("record", recordInput)).toEqual({ ok: true, value: { recorded: true } });
});

test("what an activity throws leaves it without a stack, without a cause and without secrets, under its own code", async () => {
  class AzureTimeoutError extends Error {
    override readonly name = "AzureTimeoutError";
    readonly code = "AzureTimeout";
  }
  const secret = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL21hbmFnZW1lbnQifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ";
  const cause = new AzureTimeoutError(`No answer within 30 s. Authorization: Bearer ${secret}`, {
    cause: new Error("inner"),
  });
  const world = await openActivityWorld({ azure: () => cause });
  const thrown = await world.run("readArm", readInput).catch((error: unknown) => error as Error);
  expect(thrown).toMatchObject({ name: "SanitisedActivityError", code: "AzureTimeout" });
  expect(thrown).not.toHaveProperty("cause");
  expect((thrown as Error).message).toMatch(
    /^readArm failed \(AzureTimeoutError\): No answer within 30 s\. Authorization: Bearer \[redacted/,
  );
  expect((thrown as Error).stack).toBe(`SanitisedActivityError: ${(thrown as Error).message}`);
  expect(JSON.stringify(world.log)).not.toContain(secret);
});

test("a message that is very long is cut", async () => {
  const world = await openActivityWorld({ azure: () => new Error("x".repeat(5_000)) });
  const thrown = await world.run("readArm", readInput).catch((error: unknown) => error as Error);
  expect((thrown as Error).message).toBe(`readArm failed (Error): ${"x".repeat(500)}…`);
});

test("something thrown that is no Error gets a message all the same", async () => {
  const world = await openActivityWorld({
    azure: () => {
      throw "socket closed";
    },
  });
  await expect(world.run("readArm", readInput)).rejects.toMatchObject({
    code: "NotAnError",
    message: "readArm failed (string): socket closed",
  });
});

test("each activity logs one line with the trace of the call that started the diagnosis, its step and how it ended", async () => {
  const world = await openActivityWorld();
  await world.claim("en");
  await world.run("readArm", readInput);
  expect(world.log).toEqual([
    {
      time: "2026-11-24T10:00:00.000Z",
      level: "info",
      message: "Activity readArm ended: ok.",
      trace_id: "0af7651916cd43dd8448eb211c80319c",
      span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      activity: "readArm",
      diagnosis_id: "dx-0001",
      step_id: "s5",
      correlation_id: "0af76519-16cd-43dd-8448-eb211c80319c",
      duration_ms: expect.any(Number),
      outcome: "ok",
    },
  ]);
});

test("an activity is a step of its diagnosis, and points at the trace of the host", async () => {
  const world = await openActivityWorld();
  await world.claim("en");
  await world.run("readArm", readInput);
  await world.run("readArm", { ...readInput, step: { ...readInput.step } }, {});
  const [first, second] = world.spans;
  expect(first).toEqual({
    name: "activity:readArm",
    kind: "internal",
    trace: {
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: world.log[0]?.["span_id"],
      isSampled: true,
    },
    parentSpanId: expect.stringMatching(/^[0-9a-f]{16}$/),
    startMs: expect.any(Number),
    endMs: expect.any(Number),
    attributes: {
      "durabletask.type": "activity",
      "durabletask.task.name": "readArm",
      "durabletask.task.instance_id": "dx-0001",
      "azebal.step.id": "s5",
      "azebal.outcome": "ok",
    },
    link: { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7", isSampled: true },
  });
  expect(second).not.toHaveProperty("link");
  expect(second?.parentSpanId).toBe(first?.parentSpanId);
});

test("a diagnosis of a call that is not sampled leaves no span, and its log lines have the call's trace", async () => {
  const world = await openActivityWorld();
  await world.claim("en", { traceparent: startedBy.replace(/01$/u, "00") });
  await world.run("readArm", readInput);
  expect([world.spans, world.log[0]?.["trace_id"]]).toEqual([[], "0af7651916cd43dd8448eb211c80319c"]);
});

test("an activity whose index cannot be read fails of what it wants itself, in a trace of its diagnosis", async () => {
  const world = await openActivityWorld();
  await world.stores.close();
  await expect(world.run("readArm", readInput)).rejects.toThrow("readArm failed (StoreClosedError)");
  expect(world.spans).toMatchObject([{ name: "activity:readArm", errorType: "StoreClosed" }]);
});

test("where nobody stored a trace, all activities of one diagnosis share one, and other diagnoses do not", async () => {
  const world = await openActivityWorld();
  await world.claim("en", {});
  await world.run("readArm", readInput, {});
  await world.run("record", recordInput, {});
  await world.run("record", { ...recordInput, diagnosisId: "dx-0002" }, {});
  const [first, second, other] = world.log.map((line) => line["trace_id"]);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(second).toBe(first);
  expect(other).not.toBe(first);
});

test("a failed activity logs what was thrown, with its stack", async () => {
  const world = await openActivityWorld({ azure: () => new TypeError("x is not a function") });
  await expect(world.run("readArm", readInput)).rejects.toThrow("x is not a function");
  expect(world.log).toHaveLength(1);
  expect(world.log[0]).toMatchObject({ level: "warn", outcome: "thrown", step_id: "s5" });
  expect(JSON.stringify(world.log[0])).toContain("wrap-activity.test.ts");
});
