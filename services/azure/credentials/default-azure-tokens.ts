import type { TokenCredential } from "@azure/core-auth";
import { failureCodes } from "../../../domain/failure.ts";
import type { AccessTokens } from "./token-cache.ts";

export interface DefaultAzureOptions {
  readonly authorityHost: string;
  readonly tenantId?: string;
  /** Makes the credential; another one in tests. */
  readonly createCredential?: () => Promise<TokenCredential>;
}

/** What `@azure/identity` throws where nobody is signed in, or the sign-in no longer holds. */
const signInErrors = [
  "AggregateAuthenticationError",
  "AuthenticationError",
  "AuthenticationRequiredError",
  "CredentialUnavailableError",
];

/**
 * Tokens of the developer of this machine, by `DefaultAzureCredential` (environment, Azure CLI, azd, …). The library is
 * loaded with the first token.
 *
 * @see https://learn.microsoft.com/javascript/api/@azure/identity/defaultazurecredential
 */
export function createDefaultAzureTokens(options: DefaultAzureOptions): AccessTokens {
  let credential: Promise<TokenCredential> | undefined;
  return {
    async fetchToken(audience) {
      credential ??= (options.createCredential ?? (() => loadCredential(options)))();
      try {
        const token = await (await credential).getToken(`${audience}/.default`);
        if (token !== null)
          return { ok: true, value: { token: token.token, expiresAtMs: token.expiresOnTimestamp } };
      } catch (error) {
        if (!(error instanceof Error) || !signInErrors.includes(error.name)) throw error;
      }
      const tenant = options.tenantId === undefined ? "" : ` --tenant ${options.tenantId}`;
      return {
        ok: false,
        failure: {
          code: failureCodes.signInRequired,
          message: `No Azure sign-in of this machine is valid for ${audience}. Run: az login${tenant}`,
        },
      };
    },
  };
}

async function loadCredential(options: DefaultAzureOptions): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new DefaultAzureCredential({
    authorityHost: options.authorityHost,
    ...(options.tenantId === undefined ? {} : { tenantId: options.tenantId }),
  });
}
