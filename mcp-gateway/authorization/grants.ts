import { createHash, randomBytes } from "node:crypto";
import { InvalidGrantError, InvalidTargetError } from "@modelcontextprotocol/sdk/server/auth/errors.js";
import { z } from "zod";
import { type AzebalTokens, azebalScope, azebalTokenSeconds } from "../../services/identity/azebal-token.ts";
import type { SingleUse } from "../../services/stores/single-use.ts";

export interface GrantsOptions {
  readonly tokens: AzebalTokens;
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
}

interface Granted {
  readonly sessionId: string;
  readonly clientId: string;
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
const CodeSchema = z.strictObject({
  sessionId: z.string(),
  clientId: z.string(),
  redirectUri: z.string(),
  codeChallenge: z.string(),
});
const RefreshSchema = z.strictObject({ sessionId: z.string(), clientId: z.string() });

/** Authorization codes and refresh tokens of the gateway's own: opaque, good once, and worth nothing without their session. */
export class Grants {
  readonly #options: GrantsOptions;

  constructor(options: GrantsOptions) {
    this.#options = options;
  }

  async issueCode(code: z.infer<typeof CodeSchema>): Promise<string> {
    const text = opaque();
    await this.#options.singleUse.putOnce(`oauth-code ${text}`, JSON.stringify(code), codeSeconds);
    return text;
  }

  /** @throws InvalidGrantError where the code is not this client's, not for this address, or its verifier another. */
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
    const stored = await this.#options.singleUse.take(`oauth-code ${code}`);
    if (stored === undefined) throw new InvalidGrantError("The code was used already, or is too old.");
    const granted = CodeSchema.parse(JSON.parse(stored));
    const isTheirs =
      granted.clientId === by.clientId &&
      (by.redirectUri === undefined || by.redirectUri === granted.redirectUri) &&
      by.codeVerifier !== undefined &&
      challengeOf(by.codeVerifier) === granted.codeChallenge;
    if (!isTheirs) throw new InvalidGrantError("The code was given to another request.");
    return await this.#answer(granted);
  }

  /** Rotates: the old one is no longer good. @throws InvalidGrantError */
  async redeemRefreshToken(token: string, clientId: string, resource: URL | undefined): Promise<TokenAnswer> {
    this.#checkResource(resource);
    const granted = await this.#takeRefresh(token, clientId);
    if (granted === undefined)
      throw new InvalidGrantError(
        "The refresh token was used already, or its sign-in has ended. Sign in again.",
      );
    return await this.#answer(granted);
  }

  /** Ends the sign-in that the token belongs to, and with it every token of it. */
  async revoke(token: string, clientId: string): Promise<void> {
    const granted = (await this.#takeRefresh(token, clientId)) ?? (await this.#accessTokenOf(token));
    if (granted?.clientId === clientId) await this.#options.sessions.end(granted.sessionId);
  }

  async #takeRefresh(token: string, clientId: string): Promise<Granted | undefined> {
    const stored = await this.#options.singleUse.take(refreshKey(token, clientId));
    return stored === undefined ? undefined : RefreshSchema.parse(JSON.parse(stored));
  }

  async #accessTokenOf(token: string): Promise<Granted | undefined> {
    try {
      return await this.#options.tokens.verify(token);
    } catch (error) {
      if (error instanceof Error && error.name === "InvalidAzebalTokenError") return undefined;
      throw error;
    }
  }

  async #answer({ sessionId, clientId }: Granted): Promise<TokenAnswer> {
    if (!(await this.#options.sessions.isOpen(sessionId)))
      throw new InvalidGrantError("The sign-in has ended. Sign in again.");
    const refreshToken = opaque();
    await this.#options.singleUse.putOnce(
      refreshKey(refreshToken, clientId),
      JSON.stringify({ sessionId, clientId }),
      this.#options.refreshSeconds,
    );
    return {
      access_token: await this.#options.tokens.sign({ sessionId, clientId }),
      token_type: "Bearer",
      expires_in: azebalTokenSeconds,
      refresh_token: refreshToken,
      scope: azebalScope,
    };
  }

  /** RFC 8707: a client that names another resource wants a token that would not be good here. */
  #checkResource(resource: URL | undefined): void {
    const own = this.#options.resource();
    if (resource !== undefined && !sameResource(resource.href, own))
      throw new InvalidTargetError(`Tokens of this server are for ${own} only.`);
  }
}

/** Of one client: another cannot even use it up. */
function refreshKey(token: string, clientId: string): string {
  return `oauth-refresh ${clientId} ${token}`;
}

/** 256 bits. */
function opaque(): string {
  return randomBytes(32).toString("base64url");
}

function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier, "ascii").digest("base64url");
}

function sameResource(left: string, right: string): boolean {
  const comparable = (value: string) => value.replace(/\/$/u, "");
  return comparable(left) === comparable(right);
}
