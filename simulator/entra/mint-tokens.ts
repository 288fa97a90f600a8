import { createHash, randomUUID } from "node:crypto";
import type { JWTPayload } from "jose";
import { understandsChallenges } from "./directory.ts";
import type { EntraState } from "./entra-state.ts";
import type { Grant } from "./grants.ts";
import type { RequestedResource } from "./requested-scopes.ts";

/** Beyond so many a token says where the groups can be read in place of naming them. */
const mostGroups = 200;
/** A token that can be revoked at once may live longer. */
const longLivedSeconds = 86_400;
const graphAudience = "https://graph.microsoft.com";

export interface Minted {
  resource: RequestedResource;
  openId: readonly string[];
  capabilities: readonly string[];
  /** True where the client asked for `client_info`, from which MSAL makes its account. */
  wantsClientInfo: boolean;
  /** Seconds that an access token lives where no setting says it. */
  defaultLifetimeSeconds: number;
}

/**
 * The answer of the token endpoint for a grant.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 * @see https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 */
export async function mintTokens(state: EntraState, grant: Grant, asked: Minted): Promise<object> {
  const { resource, openId } = asked;
  const lifetimeSeconds = lifetimeOf(state, asked);
  const content = { lifetimeSeconds, claims: accessClaims(state, grant, asked) };
  const issued = await state.issuer.issue(grant.user, resource.audience, content);
  state.grants.noteAccessToken(issued.uniqueId, grant);
  const hasOffline = openId.includes("offline_access");
  const shown = openId.filter((scope) => scope !== "offline_access");
  return {
    token_type: "Bearer",
    scope: [...resource.answered, ...shown].join(" "),
    expires_in: lifetimeSeconds,
    ext_expires_in: lifetimeSeconds,
    access_token: issued.accessToken,
    ...(hasOffline ? { refresh_token: state.grants.newRefreshToken(grant, state.nowMs()) } : {}),
    ...(openId.includes("openid") ? { id_token: await state.issuer.sign(idClaims(state, grant)) } : {}),
    ...(asked.wantsClientInfo ? { client_info: clientInfo(state, grant) } : {}),
  };
}

function lifetimeOf(state: EntraState, { resource, capabilities, defaultLifetimeSeconds }: Minted): number {
  const { accessTokenSeconds } = state.lifetimes;
  if (accessTokenSeconds !== undefined) return accessTokenSeconds;
  const isEvaluated = !resource.isOwnApi && understandsChallenges(capabilities);
  return isEvaluated ? Math.max(longLivedSeconds, defaultLifetimeSeconds) : defaultLifetimeSeconds;
}

function accessClaims(state: EntraState, grant: Grant, { resource, capabilities }: Minted): JWTPayload {
  const { user, app, methods, authenticationContexts } = grant;
  const known = capabilities.filter((capability) => capability.toLowerCase() === "cp1");
  const common: JWTPayload = {
    scp: resource.granted.join(" "),
    sub: pairwiseSubject(user.objectId, resource.audience),
    ...groupClaims(state, grant),
    ...(known.length === 0 ? {} : { xms_cc: known }),
    ...(authenticationContexts.length === 0 ? {} : { acrs: authenticationContexts }),
  };
  if (!resource.isOwnApi)
    return {
      ...common,
      amr: methods,
      acr: "1",
      appid: app.clientId,
      appidacr: grant.isConfidential ? "1" : "0",
    };
  const roles = state.directory.rolesOf(user);
  return {
    ...common,
    aud: app.clientId,
    iss: `${state.origin}/${state.tenantId}/v2.0`,
    ver: "2.0",
    azp: app.clientId,
    azpacr: grant.isConfidential ? "1" : "0",
    preferred_username: user.upn,
    ...(roles.length === 0 ? {} : { roles }),
    ...notOfVersion2,
  };
}

/** What tokens of version 1 say and those of version 2 do not; undefined is not written. */
const notOfVersion2 = { appid: undefined, unique_name: undefined, upn: undefined };

function idClaims(state: EntraState, grant: Grant): JWTPayload {
  const { user, app, nonce, signedInAtMs } = grant;
  const issuedAt = Math.floor(state.nowMs() / 1_000);
  const roles = state.directory.rolesOf(user);
  return {
    aud: app.clientId,
    iss: `${state.origin}/${state.tenantId}/v2.0`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + 3_600,
    auth_time: Math.floor(signedInAtMs / 1_000),
    name: user.displayName ?? user.upn,
    oid: user.objectId,
    preferred_username: user.upn,
    sub: pairwiseSubject(user.objectId, app.clientId),
    tid: state.tenantId,
    uti: randomUUID(),
    ver: "2.0",
    ...groupClaims(state, grant),
    ...(roles.length === 0 ? {} : { roles }),
    ...(nonce === undefined ? {} : { nonce }),
  };
}

/** @see https://learn.microsoft.com/security/zero-trust/develop/configure-tokens-group-claims-app-roles#group-overages */
function groupClaims(state: EntraState, { user }: Grant): JWTPayload {
  const groups = state.directory.groupsOf(user);
  if (groups.length === 0) return {};
  if (groups.length <= mostGroups) return { groups };
  const endpoint = `${graphAudience}/v1.0/users/${user.objectId}/getMemberObjects`;
  return { _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint } } };
}

/** A user has another subject at each app, so that apps cannot compare notes. */
function pairwiseSubject(objectId: string, audience: string): string {
  return createHash("sha256").update(`${objectId} ${audience}`).digest("base64url");
}

function clientInfo(state: EntraState, { user }: Grant): string {
  return Buffer.from(JSON.stringify({ uid: user.objectId, utid: state.tenantId })).toString("base64url");
}
