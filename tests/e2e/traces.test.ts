import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { EnvelopeSchema } from "../../domain/contract/envelope.ts";
import { openStores } from "../../services/stores/open-stores.ts";
import { type Simulator, startSimulator } from "../../simulator/start-simulator.ts";
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from "../support/otlp-receiver.ts";
import {
  type StdioAzebal,
  scenarioFolder,
  simulatedAzure,
  startStdioAzebal,
} from "./support/azebal-process.ts";
import { type AzureGate, openAzureGate } from "./support/azure-gate.ts";
import { createCanarySecrets, createSecretSearch } from "./support/canary-secrets.ts";
import { finishedDiagnosis } from "./support/diagnosis-calls.ts";
import { plantScenario } from "./support/planted-tenant.ts";
import { hubsIn } from "./support/stored-diagnoses.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

const scenario = scenarioFolder("first-look");
const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as Record<string, unknown>;
const traceId = "0af7651916cd43dd8448eb211c80319c";
const clientSpan = "b7ad6b7169203331";
const correlationId = "0af76519-16cd-43dd-8448-eb211c80319c";

const secrets = createCanarySecrets(4_711);
let simulator: Simulator;
let azure: AzureGate;
let dataDirectory: string;

beforeEach(async () => {
  const planted = temporaryDirectory();
  plantScenario(scenario, planted, secrets);
  simulator = await startSimulator({ scenarioDirectory: planted });
  azure = await openAzureGate(simulator.url);
  dataDirectory = temporaryDirectory();
});

afterEach(async () => {
  await azure.close();
  await simulator.close();
});

async function start(env: Record<string, string> = {}): Promise<StdioAzebal> {
  const azebal = await startStdioAzebal([], {
    AZEBAL_DATA_DIR: dataDirectory,
    ...simulatedAzure(azure.url),
    ...env,
  });
  onTestFinished(() => azebal.close());
  return azebal;
}

/** Calls `debug_error` as a client does that traces itself. */
async function debugTraced(azebal: StdioAzebal, waitSeconds: number) {
  const result = await azebal.client.callTool({
    name: "debug_error",
    arguments: {
      ...request,
      source_code: [
        { path: "app.py", content: `connect(password="${secrets.password()}")\n# ${secrets.text()}` },
      ],
      wait_seconds: waitSeconds,
    },
    _meta: { traceparent: `00-${traceId}-${clientSpan}-01` },
  });
  return EnvelopeSchema.parse(result.structuredContent);
}

/** The names of a span and of those that it is a part of, outwards. */
function lineage(span: ReceivedSpan, spans: readonly ReceivedSpan[]): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [`${span.name} ${span.kind}`, ...(parent === undefined ? [] : lineage(parent, spans))];
}

function logLines(azebal: StdioAzebal): Record<string, unknown>[] {
  const lines = azebal.errors().split("\n");
  return lines
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("one diagnosis is one tree of spans in its client's trace, and requests to Azure, log and audit name that trace", async () => {
  const receiver = await startOtlpReceiver();
  const azebal = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, AZEBAL_LOG_LEVEL: "debug" });
  const { diagnosis_id: id, report } = await debugTraced(azebal, 60);
  await azebal.close();
  expect(report?.root_cause.code).toBe("keyvault.firewall-deny");
  await Promise.all(
    ["tools/call debug_error", "orchestration:diagnose"].map((name) => receiver.waitFor(name)),
  );

  const { spans } = receiver;
  expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
  const known = new Set(spans.map(({ spanId }) => spanId));
  expect(known.size).toBe(spans.length);
  const roots = spans.filter(({ parentSpanId }) => !known.has(parentSpanId ?? ""));
  expect(roots.map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([
    ["tools/call debug_error", clientSpan],
  ]);
  const vault = spans.find(
    ({ name, attributes }) => name.endsWith("/vaults/{name}") && attributes["url.full"],
  );
  expect(vault && lineage(vault, spans)).toEqual([
    "GET /subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.KeyVault/vaults/{name} 3",
    "activity:readArm 1",
    "orchestration:diagnose 1",
    "POST /api/diagnoses 2",
    "POST /api/diagnoses 3",
    "tools/call debug_error 2",
  ]);
  expect(roots[0]?.attributes).toEqual({
    "mcp.method.name": "tools/call",
    "mcp.protocol.version": expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "debug_error",
    "network.transport": "pipe",
    "jsonrpc.request.id": expect.stringMatching(/^\d+$/),
    "azebal.outcome": "completed",
    "azebal.diagnosis.id": id,
  });
  const asked = spans.filter(({ attributes }) => attributes["server.address"] !== undefined);
  expect([asked.length, azure.answered.length > 5]).toEqual([azure.answered.length, true]);

  const carried = azure.answered.map(({ headers }) => headers["traceparent"]);
  expect(new Set(carried)).toEqual(new Set(asked.map(({ spanId }) => `00-${traceId}-${spanId}-01`)));
  const correlated = azure.answered.map(
    ({ headers }) =>
      headers["x-ms-correlation-request-id"] ??
      headers["x-ms-client-request-id"] ??
      headers["client-request-id"],
  );
  expect(new Set(correlated)).toEqual(new Set([correlationId]));

  const activities = logLines(azebal).filter((line) => line["activity"] !== undefined);
  const named = activities.map((line) => `${String(line["trace_id"])} ${String(line["correlation_id"])}`);
  expect(new Set(named)).toEqual(new Set([`${traceId} ${correlationId}`]));

  const stores = openStores({ directory: hubsIn(dataDirectory)[0] ?? "" });
  const audited = await stores.audit.list({ limit: 10 });
  await stores.close();
  expect(audited.map((entry) => `${entry.toolCalled} ${entry.traceId}`).toSorted()).toEqual([
    `debug_error ${traceId}`,
    `diagnose ${traceId}`,
  ]);
  nothingSecretIn(receiver);
});

