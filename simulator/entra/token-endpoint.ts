import { createHash } from "node:crypto";
import type { AppRegistration } from "./app-registrations.ts";
import { checkPolicies } from "./check-policies.ts";
import type { EntraState } from "./entra-state.ts";
import type { Grant } from "./grants.ts";
import { mintTokens } from "./mint-tokens.ts";
import { refusals } from "./refusals.ts";
import { type RequestedClaims, readClaims } from "./requested-claims.ts";
import { openIdResource, type RequestedResource, readScopes } from "./requested-scopes.ts";

interface TokenRequest {
  form: URLSearchParams;
  app: AppRegistration;
  hasSecret: boolean;
  claims: RequestedClaims;
}

/**
 * `/{tenant}/oauth2/v2.0/token` for codes, refresh tokens and device codes.
 *
 * @param authorization the header, where a client sends its secret there.
 * @param defaultLifetimeSeconds of access tokens where no setting says it.
 * @throws EntraRefusal for everything that gives no token.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token
 */
export async function answerToken(
  state: EntraState,
  form: URLSearchParams,
  authorization: string | undefined,
  defaultLifetimeSeconds: number,
): Promise<object> {
  const [basicId, basicSecret] = readBasic(authorization);
  const clientId = form.get("client_id") || basicId;
  if (clientId === undefined) throw refusals.missingParameter("client_id");
  const grantType = form.get("grant_type");
  if (grantType === null || grantType === "") throw refusals.missingParameter("grant_type");
  const app = state.app(clientId);
  const secret = form.get("client_secret") ?? basicSecret;
  if (secret !== undefined && app.clientSecret === undefined) throw refusals.clientIsPublic();
  if (secret !== undefined && secret !== app.clientSecret) throw refusals.wrongSecret(app.clientId);
  const claims = readClaims(form.get("claims") ?? undefined);
  const request = { form, app, hasSecret: secret !== undefined, claims };
  const [grant, use] = grantOf(state, request, grantType);
  const { openId, resource } = wanted(state, request, grant);
  checkPolicies(state, grant, claims, resource.audience);
  use();
  const capabilities = claims.capabilities.length > 0 ? claims.capabilities : grant.capabilities;
  const wantsClientInfo = form.get("client_info") === "1";
  return mintTokens(state, grant, {
    resource,
    openId,
    capabilities,
    wantsClientInfo,
    defaultLifetimeSeconds,
  });
}

/** The grant, and what marks its code or token as used: that happens only where tokens come of it. */
function grantOf(state: EntraState, request: TokenRequest, grantType: string): [Grant, use: () => void] {
  switch (grantType) {
    case "authorization_code":
      return ofCode(state, request);
    case "refresh_token":
      return ofRefreshToken(state, request);
    // MSAL for Node calls it by the short name, which Entra takes too.
    case "device_code":
    case "urn:ietf:params:oauth:grant-type:device_code":
      return ofDeviceCode(state, request);
    default:
      throw refusals.unsupportedGrant(grantType);
  }
}

function ofCode(state: EntraState, request: TokenRequest): [Grant, () => void] {
  const { form, app } = request;
  const text = field(form, "code");
  const redirectUri = field(form, "redirect_uri");
  const verifier = field(form, "code_verifier");
  let code: ReturnType<typeof state.grants.code>;
  try {
    code = state.grants.code(text, app, state.nowMs());
  } finally {
    state.withdrawVoid();
  }
  checkSecret(request, code.grant);
  if (redirectUri !== code.redirectUri) throw refusals.redirectChanged(redirectUri, code.redirectUri);
  if (createHash("sha256").update(verifier).digest("base64url") !== code.challenge)
    throw refusals.wrongVerifier();
  return [
    code.grant,
    () => {
      code.isRedeemed = true;
    },
  ];
}

function ofRefreshToken(state: EntraState, request: TokenRequest): [Grant, () => void] {
  const { form, app, claims } = request;
  const text = field(form, "refresh_token");
  const grant = state.grants.refreshGrant(text, app, state.nowMs());
  checkSecret(request, grant);
  const key = [app.clientId, grant.user.objectId, form.get("scope") ?? "", claims.text].join("\n");
  state.loop.count(key, state.nowMs());
  return [grant, () => state.grants.markUsed(text, state.nowMs())];
}

function ofDeviceCode(state: EntraState, request: TokenRequest): [Grant, () => void] {
  const polled = state.devices.poll(field(request.form, "device_code"), request.app, state.nowMs());
  return [
    polled.outcome.grant,
    () => {
      polled.isRedeemed = true;
    },
  ];
}

/** A code that came to a web app's redirect URI is worth nothing without the app's secret, and a native app has none. */
function checkSecret({ hasSecret }: TokenRequest, grant: Grant): void {
  if (grant.isConfidential && !hasSecret) throw refusals.secretNeeded();
  if (!grant.isConfidential && hasSecret) throw refusals.clientIsPublic();
}

/** One resource, of the request's scope or else the first of the sign-in's. */
function wanted(
  state: EntraState,
  { form, app }: TokenRequest,
  grant: Grant,
): { openId: string[]; resource: RequestedResource } {
  const scope = form.get("scope") ?? "";
  const asked = readScopes(scope, app, state.scopeContext);
  const signedIn = readScopes(grant.scope, app, state.scopeContext);
  if (asked.resources.length > 1) throw refusals.severalResources(scope);
  // What the sign-in did not ask for is not given later on.
  const openId = scope === "" ? signedIn.openId : asked.openId.filter((one) => signedIn.openId.includes(one));
  const [resource = scope === "" ? signedIn.resources[0] : undefined] = asked.resources;
  return { openId, resource: resource ?? openIdResource(signedIn.openId) };
}

function field(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === "") throw refusals.missingField(name);
  return value;
}

function readBasic(authorization: string | undefined): [string?, string?] {
  const encoded = /^basic\s+([\w+/=-]+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return [];
  const [id = "", secret = ""] = Buffer.from(encoded, "base64").toString().split(":");
  return [decoded(id), decoded(secret)];
}

function decoded(text: string): string {
  return new URLSearchParams(`value=${text}`).get("value") ?? "";
}
