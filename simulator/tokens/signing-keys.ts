import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from "jose";

interface SigningKey {
  keyId: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  jwk: JWK;
}

/** The RSA keys that tokens are signed with; the newest signs, every published one still checks. */
export class SigningKeys {
  #keys = [newKey()];

  /** The key that signs from now on. */
  current(): Promise<SigningKey> {
    return this.#keys.at(-1) as Promise<SigningKey>;
  }

  /** The public key of a key ID; undefined where it is not published. */
  async find(keyId: string | undefined): Promise<CryptoKey | undefined> {
    const keys = await Promise.all(this.#keys);
    return keys.find((key) => key.keyId === keyId)?.publicKey;
  }

  /** @see https://learn.microsoft.com/entra/identity-platform/signing-key-rollover */
  async published(): Promise<JWK[]> {
    const keys = await Promise.all(this.#keys);
    return keys.map(({ keyId, jwk }) => ({ kty: "RSA", use: "sig", kid: keyId, x5t: keyId, ...jwk }));
  }

  /** A new key signs from now on. @param keepsOld false withdraws every older key, as after a theft. */
  roll(keepsOld: boolean): void {
    this.#keys = keepsOld ? [...this.#keys, newKey()] : [newKey()];
  }
}

async function newKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const { n = "", e = "" } = await exportJWK(publicKey);
  return { keyId: n.slice(0, 27), privateKey, publicKey, jwk: { n, e } };
}
