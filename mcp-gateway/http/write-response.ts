import type { ServerResponse } from "node:http";

/**
 * Sends a web-standard response, chunk by chunk as it comes. Resolves when it is over: all of it was handed over, or the
 * client went away, which cancels the body.
 */
export async function writeResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  if (outgoing.destroyed) {
    await response.body?.cancel();
    return;
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  const reader = response.body?.getReader();
  if (!reader) {
    outgoing.end();
    return;
  }
  const onClose = () => void reader.cancel().catch(() => {});
  outgoing.once("close", onClose);
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read())
      if (!outgoing.write(read.value)) await drained(outgoing);
  } finally {
    outgoing.off("close", onClose);
  }
  outgoing.end();
}

function drained(outgoing: ServerResponse): Promise<void> {
  if (outgoing.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      outgoing.off("drain", end);
      outgoing.off("close", end);
      resolve();
    };
    outgoing.on("drain", end);
    outgoing.on("close", end);
  });
}

/** A JSON-RPC error outside any stream: the request never became a message of a session. */
export function writeRpcError(
  outgoing: ServerResponse,
  status: number,
  code: number,
  message: string,
  headers: Record<string, string> = {},
): void {
  const body = JSON.stringify({ jsonrpc: "2.0", id: null, error: { code, message } });
  outgoing.writeHead(status, { "content-type": "application/json", ...headers });
  outgoing.end(body);
}
