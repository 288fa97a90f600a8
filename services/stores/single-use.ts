import { createHash } from "node:crypto";
import type { KeyRing } from "./keys/key-ring.ts";

/**
 * Things that are good once, for all processes together: the state of a sign-in, an authorization code, the ID of an assertion.
 * Neither keys nor values can be read in the store: keys are hashed, values sealed.
 */
export interface SingleUse {
  /**
   * @param ttlSeconds  how long it is kept: more than 0. Until then it cannot be put again, taken or not.
   * @returns false, with nothing changed, where the key was put before.
   * @throws RangeError, a StoreError where the store cannot be reached
   */
  putOnce(key: string, value: string, ttlSeconds: number): Promise<boolean>;
  /**
   * Puts it in the place of whatever is there, taken or not: the latest is what is taken.
   *
   * @throws RangeError, a StoreError where the store cannot be reached
   */
  put(key: string, value: string, ttlSeconds: number): Promise<void>;
  /**
   * @returns the value, to one caller only; undefined where there is none, it was taken, or its time is over.
   * @throws UnknownKeyError, SealBrokenError, a StoreError where the store cannot be reached
   */
  take(key: string): Promise<string | undefined>;
}

/** Milliseconds. */
export function ttlMsOf(ttlSeconds: number): number {
  if (!(ttlSeconds > 0 && Number.isFinite(ttlSeconds)))
    throw new RangeError(`What is good once is kept for more than 0 seconds, not ${ttlSeconds}.`);
  return Math.ceil(ttlSeconds * 1_000);
}

/** The name under which it is stored: whoever reads the store does not learn the key. */
export function storedKeyOf(key: string): string {
  return createHash("sha256").update(key, "utf8").digest("base64url");
}

export async function sealValue(key: string, value: string, keys: KeyRing): Promise<string> {
  return await keys.seal(value, placeOf(key));
}

export async function openValue(key: string, sealed: string, keys: KeyRing): Promise<string> {
  return await keys.open(sealed, placeOf(key));
}

function placeOf(key: string): string {
  return JSON.stringify(["single-use", key]);
}
