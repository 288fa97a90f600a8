import { expect, test } from "vitest";
import { createTrace, currentTrace } from "../../../services/platform/trace.ts";
import {
  createTracing,
  type FinishedSpan,
  openTracing,
  untraced,
} from "../../../services/platform/tracing.ts";

function collected() {
  const spans: FinishedSpan[] = [];
  const closed: number[] = [];
  const tracing = createTracing({
    send: (span) => spans.push(span),
    close: async (withinMs) => void closed.push(withinMs),
  });
  return { tracing, spans, closed };
}

const parent = createTrace();

test("what runs within a span runs within its trace, and the span is told when it is over", async () => {
  const { tracing, spans } = collected();
  const begin = { name: "ask", kind: "client", parent, attributes: { a: 1, b: "x" } } as const;
  const result = await tracing.span(begin, async (span) => {
    expect([currentTrace(), spans]).toEqual([span.trace, []]);
    span.set({ b: "y", c: true });
    return 7;
  });
  const [told] = spans;
  expect([result, spans.length, (told?.endMs ?? 0) >= (told?.startMs ?? 0)]).toEqual([7, 1, true]);
  expect(told).toEqual({
    name: "ask",
    kind: "client",
    trace: { traceId: parent.traceId, spanId: expect.stringMatching(/^[0-9a-f]{16}$/), isSampled: true },
    parentSpanId: parent.spanId,
    startMs: expect.any(Number),
    endMs: expect.any(Number),
    attributes: { a: 1, b: "y", c: true },
  });
  expect(told?.trace.spanId).not.toBe(parent.spanId);
});

test("a span within a span is its child", async () => {
  const { tracing, spans } = collected();
  await tracing.span({ name: "outer", kind: "server", parent: undefined }, async () => {
    await tracing.span({ name: "inner", kind: "internal", parent: currentTrace() }, async () => {});
  });
  const [inner, outer] = spans;
  expect([inner?.name, inner?.parentSpanId, inner?.trace.traceId]).toEqual([
    "inner",
    outer?.trace.spanId,
    outer?.trace.traceId,
  ]);
  expect(outer).not.toHaveProperty("parentSpanId");
});

test("what is thrown is thrown on and marks the span by its name, never by its message", async () => {
  const { tracing, spans } = collected();
  const begin = { name: "ask", kind: "client", parent } as const;
  const fault = new TypeError("secret");
  await expect(tracing.span(begin, () => Promise.reject(fault))).rejects.toBe(fault);
  await expect(tracing.span(begin, () => Promise.reject("secret" as unknown as Error))).rejects.toBe(
    "secret",
  );
  await tracing.span(begin, async (span) => span.fail("503"));
  expect(spans.map(({ errorType }) => errorType)).toEqual(["TypeError", "string", "503"]);
  expect(JSON.stringify(spans)).not.toContain("secret");
});

test("a trace that its beginner does not sample is carried on, and no span of it is told", async () => {
  const { tracing, spans } = collected();
  const begin = { name: "ask", kind: "client", parent: { ...parent, isSampled: false } } as const;
  const inside = await tracing.span(begin, async () => currentTrace());
  expect([inside?.traceId, inside?.isSampled, spans]).toEqual([parent.traceId, false, []]);
});

test("without a sink the trace is carried on all the same", async () => {
  const begin = { name: "ask", kind: "client", parent } as const;
  const inside = await untraced.span(begin, async ({ trace }) => [trace, currentTrace()]);
  expect(inside[0]).toEqual(inside[1]);
  expect(inside[0]?.traceId).toBe(parent.traceId);
  await untraced.close();
});

test("the end gives the sink less than a second", async () => {
  const { tracing, closed } = collected();
  await tracing.close();
  expect(closed).toEqual([800]);
});

test("without an endpoint no span goes anywhere, and nothing is said", async () => {
  const warned: string[] = [];
  const log = { warn: (message: string) => void warned.push(message) };
  const tracing = openTracing({ traces: undefined, service: "s", version: "1", log });
  await tracing.span({ name: "ask", kind: "client", parent: undefined }, async () => {});
  await tracing.close();
  expect(warned).toEqual([]);
});
