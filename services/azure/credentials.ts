import { type Failure, failureCodes, type Outcome } from "../../domain/failure.ts";
import { ownerKey, type Principal } from "../../domain/principal.ts";
import { createDefaultAzureTokens } from "./credentials/default-azure-tokens.ts";
import {
  type AccessToken,
  type AccessTokens,
  createTokenCache,
  type RejectedToken,
} from "./credentials/token-cache.ts";
import { createTokenEndpointTokens } from "./credentials/token-endpoint-tokens.ts";
import { readTokenPrincipal } from "./credentials/token-principal.ts";

/** How a session signs in: as the developer of this machine, at the token endpoint of a simulator, or with Microsoft Entra. */
type CredentialKind = "default_azure" | "token_endpoint" | "entra";

export interface CredentialSource {
  /**
   * An access token for the audience, in the principal's name; from the cache until five minutes before it expires.
   *
   * @param rejected  a token that the service has just refused: it is not handed out again.
   * @returns the token; else `SignInRequired` with what to do.
   */
  accessToken(principal: Principal, audience: string, rejected?: RejectedToken): Promise<Outcome<string>>;
  /** Who is signed in, by the claims of a fresh token: for a new session, and for `whoami`. */
  signedInAs(kind: Exclude<CredentialKind, "entra">, audience: string): Promise<Outcome<Principal>>;
}

export interface CredentialSourceOptions {
  /** The kind of the principal's session; undefined where there is none. */
  readonly kindOf: (principal: Principal) => Promise<CredentialKind | undefined>;
  /** Where `token_endpoint` sessions get their tokens; loopback only. */
  readonly tokenUrl?: string;
  /** Such as `https://login.microsoftonline.com`. */
  readonly authorityHost: string;
  readonly tenantId?: string;
  /** Token sources by kind: that of `entra`, which keeps its own; others for tests. */
  readonly tokens?: Partial<Record<CredentialKind, AccessTokens>>;
  readonly nowMs?: () => number;
}

/** Hands out access tokens by session. Tokens stay in memory; nothing is stored. */
export function createCredentialSource(options: CredentialSourceOptions): CredentialSource {
  const cache = createTokenCache(options.nowMs ?? Date.now);
  const tokensOf = sourcesByKind(options);

  return {
    async accessToken(principal, audience, rejected) {
      const kind = await options.kindOf(principal);
      if (kind === undefined)
        return signInRequired(`There is no sign-in of ${principal.userPrincipalName}. Sign in again.`);
      const tokens = tokensOf(kind);
      // It knows of a sign-in that has ended meanwhile; the cache would not.
      if (kind === "entra") return tokenText(await tokens.fetchToken(audience, principal, rejected));
      const key = `${kind} ${ownerKey(principal)} ${audience}`;
      const fetchOwnToken = async (): Promise<Outcome<AccessToken>> => {
        const token = await tokens.fetchToken(audience, principal);
        return token.ok && kind === "default_azure" ? ownToken(token.value, principal) : token;
      };
      return cache.get(key, fetchOwnToken, rejected?.token);
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
    if (kind === "default_azure") return createDefaultAzureTokens(options);
    if (kind === "token_endpoint") return createTokenEndpointTokens(options.tokenUrl);
    return {
      fetchToken: async () =>
        signInRequired("This function app is not set up for Microsoft Entra: set AZEBAL_ENTRA_CLIENT_ID."),
    };
  }
}

function tokenText(outcome: Outcome<AccessToken>): Outcome<string> {
  return outcome.ok ? { ok: true, value: outcome.value.token } : outcome;
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
