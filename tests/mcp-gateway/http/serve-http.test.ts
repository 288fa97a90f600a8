import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { limits } from "../../../domain/limits.ts";
import { ListenFailedError, PortInUseError } from "../../../mcp-gateway/http/listen-errors.ts";
import { serveHttp } from "../../../mcp-gateway/serve-http.ts";
import {
  callTool,
  connect,
  createBench,
  createHttpBench,
  envelopeIn,
  serve,
} from "../support/gateway-bench.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { RawSession, send } from "../support/raw-http.ts";

const list = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });

async function server(options: Parameters<typeof serve>[1] = {}) {
  const { gateway } = createBench();
  const { url } = await serve(gateway, options);
  return { url, port: new URL(url).port };
}

test("the address names the port that the system chose, and loopback", async () => {
  const { url, port } = await server();
  expect(url).toBe(`http://127.0.0.1:${port}/mcp`);
  expect(Number(port)).toBeGreaterThan(0);
});

test("/healthz answers ok", async () => {
  const { url } = await server();
  const answer = await send(new URL("/healthz", url).href);
  expect([answer.status, await answer.text()]).toEqual([200, '{"status":"ok"}']);
});

test.each(["/", "/other", "/mcp/x", "//", "/%", "/healthz/"])("there is nothing at %s", async (path) => {
  const { url, port } = await server();
  const answer = await send(url, { host: "127.0.0.1", port, path });
  expect([answer.status, await answer.text()]).toEqual([
    404,
    expect.stringContaining("MCP is served at /mcp"),
  ]);
});

test.each([
  ["another host", { host: "evil.example" }],
  ["another port", { host: "127.0.0.1:1" }],
  ["a host that begins like ours", { host: "localhost.evil.example" }],
  ["a page of another site", { origin: "https://evil.example" }],
  ["a page of another port", { origin: "http://localhost:3000" }],
  ["a page without an origin of its own", { origin: "null" }],
])("%s is refused with 403, on every path", async (_, headers) => {
  const { url } = await server();
  for (const [path, method] of [
    ["/mcp", "POST"],
    ["/mcp", "GET"],
    ["/healthz", "GET"],
  ] as const) {
    const answer = await send(new URL(path, url).href, {
      method,
      headers,
      ...(method === "POST" ? { body: list } : {}),
    });
    expect([path, answer.status]).toEqual([path, 403]);
    await answer.text();
  }
});

test("loopback names and the server's own pages may call", async () => {
  const { url, port } = await server({
    allowedOrigins: ["https://ide.example"],
    allowedHosts: ["azebal.test:80"],
  });
  const statuses = await Promise.all(
    [
      { host: `localhost:${port}` },
      { host: `LOCALHOST:${port}` },
      { host: `[::1]:${port}` },
      { host: "azebal.test:80" },
      { origin: `http://127.0.0.1:${port}` },
      { origin: `http://localhost:${port}` },
      { origin: "https://ide.example" },
    ].map(async (headers) => (await send(new URL("/healthz", url).href, { headers })).status),
  );
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200]);
});

test("a method that MCP does not know is refused with those that it does", async () => {
  const { url } = await server();
  const answer = await send(url, { method: "PUT", body: list });
  expect([answer.status, answer.headers.allow]).toEqual([405, "GET, POST, DELETE"]);
});

test("a body that is not JSON is a JSON-RPC parse error", async () => {
  const { url } = await server();
  const session = await RawSession.open(url);
  const answer = await send(url, { method: "POST", headers: session.headers, body: '{"jsonrpc":' });
  expect([answer.status, JSON.parse(await answer.text())]).toEqual([
    400,
    { jsonrpc: "2.0", id: null, error: { code: -32_700, message: "The body is not JSON." } },
  ]);
});

test("a body that is no JSON-RPC message is refused, and the session lives on", async () => {
  const { url } = await server();
  const session = await RawSession.open(url);
  const broken = await send(url, { method: "POST", headers: session.headers, body: '{"hello":"world"}' });
  expect([broken.status, await broken.text()]).toEqual([400, expect.stringContaining("-32700")]);
  expect((await session.request("tools/list", {})).status).toBe(200);
});

test.each([
  ["that says how long it is", { "content-length": String(limits.httpBodyBytes + 1) }],
  ["that does not", { "transfer-encoding": "chunked" }],
])(
  "a body above 12 MB %s is refused with 413 and read to its end, and the server lives",
  async (_, headers) => {
    const { url } = await server();
    const session = await RawSession.open(url);
    const body = Buffer.alloc(limits.httpBodyBytes + 1, "x");
    const answer = await send(url, { method: "POST", headers: { ...session.headers, ...headers }, body });
    expect([answer.status, await answer.text()]).toEqual([
      413,
      expect.stringContaining("12582912 bytes at most"),
    ]);
    expect((await session.request("tools/list", {})).status).toBe(200);
  },
);

test("a port that is taken is named, with what to set", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const { gateway } = createBench();
  const failure = await serveHttp(gateway, { host: "127.0.0.1", port }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PortInUseError);
  expect(failure).toMatchObject({
    name: "PortInUseError",
    code: "PortInUse",
    port,
    message: `Port ${port} on 127.0.0.1 is taken by another program (perhaps another azebal). End that one, or set AZEBAL_HTTP_PORT to a free port; 0 lets the system choose.`,
  });
});

test("an address that is not this machine's is named, with what to use", async () => {
  const { gateway } = createBench();
  const failure = await serveHttp(gateway, { host: "203.0.113.1", port: 0 }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ListenFailedError);
  expect(failure).toMatchObject({
    name: "ListenFailedError",
    code: "ListenFailed",
    message: expect.stringMatching(/^Cannot listen on 203\.0\.113\.1:0 \(EADDRNOTAVAIL\)\. Use /),
  });
});

test("closing lets a call answer as it stands, ends open streams, and frees the port", async () => {
  const { app, client, http } = await createHttpBench({ clock: new ManualClock() });
  const answer = callTool(client, "debug_error", { error: "boom" });
  await app.when(() => app.openPolls === 1);
  await Promise.all([http.close(), http.close()]);
  expect(envelopeIn(await answer)).toMatchObject({ status: "running", next: { tool: "get_diagnosis" } });
  expect(app.statusOf("d1")).toBe("running");
  const { gateway } = createBench();
  await serve(gateway, { port: Number(new URL(http.url).port) });
});

test("the server introduces itself with what an agent needs to know", async () => {
  const { url } = await server();
  const client = await connect(url);
  expect(client.getServerVersion()).toEqual({ name: "azebal", title: "AZEBAL", version: "1.2.3" });
  expect(client.getServerCapabilities()).toEqual({ tools: {}, resources: {}, prompts: {} });
  expect(client.getInstructions()).toMatch(/^AZEBAL finds the root cause of failed Azure calls/);
});
