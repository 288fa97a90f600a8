import type { IncomingHttpHeaders } from "node:http";
import type { Caller } from "../../domain/principal.ts";
import { type AzebalTokens, azebalScope } from "../../services/identity/azebal-token.ts";
import type { SessionStore } from "../../services/stores/sessions/session-store.ts";

/** A request without a token that is good for it: what its client must know to get one stands in `challenge`. */
export class BearerRefusedError extends Error {
  override readonly name = "BearerRefusedError";
  readonly code: "Unauthorized" | "InsufficientScope";
  readonly status: 401 | 403;
  /** The value of `WWW-Authenticate`. */
  readonly challenge: string;

  constructor(
    message: string,
    refusal: { code: BearerRefusedError["code"]; challenge: string },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = refusal.code;
    this.status = refusal.code === "Unauthorized" ? 401 : 403;
    this.challenge = refusal.challenge;
  }
}

export interface BearerOptions {
  readonly tokens: AzebalTokens;
  readonly sessions: Pick<SessionStore, "get">;
  /** Where the protected-resource metadata is (RFC 9728). */
  readonly metadataUrl: () => string;
}

/**
 * Knows a caller by the access token of a request. The session is looked up each time: once it is ended, its tokens are
 * worth nothing, however long they would be valid.
 *
 * @throws BearerRefusedError; a StoreError where the sessions cannot be reached.
 */
export function createBearerAuthentication(
  options: BearerOptions,
): (headers: IncomingHttpHeaders) => Promise<Caller> {
  const { sessions, tokens } = options;
  return async (headers) => {
    const [, token] = /^Bearer +([\w.~+/=-]+)$/iu.exec(headers.authorization ?? "") ?? [];
    if (token === undefined)
      throw refused(
        "Sign in first: the request carries no access token of this gateway.",
        "Unauthorized",
        {},
      );
    const sessionId = await sessionIdOf(token);
    const session = await sessions.get(sessionId);
    if (session === undefined)
      throw refused("The sign-in has ended. Sign in again.", "Unauthorized", { error: "invalid_token" });
    return { ...session.principal, roles: session.roles ?? [], sessionId };
  };

  async function sessionIdOf(token: string): Promise<string> {
    try {
      return (await tokens.verify(token)).sessionId;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "InvalidAzebalTokenError") throw error;
      const lacksScope = "missingScope" in error && error.missingScope !== undefined;
      throw refused(
        `${error.message} Get a new one.`,
        lacksScope ? "InsufficientScope" : "Unauthorized",
        { error: lacksScope ? "insufficient_scope" : "invalid_token" },
        { cause: error },
      );
    }
  }

  function refused(
    message: string,
    code: BearerRefusedError["code"],
    parameters: Record<string, string>,
    cause?: ErrorOptions,
  ): BearerRefusedError {
    const all = { ...parameters, scope: azebalScope, resource_metadata: options.metadataUrl() };
    const pairs = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
    return new BearerRefusedError(message, { code, challenge: `Bearer ${pairs.join(", ")}` }, cause);
  }
}
