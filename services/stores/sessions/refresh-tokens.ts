import type { EntraSession, SessionStore, SessionTokens, StoredSession } from "./session-store.ts";

/**
 * Renews the tokens of a session, once for all who find them too old at the same time, in whatever process: refresh tokens
 * rotate, and one that is used twice may end the sign-in. Whoever comes second gets what the first was given.
 *
 * @param seen     the session whose tokens are too old, as the caller read it.
 * @param refresh  asks Entra with the refresh token of `session`; what it throws is thrown.
 * @returns the session with newer tokens; undefined where it was removed or has expired meanwhile.
 */
export async function refreshTokens(
  sessions: SessionStore,
  seen: StoredSession<EntraSession>,
  refresh: (session: StoredSession<EntraSession>, signal: AbortSignal) => Promise<SessionTokens>,
): Promise<StoredSession<EntraSession> | undefined> {
  return await sessions.withRefreshLock(seen.sessionId, async (session, lock) => {
    if (session === undefined || session.credential !== "entra") return undefined;
    if (session.version !== seen.version) return session;
    const tokens = await refresh(session, lock.signal);
    if (await lock.replaceTokens(session.version, tokens))
      return { ...session, tokens, version: session.version + 1 };
    // Another has held the lock since: what it stored counts, or the session is gone.
    const stored = await sessions.get(session.sessionId);
    return stored?.credential === "entra" ? stored : undefined;
  });
}
