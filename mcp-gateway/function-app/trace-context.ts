import { randomBytes } from "node:crypto";

/** The part of a W3C trace context that is carried on: one trace over the client, the gateway and the function app. */
export interface TraceContext {
  /** 32 lower-case hex digits. */
  traceId: string;
  isSampled: boolean;
}

const pattern = /^[0-9a-f]{2}-(?<trace>[0-9a-f]{32})-(?<parent>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})$/;

/**
 * Continues the client's trace, or begins one where the client sent none or a broken one.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function traceContextFrom(traceparent: string | undefined): TraceContext {
  const groups = pattern.exec(traceparent ?? "")?.groups;
  const traceId = groups?.["trace"] ?? "";
  const parentId = groups?.["parent"] ?? "";
  if (!/[^0]/.test(traceId) || !/[^0]/.test(parentId))
    return { traceId: randomBytes(16).toString("hex"), isSampled: true };
  return { traceId, isSampled: (Number.parseInt(groups?.["flags"] ?? "00", 16) & 1) === 1 };
}

/** A `traceparent` header for one outgoing request: the same trace, a span of its own. */
export function traceparentOf(trace: TraceContext): string {
  return `00-${trace.traceId}-${randomBytes(8).toString("hex")}-${trace.isSampled ? "01" : "00"}`;
}
