import { deflateSync, inflateSync } from "node:zlib";

/** Below this a body is stored as it is: compression would save nothing worth its time. */
const compressFromBytes = 4 * 1024;

/** The quickest level: answers of Azure are so repetitive that the others save little more. */
const compression = { level: 1 };

const plain = 0;
const deflated = 1;

/** A text as it lies in the database: one byte that says how, then UTF-8 or deflated UTF-8. */
export function storedText(text: string): Uint8Array {
  const bytes = Buffer.from(text, "utf8");
  return bytes.length < compressFromBytes
    ? Buffer.concat([Buffer.of(plain), bytes])
    : Buffer.concat([Buffer.of(deflated), deflateSync(bytes, compression)]);
}

/** @throws StoredTextError when the bytes are not what `storedText` made. */
export function readStoredText(stored: unknown): string {
  if (!(stored instanceof Uint8Array)) throw new StoredTextError();
  const body = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength).subarray(1);
  if (stored[0] === plain) return body.toString("utf8");
  if (stored[0] !== deflated) throw new StoredTextError();
  try {
    return inflateSync(body).toString("utf8");
  } catch (cause) {
    throw new StoredTextError({ cause });
  }
}

export class StoredTextError extends Error {
  override readonly name = "StoredTextError";
  readonly code = "StoreDamaged";

  constructor(options?: ErrorOptions) {
    super(
      "A stored body cannot be read back: the database is damaged. Nothing was changed; restore it from a copy, or move it elsewhere to start with an empty one.",
      options,
    );
  }
}
