import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Envelope, EnvelopeSchema } from "../../domain/contract/envelope.ts";
import {
  cleanEnvironment,
  projectRoot,
  type StdioAzebal,
  scenarioFolder,
  simulatedAzure,
  startStdioAzebal,
} from "./support/azebal-process.ts";
import type { AzureGate } from "./support/azure-gate.ts";
import { openAzure } from "./support/open-azure.ts";
import { diagnosesIn, hubsIn } from "./support/stored-diagnoses.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";

const scenario = scenarioFolder("first-look");
const request = JSON.parse(readFileSync(join(scenario, "request.json"), "utf8")) as Record<string, unknown>;

async function start(azure: AzureGate, dataDirectory: string): Promise<StdioAzebal> {
  const azebal = await startStdioAzebal([], { AZEBAL_DATA_DIR: dataDirectory, ...simulatedAzure(azure.url) });
  onTestFinished(() => azebal.close());
  return azebal;
}

async function call(azebal: StdioAzebal, name: string, input: Record<string, unknown>): Promise<Envelope> {
  const result = await azebal.client.callTool({ name, arguments: input });
  expect(result.isError === true ? result.content : undefined).toBeUndefined();
  return EnvelopeSchema.parse(result.structuredContent);
}

/** True for the process that runs the function app: it alone has the host's database open. */
function owns(azebal: StdioAzebal, dataDirectory: string): boolean {
  const path = join(hubsIn(dataDirectory)[0]!, "host.sqlite");
  const descriptors = `/proc/${azebal.pid}/fd`;
  return readdirSync(descriptors).some((name) => {
    try {
      return readlinkSync(join(descriptors, name)) === path;
    } catch {
      // Closed in the meantime.
      return false;
    }
  });
}

describe.runIf(process.platform === "linux")("two processes of one developer", () => {
  test("share a hub: the second works through the first, and goes on alone once that is killed", async () => {
    const azure = await openAzure(scenario);
    const dataDirectory = temporaryDirectory();
    const first = await start(azure, dataDirectory);
    await first.client.callTool({ name: "list_diagnoses", arguments: {} });
    const second = await start(azure, dataDirectory);
    const held = Promise.withResolvers<() => void>();
    azure.rule = ({ url }) => {
      if (!/\/vaults\/[^/?]+\?/.test(url)) return undefined;
      azure.rule = () => undefined;
      return new Promise<void>((release) => held.resolve(() => release()));
    };
    const answer = call(second, "debug_error", { ...request, wait_seconds: 60 });
    const release = await held.promise;
    expect([owns(first, dataDirectory), owns(second, dataDirectory)]).toEqual([true, false]);
    const seen = await call(first, "debug_error", { ...request, wait_seconds: 0 });

    await first.kill();
    release();
    const { diagnosis_id, status, report } = await answer;
    expect([status, report?.root_cause.code]).toEqual(["completed", "keyvault.firewall-deny"]);
    expect(seen).toMatchObject({ diagnosis_id, status: "running" });
    expect(owns(second, dataDirectory)).toBe(true);
  });
});

test("the same request with the same idempotency key is the same diagnosis, in another process and after its end too", async () => {
  const azure = await openAzure(scenario);
  const dataDirectory = temporaryDirectory();
  const keyed = { ...request, idempotency_key: "build 4711", wait_seconds: 60 };
  const first = await start(azure, dataDirectory);
  const [one, two] = await Promise.all([
    call(first, "debug_error", keyed),
    call(first, "debug_error", keyed),
  ]);
  const reads = azure.answered.length;
  await first.close();
  const second = await start(azure, dataDirectory);
  const three = await call(second, "debug_error", keyed);
  expect([two.diagnosis_id, three.diagnosis_id]).toEqual([one.diagnosis_id, one.diagnosis_id]);
  expect(three.report).toEqual(one.report);
  expect(azure.answered.length).toBe(reads);
  const another = await second.client.callTool({
    name: "debug_error",
    arguments: { ...keyed, error: "another" },
  });
  expect([another.isError, JSON.stringify(another.content)]).toEqual([
    true,
    expect.stringMatching(/IdempotencyKeyConflict/),
  ]);
  const afresh = await call(second, "debug_error", { ...request, wait_seconds: 60 });
  expect(afresh.diagnosis_id).not.toBe(one.diagnosis_id);
  expect(await diagnosesIn(hubsIn(dataDirectory)[0]!, scenario)).toEqual([
    [afresh.diagnosis_id, "completed"],
    [one.diagnosis_id, "completed"],
  ]);
});

test("azebal mcp writes nothing but MCP to standard output, and leaves when its input ends, although Azure does not answer", async () => {
  const azure = await openAzure(scenario);
  const dataDirectory = temporaryDirectory();
  const child = spawn(process.execPath, [join(projectRoot, "bin", "azebal.js"), "mcp"], {
    env: cleanEnvironment({
      AZEBAL_DATA_DIR: dataDirectory,
      AZEBAL_LOG_LEVEL: "debug",
      ...simulatedAzure(azure.url),
    }),
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const outputs = [text(child.stdout), text(child.stderr)] as const;
  const reading = new Promise<void>((resolve) => {
    // The read is never answered: the process must not wait for it.
    azure.rule = () => (resolve(), new Promise(() => {}));
  });
  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const clientInfo = { name: "raw", version: "1" };
  send({
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo },
  });
  send({ method: "notifications/initialized" });
  send({ id: 2, method: "tools/list" });
  send({
    id: 3,
    method: "tools/call",
    params: { name: "debug_error", arguments: { ...request, wait_seconds: 60 } },
  });
  await reading;
  const endedAtMs = performance.now();
  child.stdin.end();
  const [code] = (await once(child, "exit")) as [number | null];
  const tookMs = performance.now() - endedAtMs;
  const [stdout, stderr] = await Promise.all(outputs);
  const messages = stdout
    .trim()
    .split("\n")
    .map(
      (line) =>
        JSON.parse(line) as { jsonrpc: string; id?: number; result?: { structuredContent?: unknown } },
    );
  // The promise is two seconds; a busy machine gets more, but not the half minute after which a read gives up.
  expect([code, tookMs < 10_000]).toEqual([0, true]);
  expect(messages.every(({ jsonrpc }) => jsonrpc === "2.0")).toBe(true);
  expect(
    messages.flatMap(({ id }) => (id === undefined ? [] : [id])).toSorted((left, right) => left - right),
  ).toEqual([1, 2, 3]);
  const { diagnosis_id, status } = EnvelopeSchema.parse(
    messages.find(({ id }) => id === 3)?.result?.structuredContent,
  );
  expect(status).toBe("running");
  expect(
    stderr
      .trim()
      .split("\n")
      .every((line) => typeof JSON.parse(line) === "object"),
  ).toBe(true);

  azure.rule = () => undefined;
  const next = await start(azure, dataDirectory);
  const ended = await call(next, "get_diagnosis", { diagnosis_id, wait_seconds: 60 });
  expect([ended.status, ended.report?.root_cause.code]).toEqual(["completed", "keyvault.firewall-deny"]);
});
