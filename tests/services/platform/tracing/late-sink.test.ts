import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTrace } from "../../../../services/platform/trace.ts";
import { createLateSink, mostWaitingSpans } from "../../../../services/platform/tracing/late-sink.ts";
import type { FinishedSpan, SpanSink } from "../../../../services/platform/tracing.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function span(name: string): FinishedSpan {
  return { name, kind: "internal", trace: createTrace(), startMs: 1, endMs: 2, attributes: {} };
}

function opener() {
  const names: string[] = [];
  const closed: number[] = [];
  const sink: SpanSink = {
    send: ({ name }) => void names.push(name),
    close: async (withinMs) => void closed.push(withinMs),
  };
  const open = vi.fn<() => Promise<SpanSink>>(async () => sink);
  return { open, names, closed };
}

const warn = () => {};

test("nothing is opened before the first span, and then only a while after it", async () => {
  const { open, names } = opener();
  const late = createLateSink({ open, warn, delayMs: 1_000 });
  await vi.advanceTimersByTimeAsync(60_000);
  late.send(span("a"));
  late.send(span("b"));
  await vi.advanceTimersByTimeAsync(999);
  expect(open).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  late.send(span("c"));
  expect([open.mock.calls.length, names]).toEqual([1, ["a", "b", "c"]]);
});

test("as many spans wait as the queue behind holds; later ones are dropped", async () => {
  const { open, names } = opener();
  const late = createLateSink({ open, warn, delayMs: 10 });
  for (let at = 0; at <= mostWaitingSpans; at += 1) late.send(span(`s${at}`));
  await vi.advanceTimersByTimeAsync(10);
  expect([names.length, names.at(-1)]).toEqual([2_048, "s2047"]);
});

test("the end opens it for the spans that wait, and leaves it the rest of the time", async () => {
  const { open, names, closed } = opener();
  const late = createLateSink({ open, warn });
  late.send(span("a"));
  await late.close(800);
  expect([names, closed.length, (closed[0] ?? 0) <= 800]).toEqual([["a"], 1, true]);
});

test("an end without spans opens nothing", async () => {
  const { open } = opener();
  await createLateSink({ open, warn }).close(800);
  expect(open).not.toHaveBeenCalled();
});

test("an end does not wait longer than it may for a sink that does not open", async () => {
  const late = createLateSink({ open: () => new Promise(() => {}), warn });
  late.send(span("a"));
  const closing = late.close(800);
  await vi.advanceTimersByTimeAsync(800);
  await expect(closing).resolves.toBeUndefined();
});

test("a sink that cannot be opened is told of once, and later spans are dropped", async () => {
  const warned: string[] = [];
  const open = vi.fn<() => Promise<SpanSink>>(() => Promise.reject(new TypeError("secret")));
  const late = createLateSink({ open, warn: (message) => void warned.push(message), delayMs: 10 });
  late.send(span("a"));
  await vi.advanceTimersByTimeAsync(10);
  late.send(span("b"));
  await vi.advanceTimersByTimeAsync(1_000);
  await late.close(800);
  expect([open.mock.calls.length, warned]).toEqual([
    1,
    ["Traces are not sent: OpenTelemetry cannot be loaded (TypeError). Diagnoses go on without."],
  ]);
});
