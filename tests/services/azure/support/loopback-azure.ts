import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Received {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: unknown;
  /** Takes the response over: a broken connection, half a body, silence. */
  readonly raw?: (response: ServerResponse) => void;
}

export interface LoopbackAzure {
  readonly origin: string;
  readonly received: readonly Received[];
}

const date = "Wed, 14 Oct 2026 09:20:00 GMT";
export const observedAt = "2026-10-14T09:20:00.000Z";

/** A server on 127.0.0.1 that answers as the test says, with the Date of a scenario; closed when the test ends. */
export async function startLoopbackAzure(
  reply: (request: Received, index: number, origin: string) => Reply | Promise<Reply>,
): Promise<LoopbackAzure> {
  const received: Received[] = [];
  let origin = "";
  const server = createServer({ keepAlive: false }, (request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { origin, received };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const got = { method: request.method ?? "", target: request.url ?? "", headers: request.headers, body };
    received.push(got);
    const given = await reply(got, received.length - 1, origin);
    if (given.raw !== undefined) {
      given.raw(response);
      return;
    }
    const isText = typeof given.body === "string";
    const type = isText ? "text/plain" : "application/json; charset=utf-8";
    response.writeHead(given.status ?? 200, { date, "content-type": type, ...given.headers });
    response.end(isText ? given.body : given.body === undefined ? "" : JSON.stringify(given.body));
  }
}
