import { failureCodes, type Outcome } from "../../domain/failure.ts";
import { ownerKey, type Principal } from "../../domain/principal.ts";
import type {
  EntraSession,
  SessionStore,
  SessionTokens,
  StoredSession,
} from "../stores/sessions/session-store.ts";
import type { EntraClient, EntraTokens } from "./entra-client.ts";
import { type EntraRefusal, isConsentMissing } from "./entra-refusal.ts";

/** A token for one audience, until when it is good. */
interface Token {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/** A token that Azure has just refused, with the claims that it wants of the next one, where it named some. */
interface Rejected {
  readonly token: string;
  readonly claims?: string;
}

export interface SessionTokensOptions {
  readonly sessions: SessionStore;
  readonly entra: Pick<EntraClient, "refresh">;
  /** Whose token the session itself keeps: Azure Resource Manager's. */
  readonly audience: string;
  /** Keeps a claims challenge for the person's next sign-in: without it, that would be refused like this one. */
  readonly keepClaims: (principal: Principal, claims: string) => Promise<void>;
  readonly nowMs?: () => number;
}

export interface SessionTokenSource {
  fetchToken(audience: string, principal?: Principal, rejected?: Rejected): Promise<Outcome<Token>>;
}

const renewBeforeMs = 5 * 60_000;
/** Sessions of one person that are tried one after the other: each dead one is removed on the way. */
const mostTried = 4;
const mostKept = 5_000;

/**
 * Access tokens of people who signed in with Microsoft Entra, by their newest session, whichever that is by now. Tokens for Azure
 * Resource Manager stand in the session; those for other audiences are kept in memory, for as long as the session is there.
 * The refresh token rotates: one renewal of a session at a time, in whatever process.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/refresh-tokens
 */
export function createSessionTokens(options: SessionTokensOptions): SessionTokenSource {
  const { audience: ownAudience, entra, sessions } = options;
  const nowMs = options.nowMs ?? Date.now;
  const kept = new Map<string, Token>();

  return {
    async fetchToken(audience, principal, rejected) {
      if (principal === undefined) return signInRequired("Nobody is named whose token this is.");
      for (let tried = 0; tried < mostTried; tried += 1) {
        const session = await sessions.findByPrincipal(principal);
        if (session?.credential !== "entra") break;
        const outcome = await tokenOf(session, audience, rejected);
        if (outcome !== "dead") return outcome;
      }
      return signInRequired(
        `The sign-in of ${principal.userPrincipalName} has ended. Sign in again (the login tool); the diagnosis goes on from there.`,
      );
    },
  };

  async function tokenOf(
    session: StoredSession<EntraSession>,
    audience: string,
    rejected: Rejected | undefined,
  ): Promise<Outcome<Token> | "dead"> {
    const current = audience === ownAudience ? ownToken(session) : kept.get(keyOf(session, audience));
    if (current !== undefined && isFresh(current, rejected)) return { ok: true, value: current };
    const isUsable =
      current !== undefined && current.token !== rejected?.token && current.expiresAtMs > nowMs();
    const renewed = await renew(session, audience, rejected).catch((error: unknown): Renewed => {
      // Entra has until the end of the old one to come back.
      if (isUsable && error instanceof Error && error.name === "EntraUnreachableError")
        return { kind: "token", token: current };
      throw error;
    });
    if (renewed.kind === "unrenewable") {
      if (isUsable) return { ok: true, value: current };
      // What cannot be renewed ends with its token; for another audience it never had one.
      if (audience !== ownAudience) return signInRequired(unrenewable(session.principal));
      await sessions.remove(session.sessionId);
      return "dead";
    }
    if (renewed.kind === "token") return { ok: true, value: renewed.token };
    if (renewed.kind === "gone") return "dead";
    const { refusal } = renewed;
    // What another service is not consented to ends no sign-in: the rest goes on without it.
    if (audience !== ownAudience && isConsentMissing(refusal))
      return { ok: false, failure: { code: failureCodes.consentRequired, message: refusal.message } };
    if (refusal.claims === undefined && refusal.code === failureCodes.signInRequired) {
      await sessions.remove(session.sessionId);
      return "dead";
    }
    const wanted = refusal.claims ?? rejected?.claims;
    if (wanted !== undefined) await options.keepClaims(session.principal, wanted);
    return { ok: false, failure: { code: refusal.code, message: refusal.message } };
  }

  function isFresh({ expiresAtMs, token }: Token, rejected: Rejected | undefined): boolean {
    return token !== rejected?.token && expiresAtMs - renewBeforeMs > nowMs();
  }

  type Renewed =
    | { kind: "token"; token: Token }
    /** Removed meanwhile, or renewed elsewhere. */
    | { kind: "gone" }
    | { kind: "unrenewable" }
    | { kind: "refused"; refusal: EntraRefusal };

  async function renew(
    seen: StoredSession<EntraSession>,
    audience: string,
    rejected: Rejected | undefined,
  ): Promise<Renewed> {
    return await sessions.withRefreshLock(seen.sessionId, async (session, lock): Promise<Renewed> => {
      if (session?.credential !== "entra") return { kind: "gone" };
      // Whoever waited finds what the first was given.
      const current = audience === ownAudience ? ownToken(session) : kept.get(keyOf(session, audience));
      if (current !== undefined && isFresh(current, rejected)) return { kind: "token", token: current };
      const { refreshToken } = session.tokens;
      if (refreshToken === undefined) return { kind: "unrenewable" };
      const answer = await entra.refresh({
        refreshToken,
        audience,
        ...(rejected?.claims === undefined ? {} : { claims: rejected.claims }),
      });
      if (!answer.ok) return { kind: "refused", refusal: answer.refusal };
      const isStored = await lock.replaceTokens(
        session.version,
        after(session.tokens, answer.value, audience),
      );
      // It was ended while Entra answered: nothing is read with it any more.
      if (!isStored) return { kind: "gone" };
      const token = { token: answer.value.accessToken, expiresAtMs: answer.value.accessTokenExpiresAtMs };
      if (audience !== ownAudience) keep(session, audience, token);
      return { kind: "token", token };
    });
  }

  function after(before: SessionTokens, given: EntraTokens, audience: string): SessionTokens {
    const rotated = { ...before, ...(given.refreshToken ? { refreshToken: given.refreshToken } : {}) };
    if (audience !== ownAudience) return rotated;
    return {
      ...rotated,
      accessToken: given.accessToken,
      accessTokenExpiresAt: new Date(given.accessTokenExpiresAtMs).toISOString(),
    };
  }

  function keep(session: EntraSession, audience: string, token: Token): void {
    if (kept.size >= mostKept) kept.clear();
    kept.set(keyOf(session, audience), token);
  }
}

function ownToken({ tokens }: EntraSession): Token {
  return { token: tokens.accessToken, expiresAtMs: Date.parse(tokens.accessTokenExpiresAt) };
}

/** Tokens of a session that has ended are never found again: whoever signs in anew has another ID. */
function keyOf({ sessionId, principal }: EntraSession, audience: string): string {
  return `${ownerKey(principal)} ${sessionId} ${audience}`;
}

function unrenewable({ userPrincipalName }: Principal): string {
  return `The sign-in of ${userPrincipalName} is by a token for Azure Resource Manager alone, which is not renewed. Sign in with the login tool for what else is read.`;
}

function signInRequired(message: string): { ok: false; failure: { code: string; message: string } } {
  return { ok: false, failure: { code: failureCodes.signInRequired, message } };
}
