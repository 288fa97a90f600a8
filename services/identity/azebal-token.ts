import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { SigningKeys } from "./signing-keys.ts";

/** Who may be called with a token, and by what right: every tool of the gateway is behind this one scope. */
export const azebalScope = "azebal.diagnose";

/** How long a token is good for, in seconds. A session's end ends it at once, since each use looks the session up. */
export const azebalTokenSeconds = 10 * 60;

/** Why a token was refused; never the token itself. `missingScope` is set where it is valid, but not for this. */
export class InvalidAzebalTokenError extends Error {
  override readonly name = "InvalidAzebalTokenError";
  readonly code = "InvalidToken";
  readonly missingScope: string | undefined;

  constructor(reason: string, options?: ErrorOptions & { missingScope?: string }) {
    super(`The access token is not valid: ${reason}.`, options);
    this.missingScope = options?.missingScope;
  }
}

export interface AzebalTokenClaims {
  readonly sessionId: string;
  readonly clientId: string;
}

export interface AzebalTokensOptions {
  readonly keys: SigningKeys;
  /** The authorization server's identifier: the gateway's public origin. */
  readonly issuer: string;
  /** The resource that the tokens are for: the gateway's MCP endpoint (RFC 8707). */
  readonly audience: string;
  readonly now?: () => Date;
}

export interface AzebalTokens {
  /** A signed token that carries the session's handle and nothing of the person. */
  sign(claims: AzebalTokenClaims): Promise<string>;
  /** @throws InvalidAzebalTokenError where the signature, issuer, audience, lifetime, form or scope is another. */
  verify(token: string): Promise<AzebalTokenClaims>;
}

const algorithm = "EdDSA";
/** The media type of RFC 9068: an access token is never taken for another kind of signed token. */
const tokenType = "at+jwt";

const ClaimsSchema = z.looseObject({
  sid: z.string().min(16),
  client_id: z.string().min(1),
  scope: z.string(),
  iat: z.number(),
  exp: z.number(),
});

/** Access tokens of the gateway's own authorization server. @see https://www.rfc-editor.org/rfc/rfc9068 */
export function createAzebalTokens(options: AzebalTokensOptions): AzebalTokens {
  const now = options.now ?? (() => new Date());
  return {
    async sign({ sessionId, clientId }) {
      const { importJWK, SignJWT } = await import("jose");
      const key = await options.keys.current();
      const issuedAt = Math.floor(now().getTime() / 1_000);
      return await new SignJWT({ sid: sessionId, client_id: clientId, scope: azebalScope })
        .setProtectedHeader({ alg: algorithm, typ: tokenType, ...(key.kid ? { kid: key.kid } : {}) })
        .setIssuer(options.issuer)
        .setAudience(options.audience)
        .setJti(randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + azebalTokenSeconds)
        .sign(await importJWK(key, algorithm));
    },

    async verify(token) {
      const claims = ClaimsSchema.safeParse(await verifiedPayload(token, options, now()));
      if (!claims.success) throw new InvalidAzebalTokenError("it is no token of this gateway");
      const { client_id, exp, iat, scope, sid } = claims.data;
      if (exp - iat > azebalTokenSeconds)
        throw new InvalidAzebalTokenError(`it is valid for longer than ${azebalTokenSeconds} s`);
      if (!scope.split(" ").includes(azebalScope))
        throw new InvalidAzebalTokenError(`it lacks the scope ${azebalScope}`, { missingScope: azebalScope });
      return { sessionId: sid, clientId: client_id };
    },
  };
}

async function verifiedPayload(
  token: string,
  { keys, issuer, audience }: AzebalTokensOptions,
  currentDate: Date,
): Promise<unknown> {
  const { errors, jwtVerify } = await import("jose");
  try {
    const { payload } = await jwtVerify(token, async ({ kid }) => await verifyingKey(keys, kid), {
      algorithms: [algorithm],
      issuer,
      audience,
      typ: tokenType,
      clockTolerance: 5,
      requiredClaims: ["jti", "iat", "exp"],
      currentDate,
    });
    return payload;
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    throw new InvalidAzebalTokenError(reasonOf(error.code), { cause: error });
  }
}

async function verifyingKey(keys: SigningKeys, keyId: string | undefined) {
  const { errors, importJWK } = await import("jose");
  const key = await keys.publicKey(keyId ?? "");
  if (key === undefined) throw new errors.JWKSNoMatchingKey();
  return await importJWK(key, algorithm);
}

function reasonOf(code: string): string {
  switch (code) {
    case "ERR_JWT_EXPIRED":
      return "it has expired";
    case "ERR_JWT_CLAIM_VALIDATION_FAILED":
      return "its issuer, audience, kind or time is not this gateway's";
    case "ERR_JWS_SIGNATURE_VERIFICATION_FAILED":
    case "ERR_JWKS_NO_MATCHING_KEY":
      return "it is not signed by this gateway";
    default:
      return "it is not a signed token of this gateway";
  }
}
