import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { RingKey } from "./key-ring.ts";
import { SealBrokenError } from "./key-ring-errors.ts";

/**
 * AES-256-GCM with a random nonce. One key may seal 2^32 texts so; a thousand people whose tokens are renewed each hour
 * take five centuries for that. @see https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf (8.3)
 */
const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;
export const keyBytes = 32;

const version = "v1";

/** version . key ID . nonce . tag . ciphertext; the last three in base64url. */
const form = /^v1\.([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]*)$/u;

export function sealText(plain: string, associatedData: string, { id, key }: RingKey): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(authenticated(id, associatedData));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"));
  return [version, id, ...parts].join(".");
}

/** @throws SealBrokenError where the text is of another form. */
export function keyIdOf(sealed: string): string {
  return partsOf(sealed).id;
}

/** @throws SealBrokenError where anything of it was changed, or it was sealed for another place. */
export function openSealed(sealed: string, associatedData: string, { id, key }: RingKey): string {
  const { nonce, tag, ciphertext } = partsOf(sealed);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(authenticated(id, associatedData));
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString("utf8");
  } catch {
    throw new SealBrokenError();
  }
}

function partsOf(sealed: string): { id: string; nonce: Buffer; tag: Buffer; ciphertext: Buffer } {
  const parts = form.exec(sealed);
  if (parts === null) throw new SealBrokenError();
  const [, id, ...encoded] = parts as unknown as [string, string, string, string, string];
  const [nonce, tag, ciphertext] = encoded.map((text) => Buffer.from(text, "base64url")) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  return { id, nonce, tag, ciphertext };
}

/** Version and key ID are authenticated too; neither holds a line feed. */
function authenticated(id: string, associatedData: string): Buffer {
  return Buffer.from(`${version}\n${id}\n${associatedData}`, "utf8");
}
