import type { ConfigValues } from "./config-values.ts";

/** Whom to send traces to. */
export interface TracesConfig {
  /** Of an OTLP receiver over HTTP, with the path that takes traces. */
  readonly url: string;
  /** What the receiver shows the process as. */
  readonly serviceName?: string;
}

/**
 * OpenTelemetry's own variables. The exporter reads `OTEL_EXPORTER_OTLP_HEADERS`, `…_TIMEOUT` and `…_COMPRESSION` itself.
 *
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export const tracesVariables = {
  endpoint: "OTEL_EXPORTER_OTLP_ENDPOINT",
  tracesEndpoint: "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
  exporter: "OTEL_TRACES_EXPORTER",
  isDisabled: "OTEL_SDK_DISABLED",
  serviceName: "OTEL_SERVICE_NAME",
} as const;

/** @returns undefined where no endpoint is set, or traces are switched off. */
export function readTracesConfig(values: ConfigValues): TracesConfig | undefined {
  const whole = values.httpUrl(tracesVariables.tracesEndpoint);
  const base = values.httpUrl(tracesVariables.endpoint);
  const serviceName = values.text(tracesVariables.serviceName);
  if (values.text(tracesVariables.isDisabled)?.toLowerCase() === "true") return undefined;
  if (values.text(tracesVariables.exporter) === "none") return undefined;
  const url = whole ?? (base === undefined ? undefined : `${base.replace(/\/$/u, "")}/v1/traces`);
  return url === undefined ? undefined : { url, ...(serviceName === undefined ? {} : { serviceName }) };
}
