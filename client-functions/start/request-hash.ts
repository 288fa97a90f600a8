import { createHash } from "node:crypto";
import type { DebugRequest } from "../../domain/contract/debug-request.ts";

/** SHA-256, in hex, of what a redacted request asks; its idempotency key is no part of that. */
export function requestHash(request: DebugRequest): string {
  const { idempotency_key: _, ...asked } = request;
  return sha256(canonicalJson(asked));
}

/** What is stored of an idempotency key: the caller's own text may be anything. */
export function idempotencyDigest(key: string): string {
  return sha256(`idempotency-key\n${key}`);
}

/** The SHA-256 of a text's UTF-8 bytes, in hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** JSON with the properties of every object in order of their names. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
