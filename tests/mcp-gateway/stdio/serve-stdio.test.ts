import { once } from "node:events";
import { expect, test } from "vitest";
import { maxLineBytes } from "../../../mcp-gateway/session-wire/stdio-transport.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { sampleReport } from "../support/sample-report.ts";
import { createStdioBench, initializeLine, lineReader, spawnStdioServer } from "../support/stdio-bench.ts";

const ping = (id: number) => ({ jsonrpc: "2.0", id, method: "ping" });
const call = (id: number, input: object, _meta?: object) => ({
  jsonrpc: "2.0",
  id,
  method: "tools/call",
  params: { name: "debug_error", arguments: input, ...(_meta ? { _meta } : {}) },
});

test("a call is answered with progress before its result", async () => {
  const { app, read, write, initialize } = createStdioBench({ clock: new ManualClock() });
  await initialize();
  write(call(1, { error: "boom" }, { progressToken: "p" }));
  await app.when(() => app.openPolls === 1);
  app.emit("d1", { message: "one", done: 1, total: 2 });
  expect(await read()).toEqual({
    jsonrpc: "2.0",
    method: "notifications/progress",
    params: { progressToken: "p", progress: 1, total: 2, message: "one" },
  });
  await app.when(() => app.openPolls === 1);
  app.complete("d1", sampleReport());
  const answer = await read();
  expect(answer?.id).toBe(1);
  expect(answer?.result?.["structuredContent"]).toMatchObject({ diagnosis_id: "d1", status: "completed" });
  expect(answer?.result?.["content"]).toMatchObject([{ type: "text" }, { type: "resource_link" }]);
});

test("a line that is not JSON is a parse error, and the server lives", async () => {
  const { read, write, initialize } = createStdioBench();
  await initialize();
  write('{"jsonrpc": "2.0", "id": 1, "method"\n');
  write(ping(2));
  expect([await read(), await read()]).toEqual([
    {
      jsonrpc: "2.0",
      id: null,
      error: { code: -32_700, message: "This line is not JSON. Send one JSON-RPC message a line." },
    },
    { jsonrpc: "2.0", id: 2, result: {} },
  ]);
});

test.each([
  ["of another shape", '{"hello":"world"}', null],
  ["with a broken method", '{"jsonrpc":"2.0","id":7,"method":8}', 7],
  ["in a batch", '[{"jsonrpc":"2.0","id":7,"method":"ping"}]', null],
  ["that is a number", "42", null],
])("a message %s is an invalid request, and the server lives", async (_, line, id) => {
  const { read, write, initialize } = createStdioBench();
  await initialize();
  write(`${line}\n`);
  write(ping(2));
  expect([await read(), (await read())?.id]).toEqual([
    { jsonrpc: "2.0", id, error: { code: -32_600, message: "This is not a JSON-RPC 2.0 message." } },
    2,
  ]);
});

test("an unknown method is a protocol error", async () => {
  const { read, write, initialize } = createStdioBench();
  await initialize();
  write({ jsonrpc: "2.0", id: 1, method: "tools/destroy" });
  expect((await read())?.error?.code).toBe(-32_601);
});

test("a line above 16 MB is refused once and dropped, and the server lives", async () => {
  const { read, write, initialize } = createStdioBench();
  await initialize();
  write("x".repeat(maxLineBytes / 2));
  write("x".repeat(maxLineBytes));
  write("\n");
  write(ping(2));
  expect([await read(), (await read())?.id]).toEqual([
    {
      jsonrpc: "2.0",
      id: null,
      error: {
        code: -32_600,
        message: `A message may have ${maxLineBytes} bytes at most. Send less source code.`,
      },
    },
    2,
  ]);
});

test("blank lines and carriage returns are no messages of their own", async () => {
  const { read, write, initialize } = createStdioBench();
  await initialize();
  write(`\n\r\n${JSON.stringify(ping(1))}\r\n`);
  expect((await read())?.id).toBe(1);
});

test("a message may come in pieces, and several in one", async () => {
  const { read, write, initialize } = createStdioBench();
  await initialize();
  const line = JSON.stringify({ jsonrpc: "2.0", id: "\u{1f600}", method: "ping" });
  const bytes = Buffer.from(`${line}\n${JSON.stringify(ping(2))}\n`);
  for (const byte of bytes.subarray(0, 25)) write(Buffer.from([byte]));
  write(bytes.subarray(25));
  expect([(await read())?.id, (await read())?.id]).toEqual(["\u{1f600}", 2]);
});

test("a cancelled call stops observing and is never answered; the diagnosis goes on", async () => {
  const { app, read, write, initialize } = createStdioBench();
  await initialize();
  write(call(1, { error: "boom" }));
  await app.when(() => app.openPolls === 1);
  write({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } });
  await app.when(() => app.openPolls === 0);
  write(ping(2));
  expect((await read())?.id).toBe(2);
  expect(app.statusOf("d1")).toBe("running");
});

test("at the end of the input a call under way answers as it stands, and serving ends", async () => {
  const { app, read, write, initialize, input, served } = createStdioBench({ clock: new ManualClock() });
  await initialize();
  write(call(1, { error: "boom" }));
  await app.when(() => app.openPolls === 1);
  input.end();
  expect((await read())?.result?.["structuredContent"]).toMatchObject({ status: "running" });
  await served;
  expect(app.statusOf("d1")).toBe("running");
});

test("a last message without a line end is answered too", async () => {
  const { read, initialize, input } = createStdioBench();
  await initialize();
  input.end(JSON.stringify(ping(1)));
  expect((await read())?.id).toBe(1);
});

test("a reader that goes away ends serving", async () => {
  const { output, served, initialize } = createStdioBench();
  await initialize();
  output.destroy();
  await expect(served).resolves.toBeUndefined();
});

test("a process writes nothing but MCP to standard output, nothing to standard error, and leaves with its input", async () => {
  const child = spawnStdioServer();
  const errors: Buffer[] = [];
  child.stderr.on("data", (part: Buffer) => void errors.push(part));
  const read = lineReader(child.stdout);
  child.stdin.write(initializeLine);
  expect(await read()).toMatchObject({ id: "init", result: { protocolVersion: "2025-11-25" } });
  child.stdin.write(`${JSON.stringify(call(1, { error: "boom", wait_seconds: 240 }))}\n`);
  child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: 2, method: "tools/list" })}\n`);
  expect((await read())?.id).toBe(2);
  const endedAtMs = performance.now();
  child.stdin.end();
  expect((await read())?.result?.["structuredContent"]).toMatchObject({ status: "running" });
  expect(await read()).toBeUndefined();
  const [code] = await once(child, "exit");
  expect([code, Buffer.concat(errors).toString()]).toEqual([0, ""]);
  expect(performance.now() - endedAtMs).toBeLessThan(2_000);
});

test("saying hello loads neither the catalogue nor the contract nor a validator's schemas", async () => {
  const child = spawnStdioServer("--loaded");
  const read = lineReader(child.stderr);
  child.stdin.write(initializeLine);
  const loaded = (await read()) as unknown as string[];
  const ours = loaded.filter((url) => !url.includes("node_modules") && url.startsWith("file:"));
  const rooms = new Set(
    ours.map((url) => url.replace(/^.*?\/(?=(mcp-gateway|domain|services)\/)/, "").replace(/\/[^/]*$/, "")),
  );
  expect(ours.length).toBeGreaterThan(5);
  expect([...rooms].filter((room) => /catalogue|calls|contract|http$|stores/.test(room))).toEqual([]);
  child.stdin.end();
});
