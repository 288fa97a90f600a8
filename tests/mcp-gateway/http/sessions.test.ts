import type { IncomingHttpHeaders } from "node:http";
import { expect, test } from "vitest";
import type { Principal } from "../../../domain/principal.ts";
import type { HttpOptions } from "../../../mcp-gateway/serve-http.ts";
import { ada, bob, callTool, connect, createBench, envelopeIn, serve } from "../support/gateway-bench.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { RawSession, send } from "../support/raw-http.ts";
import { sampleReport } from "../support/sample-report.ts";

const people: Record<string, Principal> = { ada, bob };

/** Takes the caller from a header, as a check of access tokens would. */
async function authenticate(headers: IncomingHttpHeaders): Promise<Principal> {
  const principal = people[String(headers["x-caller"])];
  if (!principal) throw new Error("no such caller");
  return principal;
}

async function bench(options: Partial<HttpOptions> = {}) {
  const clock = new ManualClock();
  const { app, gateway } = createBench({ clock });
  const http = await serve(gateway, { authenticate, ...options });
  return { clock, app, url: http.url };
}

const as = (caller: string) => ({ "x-caller": caller });
const quick = { name: "debug_error", arguments: { error: "boom", wait_seconds: 0 } };

test("each caller's diagnoses are started in that caller's name and seen by nobody else", async () => {
  const { app, url } = await bench();
  const [hers, his] = await Promise.all([
    connect(url, { headers: as("ada") }),
    connect(url, { headers: as("bob") }),
  ]);
  await callTool(hers, "debug_error", { error: "hers", wait_seconds: 0 });
  const owner = (principal: Principal) => `${principal.tenantId}/${principal.objectId}`;
  expect(app.requests.map(({ assertion }) => assertion.split("#")[0])).toEqual([owner(ada), owner(ada)]);
  expect((await callTool(his, "get_diagnosis", { diagnosis_id: "d1" })).text).toMatch(/^NotFound: /);
  expect((await callTool(his, "list_diagnoses", {})).structured).toEqual({ diagnoses: [] });
  expect(envelopeIn(await callTool(hers, "get_diagnosis", { diagnosis_id: "d1" })).diagnosis_id).toBe("d1");
});

test.each(["POST", "GET", "DELETE"])("a %s in somebody else's session finds no session", async (method) => {
  const { url } = await bench();
  const hers = await RawSession.open(url, as("ada"));
  const body = JSON.stringify({ jsonrpc: "2.0", id: 9, method: "tools/list" });
  const answer = await send(url, {
    method,
    headers: { ...hers.headers, ...as("bob") },
    ...(method === "POST" ? { body } : {}),
  });
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain("Session not found");
  const list = await hers.request("tools/list", {});
  await list.next();
  expect((await list.next())?.message?.result).toBeDefined();
});

test("no event of one session is replayed to another, of the same caller or of another", async () => {
  const { url } = await bench();
  const hers = await RawSession.open(url, as("ada"));
  const call = await hers.request("tools/call", quick);
  const priming = await call.next();
  await call.next();
  for (const caller of ["ada", "bob"]) {
    const other = await RawSession.open(url, as(caller));
    const answer = await other.resume(priming?.id ?? "");
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("no such event")]);
  }
});

test("a session that was deleted is gone", async () => {
  const { url } = await bench();
  const session = await RawSession.open(url, as("ada"));
  expect((await send(url, { method: "DELETE", headers: session.headers })).status).toBe(200);
  expect((await session.request("tools/list", {})).status).toBe(404);
});

test("an idle session is dropped after its time; one with a call under way stays", async () => {
  const { app, clock, url } = await bench({ sessionIdleMs: 60_000 });
  const idle = await RawSession.open(url, as("ada"));
  const busy = await RawSession.open(url, as("ada"));
  const call = await busy.request("tools/call", {
    ...quick,
    arguments: { error: "boom", wait_seconds: 240 },
  });
  await call.next();
  await app.when(() => app.openPolls === 1);
  clock.advance(120_000);
  expect((await idle.request("tools/list", {})).status).toBe(404);
  expect((await busy.request("tools/list", {})).status).toBe(200);
});

test("with every place taken the session that was idle longest makes room", async () => {
  const { clock, url } = await bench({ maxSessions: 2 });
  const first = await RawSession.open(url, as("ada"));
  clock.advance(10);
  const second = await RawSession.open(url, as("ada"));
  clock.advance(10);
  await RawSession.open(url, as("bob"));
  expect((await first.request("tools/list", {})).status).toBe(404);
  expect((await second.request("tools/list", {})).status).toBe(200);
});

test("with every place taken by a call under way a new client is asked to wait", async () => {
  const { app, url } = await bench({ maxSessions: 1 });
  const busy = await RawSession.open(url, as("ada"));
  const call = await busy.request("tools/call", {
    ...quick,
    arguments: { error: "boom", wait_seconds: 240 },
  });
  await call.next();
  await app.when(() => app.openPolls === 1);
  await expect(connect(url, { headers: as("bob") })).rejects.toThrow(/Every session is in use/);
});

test("a caller who is not known gets no session, and is told to sign in", async () => {
  const { url } = await bench();
  await expect(connect(url, { headers: as("eve") })).rejects.toThrow(
    /AZEBAL does not know who you are: no such caller\. Sign in \(the login tool/,
  );
});

test("a request without a session is asked to initialize one", async () => {
  const { url } = await bench();
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  const answer = await send(url, { method: "POST", headers: as("ada"), body });
  expect([answer.status, await answer.text()]).toEqual([
    400,
    expect.stringContaining("initialize a session first"),
  ]);
});

test("a first request that the transport refuses leaves no session behind", async () => {
  const { url } = await bench({ maxSessions: 1 });
  const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "x", version: "1" } };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params });
  const refused = await send(url, { method: "POST", headers: { ...as("ada"), accept: "text/plain" }, body });
  expect(refused.status).toBe(406);
  await refused.text();
  expect((await (await RawSession.open(url, as("ada"))).request("tools/list", {})).status).toBe(200);
});

test("a client of an old revision gets no resource links, which it would refuse", async () => {
  const { app, url } = await bench();
  const session = await RawSession.open(url, as("ada"));
  const contentFor = async (version: string) => {
    const headers = { ...session.headers, "mcp-protocol-version": version };
    const body = JSON.stringify({ jsonrpc: "2.0", id: version, method: "tools/call", params: get });
    const answer = await send(url, { method: "POST", headers, body });
    const events = await answer.text();
    return [...events.matchAll(/"type":"(text|resource_link)"/g)].map((match) => match[1]);
  };
  const get = { name: "get_diagnosis", arguments: { diagnosis_id: "d1" } };
  const call = await session.request("tools/call", quick);
  await call.next();
  await call.next();
  app.complete("d1", sampleReport());
  expect(await contentFor("2025-03-26")).toEqual(["text"]);
  expect(await contentFor("2025-06-18")).toEqual(["text", "resource_link"]);
});
