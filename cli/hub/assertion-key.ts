import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JWK } from "jose";

/** The key pair with which a gateway signs principal assertions; the function app is given the public half. */
export interface AssertionKey {
  privateJwk: JWK;
  publicJwk: JWK;
}

/**
 * The hub's key pair, made at the first use and kept in a 0600 file, so that every process of this user signs with the
 * key that the owner's function app knows.
 */
export async function assertionKeyOf(hubDirectory: string): Promise<AssertionKey> {
  const path = join(hubDirectory, "assertion-key.json");
  const stored = readIfThere(path) ?? (await createKey(path));
  const privateJwk = JSON.parse(stored) as JWK;
  const { kty, crv, x, kid, alg } = privateJwk as Required<Pick<JWK, "kty" | "crv" | "x" | "kid" | "alg">>;
  return { privateJwk, publicJwk: { kty, crv, x, kid, alg } };
}

async function createKey(path: string): Promise<string> {
  const { exportJWK, generateKeyPair } = await import("jose");
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), alg: "EdDSA", kid: crypto.randomUUID() };
  try {
    writeFileSync(path, JSON.stringify(jwk), { mode: 0o600, flag: "wx" });
  } catch (error) {
    // Another process was first: its key is the hub's.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(path, "utf8");
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
