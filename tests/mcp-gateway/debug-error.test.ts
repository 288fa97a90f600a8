import { expect, test } from "vitest";
import { limits } from "../../domain/limits.ts";
import { callTool, createBench, createHttpBench, envelopeIn } from "./support/gateway-bench.ts";
import { ManualClock } from "./support/manual-clock.ts";
import { sampleReport } from "./support/sample-report.ts";

const error = "ForbiddenByFirewall: kv-orders.vault.azure.net";

test("a diagnosis that ends within the budget is answered with its report, as structure, text and link", async () => {
  const { app, client } = await createHttpBench();
  const answer = callTool(client, "debug_error", { error });
  await app.when(() => app.openPolls === 1);
  app.complete("d1", sampleReport());
  const reply = await answer;
  expect(reply).toMatchObject({ isError: false, links: ["azebal://diagnoses/d1"] });
  expect(envelopeIn(reply)).toEqual({
    diagnosis_id: "d1",
    status: "completed",
    progress: { done: 0, total: 0, message: "started", elapsed_ms: 4_000 },
    next: { tool: "verify_fix", arguments: { diagnosis_id: "d1" }, after_seconds: 0 },
    report: sampleReport(),
  });
  for (const told of [
    "The vault's firewall refuses the caller",
    "The default action is Deny.",
    "az keyvault network-rule add",
  ])
    expect(reply.text).toContain(told);
});

test("the request reaches the function app as it was sent, without what is the gateway's own", async () => {
  const { app, client } = await createHttpBench();
  const request = {
    error,
    source_code: [{ path: "src/app.py", content: "client.get_secret('x')" }],
    context: {
      subscription_id: "s1",
      resource_ids: ["/subscriptions/s1"],
      observed_at: "2026-01-31T08:00:00Z",
      notes: "since noon",
    },
    language: "ko",
    idempotency_key: "k1",
  };
  await callTool(client, "debug_error", { ...request, wait_seconds: 0 });
  expect(app.requests[0]).toMatchObject({ method: "POST", path: "/api/diagnoses", body: request });
});

test("every command carries an assertion of its own and a span of one trace", async () => {
  const { app, client } = await createHttpBench();
  const answer = callTool(client, "debug_error", { error });
  await app.when(() => app.openPolls === 1);
  app.complete("d1", sampleReport());
  await answer;
  expect(app.requests.length).toBeGreaterThanOrEqual(3);
  expect(new Set(app.requests.map((request) => request.assertion)).size).toBe(app.requests.length);
  const parts = app.requests.map((request) => request.traceparent.split("-"));
  expect(new Set(parts.map(([, traceId]) => traceId)).size).toBe(1);
  expect(new Set(parts.map(([, , spanId]) => spanId)).size).toBe(app.requests.length);
});

test("the client's own trace is continued", async () => {
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const { app, client } = await createHttpBench();
  const _meta = { traceparent: `00-${traceId}-b7ad6b7169203331-00` };
  await client.callTool({ name: "debug_error", arguments: { error, wait_seconds: 0 }, _meta });
  expect(app.requests.map(({ traceparent }) => [traceparent.slice(3, 35), traceparent.slice(-2)])).toEqual([
    [traceId, "00"],
    [traceId, "00"],
  ]);
});

test("a budget that ends answers running with the call to make next, and is no error", async () => {
  const clock = new ManualClock();
  const { app, client } = await createHttpBench({ clock });
  const answer = callTool(client, "debug_error", { error });
  await app.when(() => app.openPolls === 1);
  clock.advance(limits.waitSecondsDefault * 1_000);
  const reply = await answer;
  expect(reply.isError).toBe(false);
  expect(reply.links).toEqual([]);
  expect(envelopeIn(reply)).toMatchObject({
    diagnosis_id: "d1",
    status: "running",
    next: { tool: "get_diagnosis", arguments: { diagnosis_id: "d1", wait_seconds: 25 }, after_seconds: 1 },
  });
  expect(app.statusOf("d1")).toBe("running");
});

