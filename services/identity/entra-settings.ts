/** How this product is known to Microsoft Entra: one app registration. */
export interface EntraSettings {
  /** Such as `https://login.microsoftonline.com`; a simulator's on this machine. */
  readonly authorityHost: string;
  /** The tenant's GUID or domain. */
  readonly tenantId: string;
  /** The app registration's application (client) ID. */
  readonly clientId: string;
  /** What proves that a request comes from this app. Never show it. */
  readonly clientSecret?: string;
  /**
   * Client ID of the managed identity whose token proves it instead (`system`: the system-assigned one), by a federated credential
   * of the app registration. With neither it is a public client, whose proof is PKCE alone.
   */
  readonly federatedIdentity?: string;
}

/** @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity */
const exchangeAudience = "api://AzureADTokenExchange";

/** The managed identity's token that stands for the app's secret, made when it is needed. */
export async function federatedAssertion(federatedIdentity: string): Promise<string> {
  const { ManagedIdentityApplication } = await import("@azure/msal-node");
  const identity = new ManagedIdentityApplication(
    federatedIdentity === "system"
      ? {}
      : { managedIdentityIdParams: { userAssignedClientId: federatedIdentity } },
  );
  return (await identity.acquireToken({ resource: exchangeAudience })).accessToken;
}
