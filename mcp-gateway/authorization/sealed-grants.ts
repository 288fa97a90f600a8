import { z } from "zod";
import type { KeyRing } from "../../services/stores/keys/key-ring.ts";

/** Whose sign-in a token stands for, and to which client it was given. */
export interface Granted {
  readonly sessionId: string;
  readonly clientId: string;
}

const granted = { sessionId: z.string(), clientId: z.string(), expiresAtMs: z.number() };

const CodeGrantSchema = z.strictObject({
  ...granted,
  /** Under which it is remembered that it was used. */
  id: z.string(),
  redirectUri: z.string(),
  codeChallenge: z.string(),
});
export type CodeGrant = z.infer<typeof CodeGrantSchema>;

const RefreshGrantSchema = z.strictObject({
  ...granted,
  /** All that came of one authorization code. */
  family: z.string(),
  /** Grows by one with each renewal. */
  number: z.int().min(1),
});
export type RefreshGrant = z.infer<typeof RefreshGrantSchema>;

const kinds = {
  code: { schema: CodeGrantSchema, place: "oauth-code" },
  refresh: { schema: RefreshGrantSchema, place: "oauth-refresh-token" },
} as const;
interface Grants {
  code: CodeGrant;
  refresh: RefreshGrant;
}

/** A sealed grant has some 500 characters. */
const longestText = 2_048;

/**
 * An authorization code or a refresh token: a grant, sealed by the key ring, so that nobody can read or make one. Nothing is stored of
 * it before it is used. Which refresh token follows is written in it, so that two windows that renew at once go on from the same one.
 */
export async function sealGrant<K extends keyof Grants>(
  kind: K,
  grant: Grants[K],
  keys: Pick<KeyRing, "seal">,
): Promise<string> {
  return await keys.seal(JSON.stringify(grant), kinds[kind].place);
}

/** @returns undefined where it is none of this installation's, or too old. */
export async function openGrant<K extends keyof Grants>(
  kind: K,
  text: string,
  keys: Pick<KeyRing, "open">,
  nowMs: number,
): Promise<Grants[K] | undefined> {
  if (text.length > longestText) return undefined;
  const { place, schema } = kinds[kind];
  try {
    const grant = schema.parse(JSON.parse(await keys.open(text, place))) as Grants[K];
    return grant.expiresAtMs > nowMs ? grant : undefined;
  } catch (error) {
    if (error instanceof Error && ["SealBrokenError", "UnknownKeyError"].includes(error.name))
      return undefined;
    throw error;
  }
}
