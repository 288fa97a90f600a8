import { currentTrace, formatTraceparent } from "../trace.ts";
import type { SpanAttributes, Tracing } from "../tracing.ts";
import { azurePathTemplate } from "./azure-path-template.ts";
import { correlationIdOf } from "./correlation-id.ts";

interface AzureRequest {
  readonly plane: "arm" | "graph" | "logs";
  readonly method: string;
  readonly url: URL;
}

/** Where each service takes what it writes into its own logs as the caller's name for an operation. */
const correlationHeaders = {
  arm: "x-ms-correlation-request-id",
  logs: "x-ms-client-request-id",
  graph: "client-request-id",
} as const;

/**
 * Runs one request to Azure as a span of the trace that asks. `send` is given the headers that carry the trace on:
 * `traceparent`, and the trace's ID as the service's own correlation ID, so that what Azure's support has in its log is what
 * stands in ours.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/ and .../azure/
 */
export function traceAzureRequests(tracing: Tracing) {
  return async <A extends { status: number; headers: Headers }>(
    request: AzureRequest,
    send: (headers: Readonly<Record<string, string>>) => Promise<A>,
  ): Promise<A> => {
    const { template, attributes } = described(request);
    const begin = {
      name: `${request.method} ${template}`,
      kind: "client",
      parent: currentTrace(),
      attributes,
    } as const;
    return await tracing.span(begin, async (span) => {
      const answer = await send({
        traceparent: formatTraceparent(span.trace),
        [correlationHeaders[request.plane]]: correlationIdOf(span.trace),
      });
      const { headers, status } = answer;
      span.set({
        "http.response.status_code": status,
        "azure.service.request.id": requestIdOf(headers),
      });
      if (status >= 400) span.fail(String(status));
      return answer;
    });
  };
}

function described({ method, plane, url }: AzureRequest): { template: string; attributes: SpanAttributes } {
  const template = azurePathTemplate(plane, url.pathname);
  // Microsoft Graph's paths name people; a resource's ID stands in reports too.
  const path = plane === "graph" ? template : url.pathname;
  const names = [...new Set(url.searchParams.keys())].filter((name) => /^[\w$.-]{1,40}$/u.test(name));
  const query = names.map((name) => `${name}=REDACTED`).join("&");
  const attributes = {
    "http.request.method": method,
    "server.address": url.hostname,
    "server.port": url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port),
    "url.template": template,
    "url.full": `${url.origin}${path}${query === "" ? "" : `?${query}`}`,
    "azure.resource_provider.namespace": namespaceOf(url.pathname),
  };
  return { template, attributes };
}

function namespaceOf(path: string): string | undefined {
  return [...path.matchAll(/\/providers\/([A-Za-z]+(?:\.[A-Za-z]+)+)(?=\/|$)/gu)].at(-1)?.[1];
}

function requestIdOf(headers: Headers): string | undefined {
  const id = headers.get("x-ms-request-id") ?? headers.get("request-id");
  return id !== null && /^[\w:.-]{1,128}$/u.test(id) ? id : undefined;
}