function nothingSecretIn(receiver: OtlpReceiver): void {
  const sent = receiver.bodies.join("\n");
  const { userPrincipalName } = simulator.principal;
  const found = createSecretSearch([...secrets.planted, userPrincipalName])(sent);
  expect([found, sent.includes("eyJ"), sent.includes("Bearer"), sent.includes("api-version=2")]).toEqual([
    [],
    false,
    false,
    false,
  ]);
  // What is sent can be found.
  expect(createSecretSearch(["Microsoft.KeyVault"])(sent).length).toBeGreaterThan(0);
}

test("what another process does after a kill goes on in the trace of the call that started the diagnosis", async () => {
  const held = new Promise<void>((resolve) => {
    azure.rule = ({ url }) => {
      if (!/\/vaults\/[^/?]+\?/.test(url)) return undefined;
      resolve();
      azure.rule = () => undefined;
      return new Promise<void>(() => {});
    };
  });
  const first = await start();
  const { diagnosis_id: id } = await debugTraced(first, 0);
  await held;
  await first.kill();
  const before = azure.answered.splice(0).length;
  const receiver = await startOtlpReceiver();
  const second = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  expect((await finishedDiagnosis(second, id)).report?.root_cause.code).toBe("keyvault.firewall-deny");
  await second.close();
  const whole = await receiver.waitFor("orchestration:diagnose");
  const traces = azure.answered.map(({ headers }) => String(headers["traceparent"]).slice(3, 35));
  expect([before > 0, traces.length > 0, new Set(traces)]).toEqual([true, true, new Set([traceId])]);
  expect([whole.traceId, whole.attributes["durabletask.task.instance_id"]]).toEqual([traceId, id]);
  const parts = receiver.spans.filter(({ parentSpanId }) => parentSpanId === whole.spanId);
  expect(parts.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["activity:readArm", "activity:weigh"]),
  );
});

describe("a collector", () => {
  test.each([
    ["that hangs", (receiver: OtlpReceiver) => void (receiver.behaviour = "hang")],
    ["that answers 500", (receiver: OtlpReceiver) => void (receiver.behaviour = { status: 500 })],
    ["that is not there", (receiver: OtlpReceiver) => receiver.close()],
  ])("%s neither fails a diagnosis nor keeps the process", async (_, breakIt) => {
    const receiver = await startOtlpReceiver();
    await breakIt(receiver);
    const azebal = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, AZEBAL_LOG_LEVEL: "warn" });
    const { status, report } = await debugTraced(azebal, 60);
    const startedMs = performance.now();
    await azebal.close();
    expect([status, report?.root_cause.code]).toEqual(["completed", "keyvault.firewall-deny"]);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect(azebal.errors()).not.toContain("secret-of-the-collector");
  });
});

async function openTelemetryLoadedBy(env: Record<string, string>): Promise<string[]> {
  const record = join(temporaryDirectory(), "modules");
  const azebal = await start({
    NODE_OPTIONS: `--import=${new URL("support/modules-recorder.ts", import.meta.url).href}`,
    RECORD_MODULES_TO: record,
    ...env,
  });
  const { status } = await debugTraced(azebal, 60);
  await azebal.close();
  expect(status).toBe("completed");
  const packages = readFileSync(record, "utf8").matchAll(/\/node_modules\/(@opentelemetry\/[\w-]+)\//g);
  return [...new Set([...packages].map(([, name = ""]) => name))].toSorted();
}

test("without an endpoint nothing of OpenTelemetry is loaded but what durable-functions itself needs", async () => {
  expect(await openTelemetryLoadedBy({})).toEqual(["@opentelemetry/api"]);
});

test("with an endpoint it is, so that the search for it can find it", async () => {
  const receiver = await startOtlpReceiver();
  expect(await openTelemetryLoadedBy({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url })).toContain(
    "@opentelemetry/exporter-trace-otlp-http",
  );
});
