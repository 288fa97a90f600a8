import { z } from "zod";
import type { KeyRing } from "../../services/stores/keys/key-ring.ts";

/** Whose sign-in a token stands for, and to which client it was given. */
export interface Granted {
  readonly sessionId: string;
  readonly clientId: string;
}

const RefreshGrantSchema = z.strictObject({
  sessionId: z.string(),
  clientId: z.string(),
  /** All that came of one authorization code. */
  family: z.string(),
  /** Grows by one with each renewal. */
  number: z.int().min(1),
  expiresAtMs: z.number(),
});
export type RefreshGrant = z.infer<typeof RefreshGrantSchema>;

const place = "oauth-refresh-token";
/** A sealed grant has some 400 characters. */
const longestToken = 2_048;

/**
 * A refresh token: a grant, sealed by the key ring, so that nobody can read or make one. Nothing is stored of it before it is used; which
 * one follows is written in it, so that two windows that renew at once get the same next one, in whatever process.
 */
export async function sealRefreshToken(grant: RefreshGrant, keys: Pick<KeyRing, "seal">): Promise<string> {
  return await keys.seal(JSON.stringify(grant), place);
}

/** @returns undefined where it is none of this installation's, or too old. */
export async function openRefreshToken(
  token: string,
  keys: Pick<KeyRing, "open">,
  nowMs: number,
): Promise<RefreshGrant | undefined> {
  if (token.length > longestToken) return undefined;
  try {
    const grant = RefreshGrantSchema.parse(JSON.parse(await keys.open(token, place)));
    return grant.expiresAtMs > nowMs ? grant : undefined;
  } catch (error) {
    if (error instanceof Error && ["SealBrokenError", "UnknownKeyError"].includes(error.name))
      return undefined;
    throw error;
  }
}
