import { createPrivateKey } from "node:crypto";
import type { JWK } from "jose";
import type { KeyRing } from "../stores/keys/key-ring.ts";

/** The Ed25519 keys with which the gateways of one installation sign their access tokens. */
export interface SigningKeys {
  /** The key that signs now. */
  current(): Promise<JWK>;
  /** A public key by its ID; undefined where no gateway of this installation has it. */
  publicKey(keyId: string): Promise<JWK | undefined>;
}

const purpose = "azebal access tokens, Ed25519";
/** PKCS #8 of an Ed25519 key, up to its 32 bytes. @see https://www.rfc-editor.org/rfc/rfc8410 */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * Signing keys that are worked out from the key ring: every gateway that shares it has them, nothing further is stored, and they
 * rotate with it. The ring's own key cannot be found from one.
 */
export function createSigningKeys(ring: Pick<KeyRing, "derive">): SigningKeys {
  const made = new Map<string, JWK>();

  const keyOf = (id: string, seed: Buffer): JWK => {
    const known = made.get(id);
    if (known !== undefined) return known;
    const der = Buffer.concat([pkcs8Prefix, seed]);
    const jwk = createPrivateKey({ key: der, format: "der", type: "pkcs8" }).export({ format: "jwk" });
    der.fill(0);
    const key: JWK = { ...(jwk as JWK), kid: id, alg: "EdDSA", use: "sig" };
    made.set(id, key);
    return key;
  };

  return {
    async current() {
      const { id, key } = (await ring.derive(purpose)).at(-1)!;
      return keyOf(id, key);
    },

    async publicKey(keyId) {
      const found = (await ring.derive(purpose, keyId)).find(({ id }) => id === keyId);
      if (found === undefined) return undefined;
      const { d: _private, ...publicJwk } = keyOf(found.id, found.key);
      return publicJwk;
    },
  };
}
