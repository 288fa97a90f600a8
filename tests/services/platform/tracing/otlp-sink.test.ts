import { expect, onTestFinished, test } from "vitest";
import { createTrace, type Trace } from "../../../../services/platform/trace.ts";
import { createOtlpSink } from "../../../../services/platform/tracing/otlp-sink.ts";
import type { FinishedSpan } from "../../../../services/platform/tracing.ts";
import { startOtlpReceiver } from "../../../support/otlp-receiver.ts";

const trace: Trace = { traceId: "ab".repeat(16), spanId: "cd".repeat(8), isSampled: true };

function span(change: Partial<FinishedSpan> = {}): FinishedSpan {
  return {
    name: "GET /subscriptions",
    kind: "client",
    trace,
    parentSpanId: "ef".repeat(8),
    startMs: Date.parse("2026-03-01T10:00:00.250Z"),
    endMs: Date.parse("2026-03-01T10:00:01.500Z"),
    attributes: { "http.request.method": "GET", "server.port": 443, left: undefined, "azebal.ok": true },
    ...change,
  };
}

function sinkAt(url: string, batchDelayMs = 1) {
  const warned: string[] = [];
  const sink = createOtlpSink({
    url: `${url}/v1/traces`,
    service: "azebal-test",
    version: "1.2.3",
    warn: (message) => void warned.push(message),
    batchDelayMs,
  });
  return { sink, warned };
}

test("a span arrives with its own IDs, its parent and its times, also where it began before this process", async () => {
  const receiver = await startOtlpReceiver();
  const { sink, warned } = sinkAt(receiver.url);
  const link = createTrace();
  sink.send(span({ link }));
  sink.send(span({ name: "root", kind: "server", trace: createTrace(), errorType: "503" }));
  await sink.close(5_000);
  expect(receiver.spans[0]).toMatchObject({
    name: "GET /subscriptions",
    kind: 3,
    traceId: trace.traceId,
    spanId: trace.spanId,
    parentSpanId: "ef".repeat(8),
    startTimeUnixNano: "1772359200250000000",
    endTimeUnixNano: "1772359201500000000",
    status: { code: 0 },
    links: [{ traceId: link.traceId, spanId: link.spanId }],
  });
  expect(receiver.spans[0]?.attributes).toEqual({
    "http.request.method": "GET",
    "server.port": 443,
    "azebal.ok": true,
  });
  expect(receiver.spans[1]).toMatchObject({
    kind: 2,
    attributes: { "error.type": "503" },
    status: { code: 2 },
  });
  expect(receiver.spans[0]?.resource).toMatchObject({
    "service.name": "azebal-test",
    "service.version": "1.2.3",
    "service.instance.id": expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect([receiver.paths[0], warned]).toEqual(["/v1/traces", []]);
});

test("a secret in an attribute or a name is redacted, and a long one is cut", async () => {
  const receiver = await startOtlpReceiver();
  const { sink } = sinkAt(receiver.url);
  const secret = `pw${crypto.randomUUID().replaceAll("-", "")}`;
  const text = `Server=tcp:x;User ID=app;Password=${secret};`;
  sink.send(span({ name: text, attributes: { text, long: "a".repeat(5_000) } }));
  await sink.close(5_000);
  expect(receiver.bodies.join("")).not.toContain(secret);
  expect(receiver.spans[0]?.attributes["long"]).toBe("a".repeat(1_024));
});

test("headers and resource attributes of OpenTelemetry's own variables are sent along", async () => {
  const receiver = await startOtlpReceiver();
  process.env["OTEL_EXPORTER_OTLP_HEADERS"] = "x-tenant=blue";
  process.env["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test";
  onTestFinished(() => {
    delete process.env["OTEL_EXPORTER_OTLP_HEADERS"];
    delete process.env["OTEL_RESOURCE_ATTRIBUTES"];
  });
  const { sink } = sinkAt(receiver.url);
  sink.send(span());
  await sink.close(5_000);
  expect([
    receiver.headers[0]?.["x-tenant"],
    receiver.spans[0]?.resource["deployment.environment.name"],
  ]).toEqual(["blue", "test"]);
});

test("a collector that answers 400 is told of once, by its host and status, and loses spans only", async () => {
  const receiver = await startOtlpReceiver();
  receiver.behaviour = { status: 400 };
  const { sink, warned } = sinkAt(receiver.url);
  sink.send(span());
  await sink.close(5_000);
  expect(warned).toEqual([
    `Traces of azebal-test could not be sent to ${new URL(receiver.url).host} (status 400); 1 spans are lost, and nothing else. Check OTEL_EXPORTER_OTLP_ENDPOINT: it takes OTLP over HTTP, most often at port 4318.`,
  ]);
});

test.each([
  ["hangs", "hang"],
  ["answers 503", { status: 503 }],
] as const)(
  "an end waits no longer than it may for a collector that %s, and leaves no connection",
  async (_, behaviour) => {
    const receiver = await startOtlpReceiver();
    receiver.behaviour = behaviour;
    const { sink } = sinkAt(receiver.url);
    sink.send(span());
    const startedMs = performance.now();
    await sink.close(300);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    sink.send(span());
    // Its connections are gone: a server closes once the last of them is.
    await receiver.close();
  },
);

test("an end waits no longer than it may for a collector that is not there", async () => {
  const receiver = await startOtlpReceiver();
  await receiver.close();
  const { sink } = sinkAt(receiver.url);
  sink.send(span());
  const startedMs = performance.now();
  await sink.close(300);
  expect(performance.now() - startedMs).toBeLessThan(1_000);
});

test("a queue that a hanging collector fills takes no more memory, and sending never waits", async () => {
  const receiver = await startOtlpReceiver();
  receiver.behaviour = "hang";
  const { sink } = sinkAt(receiver.url);
  const startedMs = performance.now();
  for (let at = 0; at < 5_000; at += 1) sink.send(span());
  expect(performance.now() - startedMs).toBeLessThan(2_000);
  receiver.behaviour = "accept";
  await sink.close(5_000);
  // A batch that was under way already, and the queue.
  expect(receiver.spans.length).toBe(512 + 2_048);
});
