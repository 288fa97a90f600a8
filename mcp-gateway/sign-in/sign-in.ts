import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { type Caller, ownerKey } from "../../domain/principal.ts";
import type { CliTokens } from "../../services/identity/cli-token.ts";
import type { EntraClient, EntraSignIn } from "../../services/identity/entra-client.ts";
import {
  type EntraOutcome,
  type EntraRefusal,
  refusalReturned,
} from "../../services/identity/entra-refusal.ts";
import type { KeyRing } from "../../services/stores/keys/key-ring.ts";
import type { SingleUse } from "../../services/stores/single-use.ts";
import { type Invitation, invitationMs, openInvitation, sealInvitation } from "./invitation.ts";
import type { SessionOpener } from "./session-opener.ts";

export interface SignInOptions {
  readonly entra: EntraClient;
  /** Takes tokens of the Azure CLI in the place of a sign-in. */
  readonly cliTokens: CliTokens;
  readonly keys: KeyRing;
  readonly singleUse: SingleUse;
  readonly sessions: SessionOpener;
  /** Is told how each sign-in ended that came back. */
  readonly onEnd?: (end: SignInEnd) => Promise<void>;
  /** Where the sign-in pages are served: an origin. */
  readonly origin: () => string;
  readonly nowMs?: () => number;
}

export interface InvitationRequest {
  readonly purpose: Invitation["purpose"];
  readonly askedBy: string;
  /** Must be the one who signs in. */
  readonly expected?: Caller;
  /** A claims challenge of Azure's. */
  readonly claims?: string;
}

/** How a sign-in ended that a browser, or a person, brought back. */
export type SignInEnd =
  | { readonly kind: "signed_in"; readonly caller: Caller; readonly invitation: Invitation }
  | { readonly kind: "expired" }
  | { readonly kind: "other_browser" }
  | { readonly kind: "declined"; readonly invitation: Invitation }
  | { readonly kind: "refused"; readonly refusal: EntraRefusal; readonly invitation: Invitation }
  /** Entra gave no answer: the invitation is still good. */
  | { readonly kind: "unreachable"; readonly message: string; readonly invitation: Invitation }
  | { readonly kind: "other_user"; readonly user: string; readonly invitation: Invitation };

/** What Entra sent the browser back with. */
export interface Returned {
  readonly state: string;
  readonly code?: string;
  readonly error?: string;
  /** Of Entra's, or anybody's: it is not shown. */
  readonly errorDescription?: string;
}

const PendingSchema = z.strictObject({
  nonce: z.string(),
  codeVerifier: z.string(),
  redirectUri: z.string(),
  /** SHA-256 of the browser's cookie. */
  browser: z.string(),
  invitation: z.string(),
});

/**
 * Signs a person in with Microsoft Entra by authorization code and PKCE.
 *
 * A link invites to a page of the gateway's. There the person consents; only then a state is made, good once, and bound to
 * the browser by a cookie. What comes back is redeemed once, and must be the person who was expected. One sign-in comes of an
 * invitation, however often its link was opened.
 */
export class SignIn {
  readonly #options: SignInOptions;

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  /** The link to the page, and the ID under which its end is told once. It may be opened as often as one likes, until it is used. */
  async invite(asked: InvitationRequest): Promise<{ url: string; id: string; request: string }> {
    const { keys, origin } = this.#options;
    const id = randomBytes(16).toString("base64url");
    const sealed = await sealInvitation(
      {
        id,
        purpose: asked.purpose,
        askedBy: asked.askedBy,
        ...(asked.expected
          ? { expectedOwner: ownerKey(asked.expected), expectedUser: asked.expected.userPrincipalName }
          : {}),
        ...(asked.expected?.sessionId === undefined ? {} : { sessionId: asked.expected.sessionId }),
        ...(asked.claims === undefined ? {} : { claims: asked.claims }),
        expiresAtMs: this.#nowMs() + invitationMs,
      },
      keys,
    );
    const url = new URL("/auth/sign-in", origin());
    url.searchParams.set("request", sealed);
    return { url: url.href, id, request: sealed };
  }

