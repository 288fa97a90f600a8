import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Caller } from "../domain/principal.ts";
import type { Gateway } from "./gateway.ts";
import { listenErrorOf } from "./http/listen-errors.ts";
import { createMcpEndpoint } from "./http/mcp-endpoint.ts";
import { ownHosts, refusalOf } from "./http/request-guard.ts";
import { SessionRegistry } from "./http/session-registry.ts";
import { writeRpcError } from "./http/write-response.ts";

export interface HttpOptions {
  /** An address of this machine; anything but loopback needs an `authenticate` that checks something. */
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** Further `host:port` names under which the server is called, behind a proxy for example. */
  allowedHosts?: readonly string[];
  /** Origins of web pages that may call, besides the server's own. */
  allowedOrigins?: readonly string[];
  /** Who sends a request; default: who is signed in on this machine. Rejects for a caller that is not known. */
  authenticate?: (headers: IncomingHttpHeaders) => Promise<Caller>;
  /** Answers what is neither MCP nor health: the sign-in's pages, the authorization server. False where it is not its own. */
  routes?: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<boolean>;
  sessionIdleMs?: number;
  maxSessions?: number;
  /** How long a call waits for a client that lost its stream to come back. */
  resumeGraceMs?: number;
}

export interface HttpGateway {
  /** The MCP endpoint: `http://127.0.0.1:7341/mcp`. */
  readonly url: string;
  /** Lets calls under way answer as they stand, within a second, and stops. Diagnoses go on in the function app. */
  close(): Promise<void>;
}

const lastWordsMs = 1_000;

/**
 * Serves MCP over streamable HTTP at `/mcp`, and `/healthz`.
 *
 * @throws PortInUseError when the port is taken, ListenFailedError when the address cannot be listened on.
 */
export async function serveHttp(gateway: Gateway, options: HttpOptions): Promise<HttpGateway> {
  const sessions = new SessionRegistry({
    gateway,
    sessionIdleMs: options.sessionIdleMs ?? 30 * 60_000,
    maxSessions: options.maxSessions ?? 200,
    resumeGraceMs: options.resumeGraceMs ?? 30_000,
  });
  const hosts = new Set((options.allowedHosts ?? []).map((host) => host.toLowerCase()));
  const origins = new Set((options.allowedOrigins ?? []).map((origin) => origin.toLowerCase()));
  const endpoint = createMcpEndpoint(gateway, sessions, options.authenticate ?? (() => gateway.principal()));

  const server = createServer((incoming, outgoing) => {
    const isTwice = (incoming.headersDistinct["host"]?.length ?? 0) > 1;
    const refusal = isTwice
      ? "The request names its host twice."
      : refusalOf(incoming.headers, { hosts, origins });
    const pathname = incoming.url?.split("?", 1)[0];
    if (refusal) writeRpcError(outgoing, 403, -32_000, refusal);
    else if (pathname === "/mcp") void endpoint(incoming, outgoing);
    else if (pathname === "/healthz" && incoming.method === "GET")
      outgoing.writeHead(200, { "content-type": "application/json" }).end('{"status":"ok"}');
    else void answerOther(incoming, outgoing, gateway, options.routes);
  });
  const port = await listen(server, options.host, options.port).catch(async (error: unknown) => {
    await sessions.close(Promise.resolve());
    throw error;
  });
  for (const name of ownHosts(options.host, port)) hosts.add(name);

  let closing: Promise<void> | undefined;
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}/mcp`,
    close: () => (closing ??= stop(server, sessions)),
  };
}

/** Never rejects: a request ends a process no more than a connection. */
async function answerOther(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { log }: Gateway,
  routes: HttpOptions["routes"],
): Promise<void> {
  try {
    if (await routes?.(incoming, outgoing)) return;
    writeRpcError(outgoing, 404, -32_000, "There is nothing here. MCP is served at /mcp.");
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    log({ level: "error", event: "http_failed", message: `${incoming.method} failed with ${name}.` });
    if (outgoing.headersSent) outgoing.destroy();
    else writeRpcError(outgoing, 500, -32_000, "AZEBAL itself failed on this request. Try it again.");
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => reject(listenErrorOf(error, host, port));
    server.once("error", onError);
    server.listen(port, host, () => {
      server.off("error", onError);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function stop(server: Server, sessions: SessionRegistry): Promise<void> {
  const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
  const spoken = new AbortController();
  await sessions.close(delay(lastWordsMs, undefined, { signal: spoken.signal }).catch(() => {}));
  spoken.abort();
  server.closeIdleConnections();
  const forced = setTimeout(() => server.closeAllConnections(), lastWordsMs);
  await stopped;
  clearTimeout(forced);
}
