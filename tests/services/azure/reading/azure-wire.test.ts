import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { exchange, type WireOptions } from "../../../../services/azure/reading/azure-wire.ts";

const text = JSON.stringify({ value: Array.from({ length: 500 }, (_, index) => `자원-${index}`) });
const bytes = Buffer.from(text);

/** Sends one GET to a server that answers so. */
async function get(answer: RequestListener, options: Partial<WireOptions> = {}) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return () =>
    exchange(
      {
        method: "GET",
        url: new URL(`http://127.0.0.1:${port}/vault`),
        headers: { accept: "application/json" },
        read: "GET /vault",
      },
      { timeoutMs: 5_000, maxBytes: 1_000_000, ...options },
    );
}

test("a body comes whole, in any number of pieces, with its status and headers", async () => {
  const send = await get((_, response) => {
    response.writeHead(404, { "x-ms-request-id": "r1", "content-type": "application/json" });
    for (let at = 0; at < bytes.length; at += 7) response.write(bytes.subarray(at, at + 7));
    response.end();
  });
  const { status, headers, ...body } = await send();
  expect([status, headers.get("x-ms-request-id"), body]).toEqual([404, "r1", { text, isCut: false }]);
});

test("a compressed body comes as what it was, and a large one is cut by what it was", async () => {
  let asked: string | undefined;
  const answer: RequestListener = (request, response) => {
    asked = String(request.headers["accept-encoding"]);
    response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(bytes));
  };
  expect(await (await get(answer))()).toMatchObject({ text, isCut: false });
  expect(asked).toBe("gzip");
  const { text: beginning, isCut } = await (await get(answer, { maxBytes: bytes.length - 1 }))();
  expect([isCut, text.startsWith(beginning)]).toEqual([true, true]);
});

test.each<[string, RequestListener]>([
  ["before any answer", (request) => request.socket.destroy()],
  [
    "within a body of known length",
    (_, response) => {
      response.writeHead(200, { "content-length": bytes.length });
      response.write(bytes.subarray(0, 100), () => response.destroy());
    },
  ],
  [
    "within a body of unknown length",
    (_, response) => {
      response.write(bytes.subarray(0, 100), () => response.destroy());
    },
  ],
  [
    "within a compressed body",
    (_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      response.write(gzipSync(bytes).subarray(0, 100), () => response.destroy());
    },
  ],
  [
    "within a compressed body that claims to be whole",
    (_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(bytes).subarray(0, 100));
    },
  ],
])("a connection that ends %s is a fault of the connection", async (_, answer) => {
  await expect((await get(answer))()).rejects.toMatchObject({ name: "AzureConnectionError" });
});

test("an answer that stalls ends by its time, before it has begun and within its body", async () => {
  const silent = await get(() => {}, { timeoutMs: 20 });
  await expect(silent()).rejects.toMatchObject({ name: "AzureTimeoutError" });
  const stalled = await get((_, response) => void response.write(bytes.subarray(0, 100)), { timeoutMs: 200 });
  await expect(stalled()).rejects.toMatchObject({ name: "AzureTimeoutError" });
});

test("a caller that has given up, or gives up on the way, cancels the exchange", async () => {
  const never = await get(() => {}, { signal: AbortSignal.abort() });
  await expect(never()).rejects.toMatchObject({ name: "ReadCancelledError" });
  const givingUp = new AbortController();
  const send = await get(() => givingUp.abort(), { signal: givingUp.signal });
  await expect(send()).rejects.toMatchObject({ name: "ReadCancelledError" });
});

test("exchanges one after the other use one connection", async () => {
  const sockets = new Set<unknown>();
  const send = await get((request, response) => {
    sockets.add(request.socket);
    response.end(bytes);
  });
  for (let count = 0; count < 3; count += 1) await send();
  expect(sockets.size).toBe(1);
});
