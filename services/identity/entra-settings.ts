/** How this product is known to Microsoft Entra: one app registration. */
export interface EntraSettings {
  /** Such as `https://login.microsoftonline.com`; a simulator's on this machine. */
  readonly authorityHost: string;
  /** The tenant's GUID or domain; `organizations` lets people of any tenant in. */
  readonly tenantId: string;
  /** The app registration's application (client) ID. */
  readonly clientId: string;
  /**
   * What proves that a request comes from this app: a secret, or an assertion made when it is needed (a managed identity's
   * token for `api://AzureADTokenExchange`). Absent for a public client, whose proof is PKCE alone.
   */
  readonly proof?: { readonly secret: string } | { readonly assertion: () => Promise<string> } | undefined;
}
