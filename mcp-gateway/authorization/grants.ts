import { createHash, randomBytes } from "node:crypto";
import { InvalidGrantError, InvalidTargetError } from "@modelcontextprotocol/sdk/server/auth/errors.js";
import { type AzebalTokens, azebalScope, azebalTokenSeconds } from "../../services/identity/azebal-token.ts";
import type { KeyRing } from "../../services/stores/keys/key-ring.ts";
import type { SingleUse } from "../../services/stores/single-use.ts";
import { type CodeGrant, type Granted, openGrant, type RefreshGrant, sealGrant } from "./sealed-grants.ts";

export interface GrantsOptions {
  readonly tokens: AzebalTokens;
  readonly keys: Pick<KeyRing, "seal" | "open">;
  readonly singleUse: SingleUse;
  readonly sessions: {
    /** Whether the session is still there: a sign-in that was ended takes everything with it. */
    readonly isOpen: (sessionId: string) => Promise<boolean>;
    readonly end: (sessionId: string) => Promise<void>;
  };
  /** The resource that the tokens are for. */
  readonly resource: () => string;
  /** How long a client may renew its token without a new sign-in, in seconds. */
  readonly refreshSeconds: number;
  readonly nowMs?: () => number;
}

/** OAuth's answer of the token endpoint. */
interface TokenAnswer {
  access_token: string;
  token_type: "Bearer";
  expires_in: number;
  refresh_token: string;
  scope: string;
}

const codeSeconds = 60;
/** Windows of one IDE share a token and renew it at the same moment, and an answer may be lost on its way. */
const graceSeconds = 30;

/**
 * Authorization codes and refresh tokens of the gateway's own: opaque, good once, and worth nothing without their session. What is
 * used a second time was stolen, from the client or by it: that ends the sign-in.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1 (4.1.3, 4.3.1)
 */
export class Grants {
  readonly #options: GrantsOptions;

  constructor(options: GrantsOptions) {
    this.#options = options;
  }

  async issueCode(code: Omit<CodeGrant, "id" | "expiresAtMs">): Promise<string> {
    const grant = { ...code, id: unguessable(), expiresAtMs: this.#nowMs() + codeSeconds * 1_000 };
    return await sealGrant("code", grant, this.#options.keys);
  }

  /**
   * @throws InvalidGrantError where the code is not this client's, not for this address, or its verifier another. Whoever has no more
   *   than the code can neither use it up nor end the sign-in.
   */
  async redeemCode(
    code: string,
    by: {
      clientId: string;
      codeVerifier: string | undefined;
      redirectUri: string | undefined;
      resource: URL | undefined;
    },
  ): Promise<TokenAnswer> {
    this.#checkResource(by.resource);
    const { keys, sessions, singleUse } = this.#options;
    const granted = await openGrant("code", code, keys, this.#nowMs());
    if (granted === undefined) throw new InvalidGrantError("This is no code, or it is too old.");
    const { clientId, codeChallenge, id, redirectUri, sessionId } = granted;
    const isTheirs =
      clientId === by.clientId &&
      (by.redirectUri === undefined || by.redirectUri === redirectUri) &&
      by.codeVerifier !== undefined &&
      challengeOf(by.codeVerifier) === codeChallenge;
    if (!isTheirs) throw new InvalidGrantError("The code was given to another request.");
    await this.#mustBeOpen(sessionId);
    if (!(await singleUse.putOnce(`oauth-code used ${id}`, "", 2 * codeSeconds))) {
      await sessions.end(sessionId);
      throw new InvalidGrantError("The code was used already, so the sign-in was ended. Sign in again.");
    }
    return await this.#answer({ sessionId, clientId, family: unguessable(), number: 1 });
  }

  /**
   * Rotates: the next one follows, the same however often the old one is shown within the grace. Later than that, the sign-in
   * ends: either the client or a thief holds a token that it should not.
   *
   * @throws InvalidGrantError
   */
  async redeemRefreshToken(token: string, clientId: string, resource: URL | undefined): Promise<TokenAnswer> {
    this.#checkResource(resource);
    const { singleUse, refreshSeconds } = this.#options;
    const granted = await this.#openRefresh(token);
    if (granted?.clientId !== clientId)
      throw new InvalidGrantError(
        "This is no refresh token of this client, or it is too old. Sign in again.",
      );
    const { family, number, sessionId } = granted;
    // Before anything counts as used: where the sessions cannot be reached now, the token is still good then.
    await this.#mustBeOpen(sessionId);
    // The grace begins before the token counts as used: whoever comes second finds one of the two.
    const isLate = await singleUse.putOnce(`oauth-refresh grace ${family} ${number}`, "", graceSeconds);
    const isFirst = await singleUse.putOnce(`oauth-refresh used ${family} ${number}`, "", refreshSeconds);
    if (isLate && !isFirst) {
      await this.#options.sessions.end(sessionId);
      throw new InvalidGrantError(
        "The refresh token was used already, so the sign-in was ended. Sign in again.",
      );
    }
    return await this.#answer({ ...granted, number: number + 1 });
  }

  /** Ends the sign-in that the token belongs to, and with it every token of it. */
  async revoke(token: string, clientId: string): Promise<void> {
    const granted = (await this.#openRefresh(token)) ?? (await this.#accessTokenOf(token));
    if (granted?.clientId === clientId) await this.#options.sessions.end(granted.sessionId);
  }

  async #openRefresh(token: string): Promise<RefreshGrant | undefined> {
    return await openGrant("refresh", token, this.#options.keys, this.#nowMs());
  }

  async #accessTokenOf(token: string): Promise<Granted | undefined> {
    try {
      return await this.#options.tokens.verify(token);
    } catch (error) {
      if (error instanceof Error && error.name === "InvalidAzebalTokenError") return undefined;
      throw error;
    }
  }

  async #answer(granted: Omit<RefreshGrant, "expiresAtMs">): Promise<TokenAnswer> {
    const { keys, refreshSeconds, tokens } = this.#options;
    const { sessionId, clientId } = granted;
    const expiresAtMs = this.#nowMs() + refreshSeconds * 1_000;
    return {
      access_token: await tokens.sign({ sessionId, clientId }),
      token_type: "Bearer",
      expires_in: azebalTokenSeconds,
      refresh_token: await sealGrant("refresh", { ...granted, expiresAtMs }, keys),
      scope: azebalScope,
    };
  }

  async #mustBeOpen(sessionId: string): Promise<void> {
    if (!(await this.#options.sessions.isOpen(sessionId)))
      throw new InvalidGrantError("The sign-in has ended. Sign in again.");
  }

  #nowMs(): number {
    return (this.#options.nowMs ?? Date.now)();
  }

  /** RFC 8707: a client that names another resource wants a token that would not be good here. */
  #checkResource(resource: URL | undefined): void {
    const own = this.#options.resource();
    if (resource !== undefined && !sameResource(resource.href, own))
      throw new InvalidTargetError(`Tokens of this server are for ${own} only.`);
  }
}

function unguessable(): string {
  return randomBytes(16).toString("base64url");
}

function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier, "ascii").digest("base64url");
}

function sameResource(left: string, right: string): boolean {
  const comparable = (value: string) => value.replace(/\/$/u, "");
  return comparable(left) === comparable(right);
}
