import { randomUUID } from "node:crypto";
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import type { TenantUser } from "../tenant/tenant-schema.ts";
import { normalAudience } from "./audiences.ts";
import type { Caller } from "./caller.ts";
import { SigningKeys } from "./signing-keys.ts";

/** The application that Azure CLI signs in with: what a developer's own token carries. */
export const azureCliAppId = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

/** What a resource wants of a token before it takes it. */
export interface ClaimsChallenge {
  /** A claims request as JSON, as it goes back to Entra in the parameter `claims`. */
  claims: string;
  /** Where an interactive sign-in can be made. */
  authorizationUri: string;
  description: string;
}

export type TokenVerdict =
  | { valid: true; caller: Caller }
  | { valid: false; because: "malformed" | "expired" | "audience"; audience?: string; expiresAt?: Date }
  | { valid: false; because: "claims"; challenge: ClaimsChallenge };

export interface IssuedToken {
  accessToken: string;
  /** Seconds since 1970, on the issuer's clock: that is the one clients cache by. */
  expiresOn: number;
  /** The token's `uti`, by which it can be withdrawn. */
  uniqueId: string;
}

/** What a token says beyond whom it is of. */
export interface TokenContent {
  lifetimeSeconds: number;
  /** Further claims; they win over those of a token of Azure CLI. */
  claims: JWTPayload;
}

export interface TokenIssuerOptions {
  tenantId: string;
  lifetimeSeconds: number;
  /** Milliseconds since 1970; the machine's clock by default. */
  nowMs?: () => number;
}

/** Makes and checks access tokens, signed with keys that live as long as the simulator. */
export class TokenIssuer {
  readonly keys = new SigningKeys();
  readonly #tenantId: string;
  readonly #lifetimeSeconds: number;
  readonly #nowMs: () => number;
  /** The `uti` of each token that is still good. */
  readonly #good = new Set<string>();
  #challengeOf: (claims: JWTPayload) => ClaimsChallenge | undefined = () => undefined;

  constructor({ tenantId, lifetimeSeconds, nowMs = Date.now }: TokenIssuerOptions) {
    this.#tenantId = tenantId;
    this.#lifetimeSeconds = lifetimeSeconds;
    this.#nowMs = nowMs;
  }

  /** From now on a token that is good otherwise is also looked at by this. */
  evaluateWith(challengeOf: (claims: JWTPayload) => ClaimsChallenge | undefined): void {
    this.#challengeOf = challengeOf;
  }

  /** An access token of a user; as Azure CLI gets it where nothing else is said. */
  async issue(user: TenantUser, resource: string, content?: TokenContent): Promise<IssuedToken> {
    const uniqueId = randomUUID();
    this.#good.add(uniqueId);
    const issuedAt = Math.floor(this.#nowMs() / 1_000);
    const expiresOn = issuedAt + (content?.lifetimeSeconds ?? this.#lifetimeSeconds);
    const accessToken = await this.sign({
      iss: `https://sts.windows.net/${this.#tenantId}/`,
      aud: normalAudience(resource),
      sub: user.objectId,
      iat: issuedAt,
      nbf: issuedAt,
      exp: expiresOn,
      tid: this.#tenantId,
      oid: user.objectId,
      upn: user.upn,
      unique_name: user.upn,
      name: user.displayName ?? user.upn,
      appid: azureCliAppId,
      idtyp: "user",
      scp: "user_impersonation",
      uti: uniqueId,
      ver: "1.0",
      ...content?.claims,
    });
    return { accessToken, expiresOn, uniqueId };
  }

  /** A JWT of these claims and no others, undefined ones left out, signed with the current key. */
  async sign(claims: JWTPayload): Promise<string> {
    const { privateKey, keyId } = await this.keys.current();
    return new SignJWT(claims).setProtectedHeader({ alg: "RS256", typ: "JWT", kid: keyId }).sign(privateKey);
  }

  /** From now on every token that was issued so far has expired, whatever it says itself. */
  expireIssued(): void {
    this.#good.clear();
  }

  /** From now on this token has expired, whatever it says itself. */
  withdraw(uniqueId: string): void {
    this.#good.delete(uniqueId);
  }

  /** Checks signature, expiry and audience. `expiresAt` is left out where the token was expired early. */
  async check(token: string, audiences: readonly string[]): Promise<TokenVerdict> {
    let claims: JWTPayload;
    try {
      const publicKey = await this.keys.find(decodeProtectedHeader(token).kid);
      if (publicKey === undefined) return { valid: false, because: "malformed" };
      claims = (await jwtVerify(token, publicKey, { currentDate: new Date(this.#nowMs()) })).payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        return { valid: false, because: "expired", expiresAt: new Date((error.payload.exp ?? 0) * 1_000) };
      return { valid: false, because: "malformed" };
    }
    const audience = String(claims.aud ?? "");
    if (!audiences.includes(normalAudience(audience))) return { valid: false, because: "audience", audience };
    if (!this.#good.has(String(claims["uti"]))) return { valid: false, because: "expired" };
    const challenge = this.#challengeOf(claims);
    if (challenge !== undefined) return { valid: false, because: "claims", challenge };
    return {
      valid: true,
      caller: { objectId: String(claims["oid"]), appId: String(claims["appid"]) },
    };
  }
}
