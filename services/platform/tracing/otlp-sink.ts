import {
  type Attributes,
  type HrTime,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace as traceApi,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { redactText } from "../../../domain/redaction/redact-text.ts";
import type { Trace } from "../trace.ts";
import type { FinishedSpan, SpanAttributes, SpanSink } from "../tracing.ts";
import { ClosableHttpAgent, ClosableHttpsAgent } from "./closable-agents.ts";
import { mostWaitingSpans } from "./late-sink.ts";
import { tellFailures } from "./tell-failures.ts";

export interface OtlpSinkOptions {
  readonly url: string;
  readonly service: string;
  readonly version: string;
  readonly warn: (message: string) => void;
  /** Between two batches. */
  readonly batchDelayMs?: number;
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/** A batch that takes longer is given up. */
const batchTimeoutMs = 10_000;
const defaultBatchDelayMs = 2_000;
const mostSpansInBatch = 512;
const longestAttribute = 1_024;

/**
 * Sends spans to an OTLP receiver over HTTP, as JSON, in batches. What does not fit into the queue is dropped, and what
 * cannot be sent is given up: the log says so, and nobody waits.
 *
 * This file is the only one that knows OpenTelemetry. It registers nothing globally: libraries that look for a global tracer
 * (the clients of Azure, durable-functions) find none, so that nothing is sent but what `docs/traces.md` says.
 */
export function createOtlpSink({ url, service, version, warn, batchDelayMs }: OtlpSinkOptions): SpanSink {
  const agent = new (url.startsWith("https:") ? ClosableHttpsAgent : ClosableHttpAgent)({ keepAlive: true });
  const exporter = tellFailures(new OTLPTraceExporter({ url, httpAgentOptions: () => agent }), {
    service,
    url,
    warn,
  });
  const processor = new BatchSpanProcessor({
    exporter,
    maxQueueSize: mostWaitingSpans,
    maxExportBatchSize: mostSpansInBatch,
    scheduledDelayMillis: batchDelayMs ?? defaultBatchDelayMs,
    exportTimeoutMillis: batchTimeoutMs,
  });
  /** Spans have their IDs already, since log lines and requests carried them on. */
  let nextId: Trace = { traceId: "", spanId: "", isSampled: true };
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(
        resourceFromAttributes({
          "service.name": service,
          "service.version": version,
          "service.instance.id": crypto.randomUUID(),
        }),
      )
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [processor],
    spanLimits: { attributeValueLengthLimit: longestAttribute },
    idGenerator: { generateTraceId: () => nextId.traceId, generateSpanId: () => nextId.spanId },
  });
  const tracer = provider.getTracer("azebal", version);
  let isClosed = false;

  return {
    send(span) {
      if (isClosed) return;
      nextId = span.trace;
      const started = tracer.startSpan(
        redactText(span.name),
        {
          kind: kinds[span.kind],
          startTime: hrTimeOf(span.startMs),
          attributes: attributesOf(span),
          ...(span.link === undefined ? {} : { links: [{ context: contextOf(span.link) }] }),
        },
        parentOf(span),
      );
      if (span.errorType !== undefined) started.setStatus({ code: SpanStatusCode.ERROR });
      started.end(hrTimeOf(Math.max(span.startMs, span.endMs)));
    },

    async close(withinMs) {
      isClosed = true;
      const limit = Promise.withResolvers<void>();
      const timer = setTimeout(limit.resolve, withinMs);
      // What a batch failed of was told when it failed.
      const done = processor.shutdown().catch(() => {});
      await Promise.race([done, limit.promise]);
      clearTimeout(timer);
      agent.close();
    },
  };
}

/** As seconds and nanoseconds: a number before the start of this process would be taken for milliseconds since then. */
function hrTimeOf(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1_000_000)];
}

function attributesOf({ attributes, errorType }: FinishedSpan): Attributes {
  const all: SpanAttributes =
    errorType === undefined ? attributes : { ...attributes, "error.type": errorType };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, typeof value === "string" ? redactText(value) : value]),
  );
}

function contextOf({ traceId, spanId, isSampled }: Trace) {
  return { traceId, spanId, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE };
}

function parentOf({ parentSpanId, trace }: FinishedSpan) {
  if (parentSpanId === undefined) return ROOT_CONTEXT;
  const parent = { ...contextOf({ ...trace, spanId: parentSpanId }), isRemote: true };
  return traceApi.setSpanContext(ROOT_CONTEXT, parent);
}
