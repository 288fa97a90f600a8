import { createDefaultAzureTokens, type DefaultAzureOptions } from "./default-azure-tokens.ts";
import { createTokenCache } from "./token-cache.ts";

/** There is no sign-in of this machine or this function app that the database would take. */
export class TokenPasswordError extends Error {
  override readonly name = "TokenPasswordError";
  readonly code = "TokenPassword";
}

/**
 * A password that is an access token of this process's own identity (a managed identity in Azure, `az login` on one machine), as
 * Azure Database for PostgreSQL takes it. Asked for with each connection; one token is used for as long as it holds.
 *
 * @param audience  of the token, without `/.default`; absent where the database needs none.
 * @returns the password's source, which rejects with TokenPasswordError, whose message says what to do; nothing without audience.
 * @see https://learn.microsoft.com/azure/postgresql/security/security-entra-configure
 */
export function tokenPassword(
  audience: string | undefined,
  options: DefaultAzureOptions,
  nowMs: () => number = Date.now,
): { password?: () => Promise<string> } {
  if (audience === undefined) return {};
  const tokens = createDefaultAzureTokens(options);
  const cache = createTokenCache(nowMs);
  return {
    async password() {
      const answer = await cache.get(audience, () => tokens.fetchToken(audience));
      if (!answer.ok) throw new TokenPasswordError(answer.failure.message);
      return answer.value;
    },
  };
}
