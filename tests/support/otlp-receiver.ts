import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** One span as OTLP's JSON has it, its attributes as an object. */
export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** 1 internal, 2 server, 3 client. */
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Record<string, unknown>;
  status: { code: number };
  links?: { traceId: string; spanId: string }[];
  resource: Record<string, unknown>;
}

type Behaviour = "accept" | "hang" | { status: number };

export interface OtlpReceiver {
  /** An origin: what `OTEL_EXPORTER_OTLP_ENDPOINT` takes. */
  url: string;
  spans: ReceivedSpan[];
  /** Every body, as it came. */
  bodies: string[];
  headers: IncomingMessage["headers"][];
  paths: string[];
  behaviour: Behaviour;
  /** Resolves once there is such a span. */
  waitFor(name: string): Promise<ReceivedSpan>;
  close(): Promise<void>;
}

interface OtlpAttribute {
  key: string;
  value: Record<string, unknown>;
}

interface OtlpRequest {
  resourceSpans: {
    resource: { attributes: OtlpAttribute[] };
    scopeSpans: {
      spans: (Omit<ReceivedSpan, "attributes" | "resource"> & { attributes: OtlpAttribute[] })[];
    }[];
  }[];
}

/** A receiver of OTLP over HTTP, in JSON, on a free port of this machine; gone when the test is over. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const waiting = new Map<string, (span: ReceivedSpan) => void>();
  const receiver: Omit<OtlpReceiver, "url" | "close"> = {
    spans: [],
    bodies: [],
    headers: [],
    paths: [],
    behaviour: "accept",
    waitFor: (name) => {
      const found = receiver.spans.find((span) => span.name === name);
      if (found !== undefined) return Promise.resolve(found);
      return new Promise((resolve) => waiting.set(name, resolve));
    },
  };

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await text(incoming);
    receiver.paths.push(incoming.url ?? "");
    receiver.headers.push(incoming.headers);
    receiver.bodies.push(body);
    if (receiver.behaviour === "hang") return;
    if (typeof receiver.behaviour === "object") {
      outgoing.writeHead(receiver.behaviour.status).end("secret-of-the-collector");
      return;
    }
    for (const span of spansOf(JSON.parse(body) as OtlpRequest)) {
      receiver.spans.push(span);
      waiting.get(span.name)?.(span);
    }
    outgoing.writeHead(200, { "content-type": "application/json" }).end("{}");
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close,
  });
}

function spansOf({ resourceSpans }: OtlpRequest): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        ...span,
        attributes: attributesOf(span.attributes),
        resource: attributesOf(resource.attributes),
      })),
    ),
  );
}

function attributesOf(attributes: readonly OtlpAttribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
