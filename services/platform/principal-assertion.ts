import { randomUUID } from "node:crypto";
import type { JSONWebKeySet, JWK, JWTPayload } from "jose";
import { z } from "zod";
import { assertionAudience, assertionIssuer } from "../../domain/function-app-api.ts";
import { limits } from "../../domain/limits.ts";
import { ownerKey, type Principal } from "../../domain/principal.ts";

/** What the gateway says of the caller: who it is and, where it knows them, the roles. */
interface AssertedPrincipal {
  readonly principal: Principal;
  readonly roles: readonly string[];
  /** Of this assertion: one that changes something is good once. */
  readonly id: string;
  /** The one request that it is good for, such as `POST /api/diagnoses`; absent where it is good for reads. */
  readonly command?: string;
}

/** Why an assertion was refused; never the assertion itself. */
export class InvalidAssertionError extends Error {
  override readonly name = "InvalidAssertionError";
  readonly code = "InvalidAssertion";

  constructor(reason: string, options?: ErrorOptions) {
    super(`The principal assertion is not valid: ${reason}. Sign in again at the gateway.`, options);
  }
}

const ClaimsSchema = z.looseObject({
  sub: z.string(),
  jti: z.string().min(1),
  iat: z.number(),
  exp: z.number(),
  tid: z.string().min(1),
  oid: z.string().min(1),
  upn: z.string().min(1),
  roles: z.array(z.string()).optional(),
  cmd: z.string().optional(),
});

const algorithm = "EdDSA";
const clockToleranceSeconds = 5;

export interface AssertionKeys {
  readonly privateJwk: JWK;
  readonly jwks: JSONWebKeySet;
}

/** A new Ed25519 key pair: the gateway keeps the private key, the function app gets the set of public ones. */
export async function createAssertionKeys(): Promise<AssertionKeys> {
  const { calculateJwkThumbprint, exportJWK, generateKeyPair } = await import("jose");
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const publicJwk = await exportJWK(pair.publicKey);
  const named = { kid: await calculateJwkThumbprint(publicJwk), alg: algorithm, use: "sig" };
  return {
    privateJwk: { ...(await exportJWK(pair.privateKey)), ...named },
    jwks: { keys: [{ ...publicJwk, ...named }] },
  };
}

export interface AssertionSigner {
  /**
   * A signed assertion, valid for `limits.assertionSeconds`.
   *
   * @param asserted.command  the one request that it is good for, once; without it, it is good for any number of reads.
   */
  sign(asserted: {
    readonly principal: Principal;
    readonly roles?: readonly string[];
    readonly command?: string;
  }): Promise<string>;
}

/** Signs principal assertions for the function app with the gateway's Ed25519 private key. */
export function createAssertionSigner(privateJwk: JWK, now: () => Date = () => new Date()): AssertionSigner {
  let imported: ReturnType<typeof importPrivateKey> | undefined;
  return {
    async sign({ command, principal, roles }) {
      imported ??= importPrivateKey(privateJwk);
      const { key, SignJWT } = await imported;
      const issuedAt = Math.floor(now().getTime() / 1_000);
      return new SignJWT({
        tid: principal.tenantId,
        oid: principal.objectId,
        upn: principal.userPrincipalName,
        ...(roles === undefined ? {} : { roles: [...roles] }),
        ...(command === undefined ? {} : { cmd: command }),
      })
        .setProtectedHeader({
          alg: algorithm,
          typ: "JWT",
          ...(privateJwk.kid ? { kid: privateJwk.kid } : {}),
        })
        .setIssuer(assertionIssuer)
        .setAudience(assertionAudience)
        .setSubject(ownerKey(principal))
        .setJti(randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + limits.assertionSeconds)
        .sign(key);
    },
  };
}

async function importPrivateKey(privateJwk: JWK) {
  const { importJWK, SignJWT } = await import("jose");
  return { key: await importJWK(privateJwk, algorithm), SignJWT };
}

export interface AssertionVerifier {
  /** @throws InvalidAssertionError where the signature, issuer, audience, lifetime or form is not the gateway's. */
  verify(assertion: string): Promise<AssertedPrincipal>;
}

/** Verifies principal assertions against the public keys of the gateways that may send them. */
export function createAssertionVerifier(
  jwks: JSONWebKeySet,
  now: () => Date = () => new Date(),
): AssertionVerifier {
  let opened: ReturnType<typeof openKeySet> | undefined;
  return {
    async verify(assertion) {
      opened ??= openKeySet(jwks);
      const claims = ClaimsSchema.safeParse(await verifiedPayload(assertion, await opened, now()));
      if (!claims.success) throw new InvalidAssertionError("it does not say whose it is");
      const { cmd, sub, iat, exp, jti, tid, oid, upn, roles } = claims.data;
      if (exp - iat > limits.assertionSeconds)
        throw new InvalidAssertionError(`it is valid for longer than ${limits.assertionSeconds} s`);
      const principal = { tenantId: tid, objectId: oid, userPrincipalName: upn };
      if (sub !== ownerKey(principal)) throw new InvalidAssertionError("its subject is somebody else");
      return { principal, roles: roles ?? [], id: jti, ...(cmd === undefined ? {} : { command: cmd }) };
    },
  };
}

/** It keeps each key as it has imported it. */
async function openKeySet(jwks: JSONWebKeySet) {
  const { createLocalJWKSet, errors, jwtVerify } = await import("jose");
  return { keySet: createLocalJWKSet(jwks), errors, jwtVerify };
}

async function verifiedPayload(
  assertion: string,
  { keySet, errors, jwtVerify }: Awaited<ReturnType<typeof openKeySet>>,
  currentDate: Date,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(assertion, keySet, {
      algorithms: [algorithm],
      issuer: assertionIssuer,
      audience: assertionAudience,
      clockTolerance: clockToleranceSeconds,
      maxTokenAge: limits.assertionSeconds,
      requiredClaims: ["sub", "jti", "iat", "exp"],
      currentDate,
    });
    return payload;
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    throw new InvalidAssertionError(reasonOf(error.code), { cause: error });
  }
}

function reasonOf(code: string): string {
  switch (code) {
    case "ERR_JWT_EXPIRED":
      return "it has expired";
    case "ERR_JWT_CLAIM_VALIDATION_FAILED":
      return "its issuer, audience or time is not the gateway's";
    case "ERR_JWS_SIGNATURE_VERIFICATION_FAILED":
    case "ERR_JWKS_NO_MATCHING_KEY":
      return "it is not signed by a known gateway";
    case "ERR_JOSE_ALG_NOT_ALLOWED":
      return `it is not signed with ${algorithm}`;
    default:
      return "it is not a signed token";
  }
}
