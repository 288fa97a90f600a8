import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { isInitializeRequest } from "@modelcontextprotocol/sdk/types.js";
import { limits } from "../../domain/limits.ts";
import type { Caller } from "../../domain/principal.ts";
import { BearerRefusedError } from "../authorization/bearer.ts";
import { knownCaller, SignInMissingError, SignInsUnreachableError } from "../calls/sign-in-missing-error.ts";
import type { Gateway } from "../gateway.ts";
import type { HttpSession } from "./http-session.ts";
import { RequestBrokenError, readJsonBody } from "./read-json-body.ts";
import type { SessionRegistry } from "./session-registry.ts";
import { writeRpcError } from "./write-response.ts";

const rpcCodes = { refused: -32_000, noSession: -32_001, parse: -32_700 } as const;

export type McpEndpoint = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/** Answers `/mcp`: finds or opens the session of the caller, and hands the request to it. Never rejects. */
export function createMcpEndpoint(
  gateway: Gateway,
  sessions: SessionRegistry,
  authenticate: (headers: IncomingHttpHeaders) => Promise<Caller>,
): McpEndpoint {
  return async (incoming, outgoing) => {
    try {
      await answer(incoming, outgoing, sessions, authenticate);
    } catch (error) {
      // Nobody is left to be told.
      if (error instanceof RequestBrokenError) return;
      gateway.log({
        level: "error",
        event: "http_failed",
        message: `${incoming.method} /mcp failed with ${error instanceof Error ? error.name : typeof error}.`,
      });
      if (outgoing.headersSent) outgoing.destroy();
      else
        writeRpcError(outgoing, 500, rpcCodes.refused, "AZEBAL itself failed on this request. Try it again.");
    }
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  sessions: SessionRegistry,
  authenticate: (headers: IncomingHttpHeaders) => Promise<Caller>,
): Promise<void> {
  const { method = "" } = incoming;
  if (!["POST", "GET", "DELETE"].includes(method))
    return writeRpcError(outgoing, 405, rpcCodes.refused, `${method} is not allowed here.`, {
      allow: "GET, POST, DELETE",
    });
  let principal: Caller;
  try {
    principal = await knownCaller(authenticate(incoming.headers));
  } catch (error) {
    if (error instanceof BearerRefusedError)
      return writeRpcError(outgoing, error.status, rpcCodes.refused, error.message, {
        "www-authenticate": error.challenge,
      });
    if (!(error instanceof SignInMissingError || error instanceof SignInsUnreachableError)) throw error;
    return writeRpcError(outgoing, 503, rpcCodes.refused, error.message, { "retry-after": "5" });
  }
  let body: unknown;
  if (method === "POST") {
    const read = await readJsonBody(incoming, limits.httpBodyBytes);
    if (read.kind === "too_large")
      return writeRpcError(
        outgoing,
        413,
        rpcCodes.refused,
        `A request may have ${limits.httpBodyBytes} bytes at most. Send only the files around the failing call.`,
      );
    if (read.kind === "malformed")
      return writeRpcError(outgoing, 400, rpcCodes.parse, "The body is not JSON.");
    body = read.value;
  }
  const session = await sessionOf(incoming, outgoing, body, sessions, principal);
  await session?.handle(incoming, outgoing, body);
  // A first request that the transport refused (a wrong Accept header) leaves a session that nobody can name.
  if (session && !session.isInitialized) await session.close();
}

/** The caller's session, a new one for `initialize`, or undefined once the refusal is written. */
async function sessionOf(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  body: unknown,
  sessions: SessionRegistry,
  principal: Caller,
): Promise<HttpSession | undefined> {
  const id = incoming.headers["mcp-session-id"];
  if (typeof id === "string") {
    const found = sessions.find(id, principal);
    if (!found) writeRpcError(outgoing, 404, rpcCodes.noSession, "Session not found: initialize a new one.");
    return found;
  }
  if (!isInitializeRequest(body)) {
    writeRpcError(
      outgoing,
      400,
      rpcCodes.refused,
      "The Mcp-Session-Id header is missing: initialize a session first.",
    );
    return undefined;
  }
  const opened = await sessions.open(principal);
  if (!opened)
    writeRpcError(
      outgoing,
      503,
      rpcCodes.refused,
      "Every session is in use. Close one, or try again in a minute.",
      { "retry-after": "60" },
    );
  return opened;
}
