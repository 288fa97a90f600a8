import type { EntraState } from "./entra-state.ts";

/**
 * `/{tenant}/v2.0/.well-known/openid-configuration`.
 *
 * @param tenant as the request names it; an alias keeps its place in the addresses, and its issuer is a template.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#find-your-apps-openid-configuration-document-uri
 */
export function openIdConfiguration(
  { origin, tenantId }: EntraState,
  tenant: string,
  isAlias: boolean,
): object {
  const own = isAlias ? tenant : tenantId;
  const endpoints = `${origin}/${own}/oauth2/v2.0`;
  return {
    token_endpoint: `${endpoints}/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    jwks_uri: `${origin}/${own}/discovery/v2.0/keys`,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code"],
    code_challenge_methods_supported: ["S256"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    issuer: `${origin}/${isAlias ? "{tenantid}" : tenantId}/v2.0`,
    request_uri_parameter_supported: false,
    authorization_endpoint: `${endpoints}/authorize`,
    device_authorization_endpoint: `${endpoints}/devicecode`,
    http_logout_supported: true,
    end_session_endpoint: `${endpoints}/logout`,
    claims_supported: [
      "sub",
      "iss",
      "aud",
      "exp",
      "iat",
      "auth_time",
      "nonce",
      "preferred_username",
      "name",
      "tid",
      "ver",
    ],
    tenant_region_scope: "EU",
    cloud_instance_name: new URL(origin).host,
  };
}

/** `/common/discovery/instance`: the names of this cloud, as MSAL asks for them where it does not know an authority. */
export function instanceDiscovery({ origin, tenantId }: EntraState): object {
  const host = new URL(origin).host;
  return {
    tenant_discovery_endpoint: `${origin}/${tenantId}/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
