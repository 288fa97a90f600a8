import type { Principal } from "../../domain/principal.ts";
import type { Config } from "../../services/platform/config.ts";
import { NotSignedInError } from "./hub-error.ts";

/**
 * Who is signed in on this machine: by the token of `DefaultAzureCredential`, or of the token endpoint where one is
 * configured.
 *
 * @throws NotSignedInError with what to do.
 */
export async function signedInPrincipal(config: Config): Promise<Principal> {
  const { createCredentialSource } = await import("../../services/azure/credentials.ts");
  const kind = config.tokenUrl ? "token_endpoint" : "default_azure";
  const credentials = createCredentialSource({
    kindOf: async () => kind,
    authorityHost: config.azure.authorityHost,
    ...(config.tokenUrl ? { tokenUrl: config.tokenUrl } : {}),
    ...(config.tenantId ? { tenantId: config.tenantId } : {}),
  });
  const outcome = await credentials.signedInAs(kind, config.azure.arm.audience);
  if (!outcome.ok) throw new NotSignedInError(outcome.failure.message);
  return outcome.value;
}
