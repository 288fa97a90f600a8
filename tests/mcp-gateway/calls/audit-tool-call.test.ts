import { expect, test } from "vitest";
import { auditToolCall } from "../../../mcp-gateway/calls/audit-tool-call.ts";
import type { GatewayLogEntry } from "../../../mcp-gateway/gateway-log.ts";
import type { AuditEntry } from "../../../services/stores/audit-log.ts";
import { ada, callTool, createHttpBench } from "../support/gateway-bench.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { RawSession } from "../support/raw-http.ts";
import { sampleReport } from "../support/sample-report.ts";

async function bench(write?: (entry: AuditEntry) => Promise<void>) {
  const entries: AuditEntry[] = [];
  const log: GatewayLogEntry[] = [];
  const clock = new ManualClock();
  const audit = { write: write ?? (async (entry: AuditEntry) => void entries.push(entry)) };
  return {
    ...(await createHttpBench({ audit, clock, log: (entry) => void log.push(entry) })),
    entries,
    log,
    clock,
  };
}

test("a call leaves one entry with caller, trace, duration, request, answer and outcome", async () => {
  const { app, client, entries, clock } = await bench();
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const _meta = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
  const input = { error: "boom", source_code: [{ path: "a.py", content: "안녕" }] };
  const answer = client.callTool({ name: "debug_error", arguments: input, _meta });
  await app.when(() => app.openPolls === 1);
  clock.advance(1_234);
  app.complete("d1", sampleReport());
  const { structuredContent } = await answer;
  expect(entries).toEqual([
    {
      traceId,
      userPrincipalName: ada.userPrincipalName,
      tenantId: ada.tenantId,
      objectId: ada.objectId,
      toolCalled: "debug_error",
      requestPayload: { error: "boom", source_code: [{ path: "a.py", content: "(6 bytes)" }] },
      responsePayload: structuredContent,
      executionTimeMs: 1_234,
      outcome: "completed",
      diagnosisId: "d1",
      createdAt: "2026-01-31T09:00:00.000Z",
    },
  ]);
});

test("an idempotency key is audited as its digest, under a misspelt name too", async () => {
  const { client, entries } = await bench();
  await callTool(client, "debug_error", { error: "boom", idempotency_key: "abc", wait_seconds: 0 });
  await callTool(client, "debug_error", { error: "boom", idempotencyKey: "abc" });
  const digest = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(entries.map(({ requestPayload, outcome }) => ({ requestPayload, outcome }))).toEqual([
    { requestPayload: { error: "boom", idempotency_key: digest, wait_seconds: 0 }, outcome: "running" },
    { requestPayload: { error: "boom", idempotencyKey: digest }, outcome: "error:InvalidInput" },
  ]);
});

test("secrets of the request never reach the audit", async () => {
  const { client, entries } = await bench();
  const secret = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE9PQ==";
  await callTool(client, "debug_error", {
    error: `AccountName=st1;AccountKey=${secret};EndpointSuffix=core.windows.net`,
    source_code: [{ path: "a.py", content: `key = "${secret}"` }],
    context: { notes: `password=${secret}` },
    wait_seconds: 0,
  });
  expect(entries).toHaveLength(1);
  expect(JSON.stringify(entries)).not.toContain(secret);
  expect(JSON.stringify(entries)).toContain("AccountName=st1");
});

test("a refused call is audited with its reason; what was too large stands with its size", async () => {
  const { client, entries } = await bench();
  await callTool(client, "debug_error", { error: "x".repeat(60_000) });
  await callTool(client, "get_diagnosis", { diagnosis_id: "d9" });
  expect(
    entries.map(({ toolCalled, outcome, diagnosisId, requestPayload }) => ({
      toolCalled,
      outcome,
      diagnosisId,
      requestPayload,
    })),
  ).toEqual([
    {
      toolCalled: "debug_error",
      outcome: "error:InvalidInput",
      diagnosisId: undefined,
      requestPayload: { error: "(60000 bytes)" },
    },
    {
      toolCalled: "get_diagnosis",
      outcome: "error:NotFound",
      diagnosisId: "d9",
      requestPayload: { diagnosis_id: "d9" },
    },
  ]);
});

test("a call whose client left is audited as detached", async () => {
  const audited = Promise.withResolvers<AuditEntry>();
  const { app, http } = await bench(async (entry) => audited.resolve(entry));
  const session = await RawSession.open(http.url);
  const call = await session.request("tools/call", { name: "debug_error", arguments: { error: "boom" } });
  await app.when(() => app.openPolls === 1);
  await session.notify("notifications/cancelled", { requestId: call.requestId });
  expect(await audited.promise).toMatchObject({ toolCalled: "debug_error", outcome: "detached" });
});

test("an unknown tool is no tool call", async () => {
  const { client, entries } = await bench();
  await expect(callTool(client, "other", {})).rejects.toThrow(/Unknown tool/);
  expect(entries).toEqual([]);
});

test("an audit that fails is a line in the log, and the call is answered", async () => {
  const { client, log } = await bench(() => Promise.reject(new RangeError("disk full at /secret/path")));
  const reply = await callTool(client, "debug_error", { error: "boom", wait_seconds: 0 });
  expect(reply.isError).toBe(false);
  expect(log.map(({ level, event, message }) => [level, event, message])).toEqual([
    ["warn", "audit_failed", "The audit entry of debug_error was not written (RangeError)."],
    ["info", "tool_call", "debug_error: running"],
  ]);
});

test("of a sign-in that is under way nothing is written with which somebody else could go on", async () => {
  const entries: AuditEntry[] = [];
  const call = {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    principal: ada,
    tool: "login",
    arguments: { returned: "http://localhost/auth/callback?code=planted-1", again: true },
    response: {
      status: "sign_in_started",
      url: "https://planted-2",
      user_code: "planted-3",
      message: "planted-4",
    },
    executionTimeMs: 1,
    outcome: "sign_in_started",
    createdAtMs: 0,
  };
  await auditToolCall({ write: async (entry) => void entries.push(entry) }, () => {}, call);
  expect(entries.map(({ requestPayload, responsePayload }) => [requestPayload, responsePayload])).toEqual([
    [
      { returned: "(45 bytes)", again: true },
      { status: "sign_in_started", url: "(17 bytes)", user_code: "(9 bytes)", message: "(9 bytes)" },
    ],
  ]);
});