test.each([
  ["without a progress token", false, 25],
  ["with a progress token", true, 240],
])("the default budget %s", async (_, hasToken, seconds) => {
  const clock = new ManualClock();
  const { app, client } = await createHttpBench({ clock });
  let isDone = false;
  const options = hasToken ? { onprogress: () => {}, timeout: 300_000 } : {};
  const answer = callTool(client, "debug_error", { error }, options).then((reply) => {
    isDone = true;
    return reply;
  });
  await app.when(() => app.openPolls === 1);
  clock.advance(seconds * 1_000 - 1);
  await client.ping();
  expect(isDone).toBe(false);
  clock.advance(1);
  expect(envelopeIn(await answer).status).toBe("running");
});

test("wait_seconds 0 looks once and follows nothing", async () => {
  const { app, client } = await createHttpBench();
  const reply = await callTool(client, "debug_error", { error, wait_seconds: 0 });
  expect(envelopeIn(reply).status).toBe("running");
  expect(app.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /api/diagnoses",
    "GET /api/diagnoses/d1",
  ]);
});

test("the call in next leads to the report", async () => {
  const { app, client } = await createHttpBench();
  const first = envelopeIn(await callTool(client, "debug_error", { error, wait_seconds: 0 }));
  const answer = callTool(client, first.next?.tool ?? "", first.next?.arguments ?? {});
  await app.when(() => app.openPolls === 1);
  app.complete("d1", sampleReport());
  expect(envelopeIn(await answer)).toMatchObject({ status: "completed", report: sampleReport() });
});

test("the same key and request is the same diagnosis; the same key for another request is refused with what to do", async () => {
  const { app, client } = await createHttpBench();
  const request = { error, idempotency_key: "k1", wait_seconds: 0 };
  const first = envelopeIn(await callTool(client, "debug_error", request));
  const second = envelopeIn(await callTool(client, "debug_error", request));
  expect([first.diagnosis_id, second.diagnosis_id, app.started]).toEqual(["d1", "d1", 1]);
  const refused = await callTool(client, "debug_error", { ...request, error: "another" });
  expect(refused).toEqual({
    isError: true,
    structured: undefined,
    links: [],
    text: "IdempotencyKeyReused: The key stands for another request. The idempotency_key stands for another request: send a new key, or the request that it was first used with.",
  });
});

test("a failed diagnosis is an answer with its failure, not a failed tool", async () => {
  const { app, client } = await createHttpBench();
  const answer = callTool(client, "debug_error", { error });
  await app.when(() => app.openPolls === 1);
  const failure = { code: "ReplayMismatch", message: "The code has changed.", retryable: true };
  app.fail("d1", failure);
  const reply = await answer;
  expect(reply.isError).toBe(false);
  expect(envelopeIn(reply)).toMatchObject({ status: "failed", failure });
  expect(reply.text).toContain("`ReplayMismatch`: The code has changed. It can be tried again.");
});

test("a cancelled diagnosis shows its status, and cannot be found by somebody else", async () => {
  const { client } = await createHttpBench();
  await callTool(client, "debug_error", { error, wait_seconds: 0 });
  const cancelled = await callTool(client, "cancel_diagnosis", { diagnosis_id: "d1" });
  expect(envelopeIn(cancelled)).toMatchObject({ diagnosis_id: "d1", status: "cancelled" });
  const unknown = await callTool(client, "get_diagnosis", { diagnosis_id: "d9" });
  expect(unknown.text).toBe(
    "NotFound: There is no diagnosis d9. There is no such thing among your diagnoses: take the ID from list_diagnoses.",
  );
});

test("nobody signed in is a failed tool that says how to sign in", async () => {
  const principal = async () => {
    throw new Error("no az login");
  };
  const { gateway, app } = createBench({ principal });
  const port = {
    principal,
    signal: new AbortController().signal,
    hurry: new AbortController().signal,
    acceptsResourceLinks: true,
  };
  expect(await gateway.callTool("debug_error", { error }, port)).toEqual({
    isError: true,
    text: "AZEBAL does not know who you are: no az login. Sign in (the login tool; on your own machine also `az login`) and call the tool again.",
  });
  expect(app.requests).toEqual([]);
});
