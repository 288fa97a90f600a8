import { describe, expect, it } from "vitest";
import {
  createTrace,
  currentTrace,
  formatTraceparent,
  parseTraceparent,
  withTrace,
} from "../../../services/platform/trace.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const spanId = "00f067aa0ba902b7";

describe("a traceparent header", () => {
  it.each([
    ["sampled", `00-${traceId}-${spanId}-01`, { traceId, spanId, isSampled: true }],
    ["not sampled", `00-${traceId}-${spanId}-00`, { traceId, spanId, isSampled: false }],
    ["with other flags", `00-${traceId}-${spanId}-03`, { traceId, spanId, isSampled: true }],
    [
      "of a later version with more in it",
      `cc-${traceId}-${spanId}-01-what-comes`,
      { traceId, spanId, isSampled: true },
    ],
    ["with white space round it", ` 00-${traceId}-${spanId}-01 `, { traceId, spanId, isSampled: true }],
  ])("is read: %s", (_, header, trace) => {
    expect(parseTraceparent(header)).toEqual(trace);
  });

  it.each([
    ["absent", null],
    ["empty", ""],
    ["of an invalid version", `ff-${traceId}-${spanId}-01`],
    ["of version 00 with more in it", `00-${traceId}-${spanId}-01-x`],
    ["with an empty trace", `00-${"0".repeat(32)}-${spanId}-01`],
    ["with an empty span", `00-${traceId}-${"0".repeat(16)}-01`],
    ["in capitals", `00-${traceId.toUpperCase()}-${spanId}-01`],
    ["too short", `00-${traceId.slice(1)}-${spanId}-01`],
    ["with a line break", `00-${traceId}-${spanId}-01\nx`],
  ])("is not read: %s", (_, header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });

  it("is written so that it reads back", () => {
    const trace = createTrace();
    expect(parseTraceparent(formatTraceparent(trace))).toEqual(trace);
    expect(formatTraceparent({ traceId, spanId, isSampled: false })).toBe(`00-${traceId}-${spanId}-00`);
  });
});

describe("a trace", () => {
  it("goes on with a step of its own", () => {
    const next = createTrace({ traceId, spanId, isSampled: false });
    expect(next).toEqual({ traceId, spanId: next.spanId, isSampled: false });
    expect(next.spanId).toMatch(/^(?!00f067aa0ba902b7)[0-9a-f]{16}$/u);
  });

  it("is known to all that runs within it, and to nothing else", async () => {
    const outer = createTrace();
    const inner = createTrace(outer);
    const seen = await withTrace(outer, async () => {
      const before = currentTrace();
      const within = await withTrace(inner, async () => {
        await Promise.resolve();
        return currentTrace();
      });
      return [before, within, currentTrace()];
    });
    expect([...seen, currentTrace()]).toEqual([outer, inner, outer, undefined]);
  });
});
