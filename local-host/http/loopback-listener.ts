import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Handler = (request: Request) => Promise<Response>;

export interface LoopbackListener {
  /** Such as `http://127.0.0.1:40123`. */
  origin: string;
  close(): void;
}

/** A request with a larger body is refused: it would have to be held in memory. */
const maxBodyBytes = 64 * 1024 * 1024;

/**
 * Listens on loopback, on a port that the system chooses, and answers with `handle`. Other users of the machine can
 * reach the port, so that the handler must ask for a secret.
 */
export async function listenOnLoopback(handle: Handler): Promise<LoopbackListener> {
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, outgoing, handle);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Compares without telling by its time how much was right. */
export function isSecret(given: string | null | undefined, secret: string): boolean {
  const [left, right] = [Buffer.from(given ?? ""), Buffer.from(secret)];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, handle: Handler): Promise<void> {
  try {
    const response = await handle(await toRequest(incoming));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  } catch (error) {
    if (!outgoing.headersSent) outgoing.writeHead(error instanceof BodyTooLargeError ? 413 : 500);
    outgoing.end();
  }
}

/** A request body is larger than this host takes. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
  readonly code = "BodyTooLarge";

  constructor() {
    super(`The request's body is larger than ${maxBodyBytes} bytes. Send less, or store the data elsewhere.`);
  }
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new BodyTooLargeError();
    chunks.push(chunk);
  }
  const method = incoming.method ?? "GET";
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    headers.set(name, Array.isArray(value) ? value.join(", ") : (value ?? ""));
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(`http://${incoming.headers.host ?? "127.0.0.1"}${incoming.url ?? "/"}`, {
    method,
    headers,
    ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
  });
}
