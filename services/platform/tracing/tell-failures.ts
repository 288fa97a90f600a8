import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { tracesClosed } from "./closable-agents.ts";

export interface FailureTale {
  /** Whose spans. */
  readonly service: string;
  /** Where to; only its host is told. */
  readonly url: string;
  readonly warn: (message: string) => void;
  /** Milliseconds, of any clock that only goes forward. */
  readonly nowMs?: () => number;
}

/** A collector that stays away is told of this often, not with every batch. */
const againAfterMs = 10 * 60_000;

/** An exporter whose failures stand in the log: where to, why, and what is lost. Headers and answers are never told. */
export function tellFailures(
  exporter: SpanExporter,
  { service, url, warn, nowMs = () => performance.now() }: FailureTale,
): SpanExporter {
  let lost = 0;
  let toldAtMs: number | undefined;

  return {
    export(spans, resultCallback) {
      exporter.export(spans, (result) => {
        if (result.error !== undefined || result.code !== 0) failed(spans.length, result.error);
        resultCallback(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => await exporter.forceFlush?.(),
  };

  function failed(count: number, error: Error | undefined): void {
    lost += count;
    if (toldAtMs !== undefined && nowMs() - toldAtMs < againAfterMs) return;
    toldAtMs = nowMs();
    warn(
      `Traces of ${service} could not be sent to ${new URL(url).host} (${reasonOf(error)}); ${lost} spans are lost, and nothing else. Check OTEL_EXPORTER_OTLP_ENDPOINT: it takes OTLP over HTTP, most often at port 4318.`,
    );
  }
}

/** The status or the code: an answer's text could be anything. */
function reasonOf(error: Error | undefined): string {
  if (error === undefined) return "unknown";
  const code = "code" in error ? error.code : undefined;
  if (code === tracesClosed) return "no answer before the process ended";
  if (typeof code === "number") return `status ${code}`;
  if (typeof code === "string" && /^\w{1,40}$/u.test(code)) return code;
  return error.message === "Request timed out" ? "no answer in time" : error.name;
}
