import { type Failure, failureCodes, type Outcome } from "../../domain/failure.ts";
import { ownerKey, type Principal } from "../../domain/principal.ts";
import { createDefaultAzureTokens } from "./credentials/default-azure-tokens.ts";
import { type AccessToken, type AccessTokens, createTokenCache } from "./credentials/token-cache.ts";
import { createTokenEndpointTokens } from "./credentials/token-endpoint-tokens.ts";
import { readTokenPrincipal } from "./credentials/token-principal.ts";

/** How a session signs in: as the developer of this machine, or at the token endpoint of a simulator. */
type CredentialKind = "default_azure" | "token_endpoint";

export interface CredentialSource {
  /**
   * An access token for the audience, in the principal's name; from the cache until five minutes before it expires.
   *
   * @param rejectedToken  a token that the service has just refused: it is not handed out again.
   * @returns the token; else `SignInRequired` with what to do.
   */
  accessToken(principal: Principal, audience: string, rejectedToken?: string): Promise<Outcome<string>>;
  /** Who is signed in, by the claims of a fresh token: for a new session, and for `whoami`. */
  signedInAs(kind: CredentialKind, audience: string): Promise<Outcome<Principal>>;
}

export interface CredentialSourceOptions {
  /** The kind of the principal's session; undefined where there is none. */
  readonly kindOf: (principal: Principal) => Promise<CredentialKind | undefined>;
  /** Where `token_endpoint` sessions get their tokens; loopback only. */
  readonly tokenUrl?: string;
  /** Such as `https://login.microsoftonline.com`. */
  readonly authorityHost: string;
  readonly tenantId?: string;
  /** Other token sources by kind, for tests. */
  readonly tokens?: Partial<Record<CredentialKind, AccessTokens>>;
  readonly nowMs?: () => number;
}

/** Hands out access tokens by session. Tokens stay in memory; nothing is stored. */
export function createCredentialSource(options: CredentialSourceOptions): CredentialSource {
  const cache = createTokenCache(options.nowMs ?? Date.now);
  const tokensOf = sourcesByKind(options);

  return {
    async accessToken(principal, audience, rejectedToken) {
      const kind = await options.kindOf(principal);
      if (kind === undefined)
        return signInRequired(`There is no sign-in of ${principal.userPrincipalName}. Sign in again.`);
      const tokens = tokensOf(kind);
      const key = `${kind} ${ownerKey(principal)} ${audience}`;
      const fetchOwnToken = async (): Promise<Outcome<AccessToken>> => {
        const token = await tokens.fetchToken(audience, principal);
        return token.ok && kind === "default_azure" ? ownToken(token.value, principal) : token;
      };
      return cache.get(key, fetchOwnToken, rejectedToken);
    },
    async signedInAs(kind, audience) {
      const token = await tokensOf(kind).fetchToken(audience);
      if (!token.ok) return token;
      const principal = readTokenPrincipal(token.value.token);
      if (principal === undefined)
        return signInRequired("The access token does not say who is signed in. Sign in with a user account.");
      return { ok: true, value: principal };
    },
  };
}

function sourcesByKind(options: CredentialSourceOptions): (kind: CredentialKind) => AccessTokens {
  const made = new Map<CredentialKind, AccessTokens>();
  return (kind) => {
    const tokens = options.tokens?.[kind] ?? made.get(kind) ?? create(kind);
    made.set(kind, tokens);
    return tokens;
  };

  function create(kind: CredentialKind): AccessTokens {
    return kind === "default_azure"
      ? createDefaultAzureTokens(options)
      : createTokenEndpointTokens(options.tokenUrl);
  }
}

/** On a shared machine the signed-in account may have changed: a diagnosis never reads with somebody else's rights. */
function ownToken(token: AccessToken, principal: Principal): Outcome<AccessToken> {
  const actual = readTokenPrincipal(token.token);
  if (actual !== undefined && ownerKey(actual) === ownerKey(principal)) return { ok: true, value: token };
  const who = actual?.userPrincipalName ?? "somebody else";
  return signInRequired(
    `This machine is signed in to Azure as ${who}, but the diagnosis belongs to ${principal.userPrincipalName} (tenant ${principal.tenantId}). Run: az login --tenant ${principal.tenantId}`,
  );
}

function signInRequired(message: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { code: failureCodes.signInRequired, message } };
}
