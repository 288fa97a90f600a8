import { expect, test } from "vitest";
import { readAnswer, readFailure } from "../../../local-host/protocol-v3/orchestrator/orchestrator-answer.ts";
import { checkVersion } from "../../../local-host/protocol-v3/orchestrator/version-gate.ts";

const label = "\n\n$OutOfProcData$:";
const failure = (state: object) => new Error(`false${label}${JSON.stringify(state)}`);

test("an orchestrator that waits has no result yet, one that is done has its output", () => {
  expect(readAnswer("o", { isDone: false, actions: [[]], customStatus: { a: 1 } })).toEqual({
    actions: [],
    result: undefined,
    customStatus: '{"a":1}',
  });
  expect(readAnswer("o", { isDone: true, actions: [[]] }).result).toEqual({
    kind: "completed",
    output: null,
  });
  expect(readAnswer("o", { isDone: true, output: new Date(0) }).result).toEqual({
    kind: "completed",
    output: '"1970-01-01T00:00:00.000Z"',
  });
});

test("an output without a JSON form fails the instance", () => {
  const ring: Record<string, unknown> = {};
  ring["self"] = ring;
  expect(readAnswer("o", { isDone: true, output: ring }).result).toMatchObject({
    kind: "failed",
    reason: expect.stringContaining("Orchestrator function 'o' failed: its return value has no JSON form"),
  });
});

test.each([0, "", null, false])("a custom status of %j clears it", (customStatus) => {
  expect(readAnswer("o", { isDone: false, customStatus }).customStatus).toBeNull();
});

test("a custom status of just under 17 KB of UTF-16 is kept, more is refused with its size", () => {
  const status = (length: number) => readAnswer("o", { isDone: false, customStatus: "x".repeat(length) });
  expect(status(8_701).customStatus).toHaveLength(8_703);
  expect(status(8_702)).toEqual({
    actions: [],
    result: undefined,
    customStatus: null,
    refusal:
      "Orchestrator function 'o' failed: The UTF-16 size of the JSON-serialized payload must not exceed 16 KB. The current payload size is 17 KB.",
  });
});

test("the error of an orchestrator is found behind the label, with the SDK's own action objects", () => {
  const action = { actionType: 0, functionName: "work" };
  const context = { df: { taskOrchestratorExecutor: { actions: [action] } } };
  const answer = readFailure("o", failure({ isDone: false, actions: [[action]], error: "boom" }), context);
  expect(answer?.result).toEqual({
    kind: "failed",
    reason: "Orchestrator function 'o' failed: boom",
    details: "Message: boom, StackTrace: ",
    failure: null,
  });
  expect(answer?.actions[0]?.source).toBe(action);
});

test("something thrown without a message is shown as the worker's whole report", () => {
  const answer = readFailure("o", failure({ isDone: false, actions: [[]] }), undefined);
  expect(answer?.result).toMatchObject({
    reason: `Orchestrator function 'o' failed: One or more errors occurred. (Result: Failure\nException: false${label}{"isDone":false,"actions":[[]]}\nStack: )`,
  });
});

test("any other error is no answer of the orchestrator", () => {
  expect(readFailure("o", new TypeError("hook"), undefined)).toBeUndefined();
  expect(readFailure("o", "text", undefined)).toBeUndefined();
});

test.each<[string | null, string | null]>([
  [null, null],
  ["", null],
  [null, "2.0"],
  ["1.9", "2.0"],
  ["2.0", "2.0"],
  ["2.0", "10.0"],
  ["alpha", "beta"],
])("version %j runs on an app of version %j", (version, app) => {
  expect(checkVersion("o", version, app)).toBeUndefined();
});

test.each<[string, string | null]>([
  ["1.0", null],
  ["2.0.1", "2.0"],
  ["10.0", "2.0"],
  ["gamma", "beta"],
])("version %j does not run on an app of version %j", (version, app) => {
  expect(() => checkVersion("o", version, app)).toThrow("so that no worker may run it");
});
