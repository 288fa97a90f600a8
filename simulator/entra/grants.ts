import { randomBytes } from "node:crypto";
import type { TenantUser } from "../tenant/tenant-schema.ts";
import type { AppRegistration } from "./app-registrations.ts";
import type { Lifetimes } from "./entra-settings.ts";
import { refusals } from "./refusals.ts";

/** One sign-in of a user at an app: what codes and refresh tokens stand for. */
export interface Grant {
  user: TenantUser;
  app: AppRegistration;
  /** True where its tokens are got with the app's secret. */
  isConfidential: boolean;
  signedInAtMs: number;
  /** How the user proved who they are. */
  methods: string[];
  authenticationContexts: string[];
  /** As the sign-in asked for them. */
  scope: string;
  nonce?: string;
  /** True once a code was used twice: its tokens are void. */
  isVoid: boolean;
  /** What the client said at the sign-in that it understands (`xms_cc`). */
  capabilities: string[];
}

interface Code {
  grant: Grant;
  issuedAtMs: number;
  redirectUri: string;
  challenge: string;
  isRedeemed: boolean;
}

interface RefreshToken {
  grant: Grant;
  issuedAtMs: number;
  firstUsedAtMs?: number;
}

/** The codes and refresh tokens that were given out, each an opaque text of 256 random bits. */
export class Grants {
  readonly #codes = new Map<string, Code>();
  readonly #refreshTokens = new Map<string, RefreshToken>();
  /** Access tokens by their `uti`. */
  readonly #accessTokens = new Map<string, Grant>();
  readonly #lifetimes: () => Lifetimes;

  constructor(lifetimes: () => Lifetimes) {
    this.#lifetimes = lifetimes;
  }

  noteAccessToken(uniqueId: string, grant: Grant): void {
    this.#accessTokens.set(uniqueId, grant);
  }

  /** The sign-in that an access token came of; undefined where Entra did not give it. */
  ofAccessToken(uniqueId: string): Grant | undefined {
    return this.#accessTokens.get(uniqueId);
  }

  voidAccessTokens(): string[] {
    return [...this.#accessTokens].flatMap(([uniqueId, { isVoid }]) => (isVoid ? [uniqueId] : []));
  }

  newCode(grant: Grant, redirectUri: string, challenge: string, nowMs: number): string {
    const code = `1.${opaqueText()}`;
    this.#codes.set(code, { grant, redirectUri, challenge, issuedAtMs: nowMs, isRedeemed: false });
    return code;
  }

  /**
   * The code that a client redeems, not yet marked as used.
   *
   * @throws EntraRefusal where it is unknown, was used (AADSTS54005; its grant is void then, since somebody
   * else may hold the code: RFC 6749, section 4.1.2) or is too old (AADSTS70008).
   */
  code(text: string, app: AppRegistration, nowMs: number): Code {
    const code = this.#codes.get(text);
    if (code === undefined || code.grant.app !== app) throw refusals.wrongCode();
    if (code.isRedeemed) {
      code.grant.isVoid = true;
      throw refusals.codeRedeemed();
    }
    if (nowMs - code.issuedAtMs > this.#lifetimes().codeSeconds * 1_000) throw refusals.codeExpired();
    return code;
  }

  newRefreshToken(grant: Grant, nowMs: number): string {
    const token = `1.${opaqueText()}`;
    this.#refreshTokens.set(token, { grant, issuedAtMs: nowMs });
    return token;
  }

  /**
   * The grant of a refresh token, not yet marked as used.
   *
   * @throws EntraRefusal AADSTS70000 where it is unknown, another app's, or was replaced longer ago than the grace;
   * AADSTS700082 where it lay unused too long.
   */
  refreshGrant(text: string, app: AppRegistration, nowMs: number): Grant {
    const token = this.#refreshTokens.get(text);
    if (token === undefined || token.grant.app !== app || token.grant.isVoid)
      throw refusals.wrongRefreshToken();
    const { refreshTokenSeconds, refreshGraceSeconds } = this.#lifetimes();
    if (nowMs - (token.firstUsedAtMs ?? nowMs) > refreshGraceSeconds * 1_000)
      throw refusals.wrongRefreshToken();
    if (nowMs - token.issuedAtMs > refreshTokenSeconds * 1_000)
      throw refusals.refreshTokenInactive(token.issuedAtMs, Math.floor(refreshTokenSeconds / 86_400));
    return token.grant;
  }

  /** Call it once the new tokens are sure: what failed has used nothing up. */
  markUsed(text: string, nowMs: number): void {
    const token = this.#refreshTokens.get(text);
    if (token !== undefined) token.firstUsedAtMs ??= nowMs;
  }
}

export function opaqueText(): string {
  return randomBytes(32).toString("base64url");
}
