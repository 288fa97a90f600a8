import { createTrace, type Trace, withTrace } from "./trace.ts";
import type { TracesConfig } from "./traces-config.ts";
import { createLateSink } from "./tracing/late-sink.ts";

/** `server` answers somebody, `client` asks somebody, `internal` does neither. */
export type SpanKind = "server" | "client" | "internal";

/** By OpenTelemetry's names. What is undefined is left out. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface FinishedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  /** The span's own place in its trace. */
  readonly trace: Trace;
  readonly parentSpanId?: string;
  /** Milliseconds since the epoch. */
  readonly startMs: number;
  /** Milliseconds since the epoch. */
  readonly endMs: number;
  readonly attributes: SpanAttributes;
  /** Present where it failed: a class of errors, never a message. */
  readonly errorType?: string;
  /** Another trace that is about the same. */
  readonly link?: Trace;
}

export interface SpanBegin extends Pick<FinishedSpan, "name" | "kind" | "link"> {
  /** The step that it is a part of; without one it begins a trace. */
  readonly parent: Trace | undefined;
  readonly attributes?: SpanAttributes;
}

export interface OpenSpan {
  /** To hand on to whoever is asked within the span. */
  readonly trace: Trace;
  set(attributes: SpanAttributes): void;
  /** Marks it as failed although nothing is thrown. */
  fail(errorType: string): void;
}

/** Where finished spans go. Neither method ever throws, nor waits for a network. */
export interface SpanSink {
  send(span: FinishedSpan): void;
  /** Sends what is left. Resolves when that is done, or after `withinMs`. */
  close(withinMs: number): Promise<void>;
}

/**
 * Spans, wherever they go. A trace runs through the product whether or not anybody collects its spans: `span` always gives
 * its work a trace, which log lines and requests carry on.
 */
export interface Tracing {
  /**
   * Runs `work` within a new span. What `work` throws is thrown on, and marks the span.
   *
   * @returns what `work` returns.
   */
  span<T>(begin: SpanBegin, work: (span: OpenSpan) => Promise<T>): Promise<T>;
  /** A span that is known only now that it is over. */
  report(span: FinishedSpan): void;
  /** At a clean stop: sends what is left, for less than a second at most. */
  close(): Promise<void>;
}

/** Less than the second in which a process leaves, so that its stores close in it too. */
const closeWithinMs = 800;

/** @param sink  where spans go; without one they go nowhere, and only the trace is carried on. */
export function createTracing(sink?: SpanSink): Tracing {
  const report = (span: FinishedSpan) => {
    // Whoever began the trace has decided whether it is collected.
    if (span.trace.isSampled) sink?.send(span);
  };

  return {
    report,
    async span({ name, kind, link, parent, attributes }, work) {
      const trace = createTrace(parent);
      let known = attributes ?? {};
      let errorType: string | undefined;
      const startMs = Date.now();
      const startedMs = performance.now();
      const open: OpenSpan = {
        trace,
        set: (more) => {
          known = { ...known, ...more };
        },
        fail: (type) => {
          errorType = type;
        },
      };
      try {
        return await withTrace(trace, () => work(open));
      } catch (error) {
        errorType ??= error instanceof Error ? error.name : typeof error;
        throw error;
      } finally {
        report({
          name,
          kind,
          trace,
          ...(parent === undefined ? {} : { parentSpanId: parent.spanId }),
          startMs,
          endMs: startMs + (performance.now() - startedMs),
          attributes: known,
          ...(errorType === undefined ? {} : { errorType }),
          ...(link === undefined ? {} : { link }),
        });
      }
    },
    close: async () => await sink?.close(closeWithinMs),
  };
}

export interface OpenTracingOptions {
  /** Absent where nobody collects traces: then nothing of OpenTelemetry is ever loaded. */
  readonly traces: TracesConfig | undefined;
  /** What this process is, where the configuration does not name it. */
  readonly service: string;
  readonly version: string;
  readonly log: { warn(message: string, fields?: Readonly<Record<string, unknown>>): void };
}

/** The tracing of a process: OpenTelemetry's where an endpoint is configured, loaded once there is a span to send. */
export function openTracing({ traces, service, version, log }: OpenTracingOptions): Tracing {
  if (traces === undefined) return createTracing();
  const open = async () => {
    const { createOtlpSink } = await import("./tracing/otlp-sink.ts");
    return createOtlpSink({
      url: traces.url,
      service: traces.serviceName ?? service,
      version,
      warn: (message) => log.warn(message),
    });
  };
  return createTracing(createLateSink({ open, warn: (message) => log.warn(message) }));
}

/** For whoever was handed none: the trace is carried on, and no span goes anywhere. */
export const untraced: Tracing = createTracing();
