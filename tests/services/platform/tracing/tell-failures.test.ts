import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import { tellFailures } from "../../../../services/platform/tracing/tell-failures.ts";

type Result = Parameters<Parameters<SpanExporter["export"]>[1]>[0];
type Spans = Parameters<SpanExporter["export"]>[0];

function telling() {
  const warned: string[] = [];
  let nowMs = 0;
  let next: Result = { code: 0 };
  const passedOn: Result[] = [];
  const exporter = tellFailures(
    { export: (_, tell) => tell(next), shutdown: async () => {} },
    {
      service: "azebal-test",
      url: "https://c.example.com/v1/traces",
      warn: (message) => void warned.push(message),
      nowMs: () => nowMs,
    },
  );
  return {
    warned,
    passedOn,
    send: (result: Result, count: number, atMs = 0) => {
      next = result;
      nowMs = atMs;
      exporter.export(Array.from({ length: count }) as Spans, (told) => passedOn.push(told));
    },
  };
}

const failed = (error: Error) => ({ code: 1, error });
const withCode = (code: unknown) => Object.assign(new Error("secret"), { code });

test("a batch that arrives is told of nowhere", () => {
  const { send, warned, passedOn } = telling();
  send({ code: 0 }, 7);
  expect([warned, passedOn]).toEqual([[], [{ code: 0 }]]);
});

test("failures are told of once in ten minutes, with all that was lost since the start", () => {
  const { send, warned } = telling();
  send(failed(withCode("ECONNREFUSED")), 7);
  send(failed(withCode("ECONNREFUSED")), 5, 599_999);
  send(failed(withCode("ECONNREFUSED")), 3, 600_000);
  expect(warned.map((line) => /\((.+)\); (\d+) spans/u.exec(line)?.slice(1))).toEqual([
    ["ECONNREFUSED", "7"],
    ["ECONNREFUSED", "15"],
  ]);
});

test.each([
  ["a status", withCode(403), "status 403"],
  ["a refused connection", withCode("ECONNREFUSED"), "ECONNREFUSED"],
  ["a code that is a text", withCode("secret: 1"), "Error"],
  ["an end that came first", withCode("TracesClosed"), "no answer before the process ended"],
  ["silence", new Error("Request timed out"), "no answer in time"],
  ["anything else", new TypeError("secret"), "TypeError"],
])("the reason is named without a text of others: %s", (_, error, reason) => {
  const { send, warned } = telling();
  send(failed(error), 1);
  expect(warned[0]).toContain(` c.example.com (${reason}); `);
  expect(warned[0]).not.toContain("secret");
});
