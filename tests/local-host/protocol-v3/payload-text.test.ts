import { expect, test } from "vitest";
import { activityResultText } from "../../../local-host/protocol-v3/activity/activity-result-text.ts";
import { activityInputText, jsonText } from "../../../local-host/protocol-v3/payload-text.ts";
import { activityFailure, readWireFailure } from "../../../local-host/protocol-v3/read-failure.ts";

test.each<[unknown, string | null]>([
  ['"quoted by the SDK"', '"quoted by the SDK"'],
  [5, "5"],
  [1e21, "1E+21"],
  [true, "True"],
  [false, "False"],
  [null, null],
  [undefined, null],
  [[1, [2]], "[1,[2]]"],
  [{ a: true }, '{"a":true}'],
])("activity input %j crosses as %j", (input, text) => {
  expect(activityInputText(input)).toBe(text);
});

test.each<[Parameters<typeof activityResultText>[0], string | null]>([
  [{ string: "123" }, '"123"'],
  [{ json: '{"a":1}' }, '{"a":1}'],
  [{ int: 0 }, "0"],
  [{ double: Number.NaN }, '"NaN"'],
  [{ bytes: new Uint8Array([1, 2, 3]) }, '"AQID"'],
  [null, null],
  [undefined, null],
  [{}, null],
])("activity result %j is kept as %j", (value, text) => {
  expect(activityResultText(value)).toBe(text);
});

test("a value without a JSON form has no text", () => {
  expect([jsonText(() => 1), jsonText(undefined), jsonText(null), jsonText("")]).toEqual([
    null,
    null,
    null,
    '""',
  ]);
});

test.each<[unknown, string]>([
  [new RangeError("too far"), "too far"],
  ["just text", "just text"],
  [{ code: "E" }, '{"code":"E"}'],
  [undefined, "Unknown error"],
  [7, "7"],
])("%j thrown by an activity is reported as %s", (thrown, message) => {
  const failure = activityFailure("work", thrown);
  expect(failure.reason).toBe(`Activity function 'work' failed: ${message}`);
  expect(JSON.parse(failure.details ?? "")).toMatchObject({
    ClassName: "System.Exception",
    Message: message,
  });
});

test("a failure that the app describes is kept as its description", () => {
  const said = { errorType: "RangeError", errorMessage: "boom", isNonRetriable: false, properties: { a: 1 } };
  expect(activityFailure("work", new Error(JSON.stringify(said)))).toEqual({
    reason: "Activity function 'work' failed with an unhandled exception.",
    details: null,
    failure: { ...said, stackTrace: null, innerFailure: null },
  });
  expect(activityFailure("work", new Error('{"errorType": broken')).failure).toBeNull();
});

test("wire failures are read with their causes", () => {
  expect(
    readWireFailure({ ErrorType: "A", InnerFailure: { ErrorType: "B", ErrorMessage: "b" } }),
  ).toMatchObject({
    errorType: "A",
    errorMessage: "",
    innerFailure: { errorType: "B", errorMessage: "b", innerFailure: null },
  });
  expect(readWireFailure("text")).toBeNull();
});
