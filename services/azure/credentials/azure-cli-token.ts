import { failureCodes, type Outcome } from "../../../domain/failure.ts";

/**
 * The access token that the Azure CLI of this machine gives, for its person: to be handed to a gateway elsewhere.
 *
 * @param audience  without `/.default`.
 */
export async function azureCliToken(audience: string, tenantId?: string): Promise<Outcome<string>> {
  const { AzureCliCredential } = await import("@azure/identity");
  const credential = new AzureCliCredential(tenantId === undefined ? {} : { tenantId });
  try {
    return { ok: true, value: (await credential.getToken(`${audience}/.default`)).token };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "CredentialUnavailableError") throw error;
    const tenant = tenantId === undefined ? "" : ` --tenant ${tenantId}`;
    return {
      ok: false,
      failure: {
        code: failureCodes.signInRequired,
        message: `The Azure CLI of this machine gave no token. Run: az login${tenant}`,
      },
    };
  }
}
