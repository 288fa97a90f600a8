import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";

export type FetchHandler = (request: Request) => Promise<Response>;

/** An HTTP server whose requests are answered by a fetch-like function. A client that goes away aborts its request. */
export function createFetchServer(handle: FetchHandler): Server {
  return createServer((incoming, outgoing) => {
    void answer(handle, incoming, outgoing);
  });
}

async function answer(
  handle: FetchHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const abort = new AbortController();
  outgoing.on("close", () => {
    if (!outgoing.writableEnded) abort.abort();
  });
  try {
    const response = await handle(toRequest(incoming, abort.signal));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body === null) outgoing.end();
    else await pipeline(Readable.fromWeb(response.body as NodeReadableStream), outgoing);
  } catch {
    // The peer is this user's own gateway: it tries again, and a broken answer must look broken, not complete.
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(503, { "content-type": "application/json" }).end(unavailable);
  }
}

const unavailable = JSON.stringify({
  error: { code: "Unavailable", message: "The function app did not answer. Try again.", retryable: true },
});

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2)
    headers.append(incoming.rawHeaders[index]!, incoming.rawHeaders[index + 1]!);
  const method = incoming.method ?? "GET";
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(new URL(incoming.url ?? "/", "http://function-app.local"), {
    method,
    headers,
    signal,
    ...(hasBody ? { body: Readable.toWeb(incoming) as unknown as ReadableStream, duplex: "half" } : {}),
  });
}
