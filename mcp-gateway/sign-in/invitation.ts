import { z } from "zod";
import type { KeyRing } from "../../services/stores/keys/key-ring.ts";

/** What a sign-in is for: the `login` tool's, or a client that asks for an access token of the gateway's. */
const PurposeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("login") }),
  z.strictObject({
    kind: z.literal("authorize"),
    clientId: z.string(),
    clientName: z.string(),
    redirectUri: z.string(),
    state: z.string().optional(),
    codeChallenge: z.string(),
  }),
]);

const InvitationSchema = z.strictObject({
  id: z.string().min(16),
  purpose: PurposeSchema,
  /** Who asked: an owner key, or the process on stdio. Only they may hand in a code by hand. */
  askedBy: z.string(),
  /** Who must sign in, where that is known: an owner key. */
  expectedOwner: z.string().optional(),
  /** For the page and for Entra; the invitation is sealed. */
  expectedUser: z.string().optional(),
  /** The session of who asked, which the sign-in renews. */
  sessionId: z.string().optional(),
  claims: z.string().optional(),
  expiresAtMs: z.number(),
});
export type Invitation = z.infer<typeof InvitationSchema>;

/** How long a person has from the link to the end of the sign-in, in milliseconds. */
export const invitationMs = 15 * 60_000;

const place = "sign-in-invitation";

/** The invitation as a parameter of the link: sealed, so that the link names nobody, and nobody can make one. */
export async function sealInvitation(invitation: Invitation, keys: KeyRing): Promise<string> {
  return await keys.seal(JSON.stringify(invitation), place);
}

/** @returns undefined where it is none of this installation's, or too old. */
export async function openInvitation(
  sealed: string,
  keys: KeyRing,
  nowMs: number,
): Promise<Invitation | undefined> {
  let text: string;
  try {
    text = await keys.open(sealed, place);
  } catch (error) {
    if (error instanceof Error && ["SealBrokenError", "UnknownKeyError"].includes(error.name))
      return undefined;
    throw error;
  }
  const invitation = InvitationSchema.parse(JSON.parse(text));
  return invitation.expiresAtMs > nowMs ? invitation : undefined;
}
