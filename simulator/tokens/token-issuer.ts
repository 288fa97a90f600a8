import { randomUUID } from "node:crypto";
import { errors, exportJWK, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from "jose";
import type { TenantUser } from "../tenant/tenant-schema.ts";
import { normalAudience } from "./audiences.ts";
import type { Caller } from "./caller.ts";

/** The application that Azure CLI signs in with: what a developer's own token carries. */
const azureCliAppId = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

export type TokenVerdict =
  | { valid: true; caller: Caller }
  | { valid: false; because: "malformed" | "expired" | "audience"; audience?: string; expiresAt?: Date };

export interface IssuedToken {
  accessToken: string;
  /** Seconds since 1970, on the machine's clock: that is the one clients cache by. */
  expiresOn: number;
}

/** Makes and checks access tokens, signed with a key that lives as long as the simulator. */
export class TokenIssuer {
  readonly #tenantId: string;
  readonly #lifetimeSeconds: number;
  readonly #keys = generateKeyPair("RS256");
  /** The `uti` of each token that is still good. */
  readonly #good = new Set<string>();

  constructor(tenantId: string, lifetimeSeconds: number) {
    this.#tenantId = tenantId;
    this.#lifetimeSeconds = lifetimeSeconds;
  }

  async issue(user: TenantUser, resource: string): Promise<IssuedToken> {
    const { privateKey, publicKey } = await this.#keys;
    const issuedAt = Math.floor(Date.now() / 1_000);
    const expiresOn = issuedAt + this.#lifetimeSeconds;
    const uniqueId = randomUUID();
    this.#good.add(uniqueId);
    const keyId = (await exportJWK(publicKey)).n?.slice(0, 27) ?? "";
    const accessToken = await new SignJWT({
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
    })
      .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: keyId })
      .setIssuer(`https://sts.windows.net/${this.#tenantId}/`)
      .setAudience(normalAudience(resource))
      .setSubject(user.objectId)
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(expiresOn)
      .sign(privateKey);
    return { accessToken, expiresOn };
  }

  /** From now on every token that was issued so far has expired, whatever it says itself. */
  expireIssued(): void {
    this.#good.clear();
  }

  /** Checks signature, expiry (machine's clock) and audience. `expiresAt` is left out where the token was expired early. */
  async check(token: string, audiences: readonly string[]): Promise<TokenVerdict> {
    const { publicKey } = await this.#keys;
    let claims: JWTPayload;
    try {
      claims = (await jwtVerify(token, publicKey)).payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        return { valid: false, because: "expired", expiresAt: new Date((error.payload.exp ?? 0) * 1_000) };
      return { valid: false, because: "malformed" };
    }
    const audience = String(claims.aud ?? "");
    if (!audiences.includes(normalAudience(audience))) return { valid: false, because: "audience", audience };
    if (!this.#good.has(String(claims["uti"]))) return { valid: false, because: "expired" };
    return {
      valid: true,
      caller: { objectId: String(claims["oid"]), appId: String(claims["appid"]) },
    };
  }
}
