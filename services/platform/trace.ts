import { AsyncLocalStorage } from "node:async_hooks";
import { randomFillSync } from "node:crypto";

/** The identity of one request across processes. @see https://www.w3.org/TR/trace-context/ */
export interface Trace {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits: this step of the trace. */
  readonly spanId: string;
  readonly isSampled: boolean;
}

const traces = new AsyncLocalStorage<Trace>();
const traceparent = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/u;

/** The trace of a `traceparent` header; undefined where it is absent or not valid, so that a new one is begun. */
export function parseTraceparent(header: string | null | undefined): Trace | undefined {
  const match = traceparent.exec(header?.trim() ?? "");
  if (match === null) return undefined;
  const [, version = "", traceId = "", spanId = "", flags = "", more] = match;
  if (version === "ff" || (version === "00" && more !== undefined)) return undefined;
  if (/^0+$/u.test(traceId) || /^0+$/u.test(spanId)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** A new trace, or the next step of the given one. */
export function createTrace(parent?: Trace): Trace {
  return {
    traceId: parent?.traceId ?? randomHex(16),
    spanId: randomHex(8),
    isSampled: parent?.isSampled ?? true,
  };
}

/** Drawn for many steps at once: each draw takes as long as several steps. None is given twice. */
const drawn = Buffer.alloc(4_096);
let taken = drawn.length;

function randomHex(bytes: number): string {
  if (taken + bytes > drawn.length) {
    randomFillSync(drawn);
    taken = 0;
  }
  taken += bytes;
  return drawn.toString("hex", taken - bytes, taken);
}

/** The `traceparent` header that hands a trace on. */
export function formatTraceparent(trace: Trace): string {
  return `00-${trace.traceId}-${trace.spanId}-${trace.isSampled ? "01" : "00"}`;
}

/** Runs `work`, and everything that it starts, within the trace: its log lines carry the trace's ID. */
export function withTrace<T>(trace: Trace, work: () => T): T {
  return traces.run(trace, work);
}

/** The trace that the caller runs within. */
export function currentTrace(): Trace | undefined {
  return traces.getStore();
}