  async open(sealed: string): Promise<Invitation | undefined> {
    return await openInvitation(sealed, this.#options.keys, this.#nowMs());
  }

  /**
   * The person has consented in the browser that holds `cookie`.
   *
   * @returns where at Entra the browser must go; undefined where the invitation is no more good.
   */
  async consent(sealed: string, cookie: string): Promise<string | undefined> {
    const { entra, origin, singleUse } = this.#options;
    const invitation = await this.open(sealed);
    if (invitation === undefined) return undefined;
    const state = randomBytes(24).toString("base64url");
    const nonce = randomBytes(24).toString("base64url");
    const codeVerifier = randomBytes(48).toString("base64url");
    const redirectUri = new URL("/auth/callback", origin()).href;
    const pending = { nonce, codeVerifier, redirectUri, browser: hashOf(cookie), invitation: sealed };
    await singleUse.putOnce(`sign-in ${state}`, JSON.stringify(pending), invitationMs / 1_000);
    return await entra.signInUrl({
      state,
      nonce,
      redirectUri,
      codeChallenge: hashOf(codeVerifier),
      ...(invitation.expectedUser === undefined ? {} : { loginHint: invitation.expectedUser }),
      ...(invitation.claims === undefined ? {} : { claims: invitation.claims }),
    });
  }

  /** Entra has sent a browser back to the callback. */
  async return(returned: Returned, cookie: string | undefined): Promise<SignInEnd> {
    return await this.#end(returned, ({ browser }) =>
      cookie !== undefined && sameText(hashOf(cookie), browser) ? undefined : { kind: "other_browser" },
    );
  }

  /** The person handed in what the browser could not deliver. Whoever it was for must be the one who hands it in. */
  async handIn(returned: Returned, handedInBy: string): Promise<SignInEnd> {
    return await this.#end(returned, (_, { askedBy }) =>
      sameText(askedBy, handedInBy) ? undefined : { kind: "expired" },
    );
  }

  /**
   * The person brings an access token of the Azure CLI instead of going to Entra, in the browser that holds the cookie. One that
   * is refused leaves the invitation as it was.
   */
  async bringToken(sealed: string, token: string): Promise<SignInEnd> {
    const invitation = await this.open(sealed);
    if (invitation === undefined) return { kind: "expired" };
    const outcome = await this.#options.cliTokens.verify(token);
    return await this.#accept(outcome, invitation);
  }

  /** What came of an invitation, told once, to whoever knows its ID. */
  async takeEnd(id: string): Promise<string | undefined> {
    return await this.#options.singleUse.take(`signed-in ${id}`);
  }

  async #end(
    returned: Returned,
    refuse: (pending: z.infer<typeof PendingSchema>, invitation: Invitation) => SignInEnd | undefined,
  ): Promise<SignInEnd> {
    const end = await this.#endOf(returned, refuse);
    await this.#options.onEnd?.(end);
    return end;
  }

  async #endOf(
    { state, code, error, errorDescription }: Returned,
    refuse: (pending: z.infer<typeof PendingSchema>, invitation: Invitation) => SignInEnd | undefined,
  ): Promise<SignInEnd> {
    const { entra, singleUse } = this.#options;
    const stored = await singleUse.take(`sign-in ${state}`);
    if (stored === undefined) return { kind: "expired" };
    const pending = PendingSchema.parse(JSON.parse(stored));
    const invitation = await this.open(pending.invitation);
    if (invitation === undefined) return { kind: "expired" };
    const refused = refuse(pending, invitation);
    if (refused !== undefined) return refused;
    if (code === undefined || error !== undefined) {
      const refusal = error === undefined ? undefined : refusalReturned(error, errorDescription);
      return refusal ? { kind: "refused", refusal, invitation } : { kind: "declined", invitation };
    }
    const { codeVerifier, nonce, redirectUri } = pending;
    try {
      return await this.#accept(
        await entra.redeemCode({ code, codeVerifier, redirectUri, nonce }),
        invitation,
      );
    } catch (cause) {
      if (!(cause instanceof Error) || cause.name !== "EntraUnreachableError") throw cause;
      return { kind: "unreachable", message: cause.message, invitation };
    }
  }

  async #accept(outcome: EntraOutcome<EntraSignIn>, invitation: Invitation): Promise<SignInEnd> {
    if (!outcome.ok) return { kind: "refused", refusal: outcome.refusal, invitation };
    const { expectedOwner, id } = invitation;
    const { sessions, singleUse } = this.#options;
    const { principal } = outcome.value;
    if (expectedOwner !== undefined && ownerKey(principal) !== expectedOwner)
      return { kind: "other_user", user: principal.userPrincipalName, invitation };
    // What did not end in a sign-in has used nothing up: the link can be opened again.
    if (!(await singleUse.putOnce(`invitation ${id}`, "used", invitationMs / 1_000)))
      return { kind: "expired" };
    const caller = await sessions.open(outcome.value, invitation.sessionId);
    await singleUse.putOnce(`signed-in ${id}`, caller.sessionId ?? "", invitationMs / 1_000);
    return { kind: "signed_in", caller, invitation };
  }

  #nowMs(): number {
    return (this.#options.nowMs ?? Date.now)();
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("base64url");
}

/** In a time that tells nothing of either. */
function sameText(left: string, right: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(left)), Buffer.from(hashOf(right)));
}
