import type { Outcome } from "../../../domain/failure.ts";
import type { Principal } from "../../../domain/principal.ts";

export interface AccessToken {
  readonly token: string;
  /** Milliseconds since 1970 by this machine's clock. */
  readonly expiresAtMs: number;
}

/** A token that a service has just refused, with the claims that it wants of the next one, where it named some. */
export interface RejectedToken {
  readonly token: string;
  readonly claims?: string;
}

/** Where tokens come from. Expected failures (nobody is signed in) are data. */
export interface AccessTokens {
  /**
   * @param principal  for whom, where that is known; sources of one identity need not look at it.
   * @param rejected   a token that is not to be given again; sources that keep none need not look at it.
   */
  fetchToken(
    audience: string,
    principal?: Principal,
    rejected?: RejectedToken,
  ): Promise<Outcome<AccessToken>>;
}

export interface TokenCache {
  /** The cached token, else a fetched one; callers that ask at the same time share one fetch. */
  get(
    key: string,
    fetchToken: () => Promise<Outcome<AccessToken>>,
    rejectedToken?: string,
  ): Promise<Outcome<string>>;
}

const renewBeforeMs = 5 * 60_000;

/** Keeps access tokens in memory until five minutes before they expire. Failures are not kept. */
export function createTokenCache(nowMs: () => number): TokenCache {
  const kept = new Map<string, AccessToken>();
  const pending = new Map<string, Promise<Outcome<AccessToken>>>();

  return {
    async get(key, fetchToken, rejectedToken) {
      const current = kept.get(key);
      if (
        current !== undefined &&
        current.token !== rejectedToken &&
        current.expiresAtMs - renewBeforeMs > nowMs()
      )
        return { ok: true, value: current.token };
      const fetched = await joined(key, fetchToken);
      return fetched.ok ? { ok: true, value: fetched.value.token } : fetched;
    },
  };

  function joined(
    key: string,
    fetchToken: () => Promise<Outcome<AccessToken>>,
  ): Promise<Outcome<AccessToken>> {
    const under = pending.get(key);
    if (under !== undefined) return under;
    const fetching = fetchAndKeep(key, fetchToken).finally(() => pending.delete(key));
    pending.set(key, fetching);
    return fetching;
  }

  async function fetchAndKeep(
    key: string,
    fetchToken: () => Promise<Outcome<AccessToken>>,
  ): Promise<Outcome<AccessToken>> {
    const fetched = await fetchToken();
    if (fetched.ok) kept.set(key, fetched.value);
    else kept.delete(key);
    return fetched;
  }
}
