import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { ids } from "../support/sample-tenant.ts";
import { armScope, failureOf, graphScope, openEntra, signInByCode } from "./support/open-entra.ts";

const ann = "ann@example.com";
const subscriptions = "/subscriptions?api-version=2022-12-01";
const bearer = (token: string | undefined): RequestInit => ({
  headers: { authorization: `Bearer ${token}` },
});

test("a public client signs a user in by code and PKCE, and ARM takes the token", async () => {
  const { azure, entra, browser, publicClient } = await openEntra();
  const result = await signInByCode(publicClient(), browser, ann, { nonce: "n-1" });
  expect(result).toMatchObject({
    tenantId: ids.tenant,
    uniqueId: ids.ann,
    tokenType: "Bearer",
    scopes: expect.arrayContaining([armScope]) as string[],
    account: { username: ann, homeAccountId: `${ids.ann}.${ids.tenant}` },
    idTokenClaims: { nonce: "n-1", aud: entra.clientId, oid: ids.ann, preferred_username: ann },
  });
  expect(decodeJwt(result.accessToken)).toMatchObject({
    aud: "https://management.azure.com",
    iss: `https://sts.windows.net/${ids.tenant}/`,
    tid: ids.tenant,
    oid: ids.ann,
    upn: ann,
    appid: entra.clientId,
    amr: ["pwd"],
    scp: "user_impersonation",
    xms_cc: ["CP1"],
    groups: expect.arrayContaining([ids.developers]) as string[],
  });
  expect((await azure.send(subscriptions, bearer(result.accessToken))).status).toBe(200);
});

test("an id token is verified by the published keys, before and after a roll-over", async () => {
  const { entra, browser, publicClient } = await openEntra();
  const keys = createRemoteJWKSet(new URL(`${entra.authority}/discovery/v2.0/keys`), { cooldownDuration: 0 });
  const check = (token: string) =>
    jwtVerify(token, keys, { issuer: `${entra.authority}/v2.0`, audience: entra.clientId });
  const before = await signInByCode(publicClient(), browser, ann);
  entra.apply({ keys: "roll" });
  const after = await signInByCode(publicClient(), browser, ann);
  const headers = [await check(before.idToken), await check(after.idToken)].map(
    ({ protectedHeader }) => protectedHeader.kid,
  );
  expect(new Set(headers).size).toBe(2);
  entra.apply({ keys: "replace" });
  const published = (await (await fetch(`${entra.authority}/discovery/v2.0/keys`)).json()) as {
    keys: unknown[];
  };
  expect(published.keys).toHaveLength(1);
});

test("a confidential client redeems its code with the secret", async () => {
  const { azure, browser, confidentialClient } = await openEntra();
  const result = await signInByCode(confidentialClient(), browser, "bob@example.com");
  expect(decodeJwt(result.accessToken)).toMatchObject({ oid: ids.bob, appidacr: "1" });
  const graph = await signInByCode(confidentialClient(), browser, "bob@example.com", {
    scopes: [graphScope],
  });
  const me = await azure.send("/v1.0/me", bearer(graph.accessToken));
  expect(me).toMatchObject({ status: 200, body: { id: ids.bob, userPrincipalName: "bob@example.com" } });
});

test("the app's own API gets a token of version 2 with groups and app roles", async () => {
  const { entra, browser, publicClient } = await openEntra({
    settings: { roles: { Support: [ids.developers] } },
  });
  const result = await signInByCode(publicClient(), browser, ann, { scopes: [entra.apiScope] });
  const claims = decodeJwt(result.accessToken);
  expect(claims).toMatchObject({
    aud: entra.clientId,
    iss: `${entra.authority}/v2.0`,
    ver: "2.0",
    azp: entra.clientId,
    scp: "Diagnose",
    roles: ["Support"],
    preferred_username: ann,
  });
  expect(claims).not.toHaveProperty("appid");
  const other = await signInByCode(publicClient(), browser, "bob@example.com", { scopes: [entra.apiScope] });
  expect(decodeJwt(other.accessToken)).not.toHaveProperty("roles");
});

test("one sign-in gives tokens for every resource, silently", async () => {
  const { azure, entra, browser, publicClient } = await openEntra();
  const client = publicClient();
  const { account } = await signInByCode(client, browser, ann);
  const silent = async (scope: string): Promise<string> =>
    (await client.acquireTokenSilent({ account: account!, scopes: [scope] })).accessToken;
  const logs = await silent("https://api.loganalytics.io/.default");
  const query = `/v1/workspaces/${ids.customer}/query?query=print%201`;
  expect((await azure.send(query, bearer(logs))).status).toBe(200);
  expect((await azure.send("/v1.0/me", bearer(await silent(graphScope)))).status).toBe(200);
  expect(decodeJwt(await silent(entra.apiScope))).toMatchObject({ aud: entra.clientId });
  expect(
    entra
      .requests()
      .map(({ grantType }) => grantType)
      .filter(Boolean),
  ).toEqual(["authorization_code", "refresh_token", "refresh_token", "refresh_token"]);
  await silent(graphScope);
  expect(entra.requests().filter(({ grantType }) => grantType === "refresh_token")).toHaveLength(3);
});

test("organizations leads to the tenant of the user", async () => {
  const { entra, browser, publicClient } = await openEntra();
  const result = await signInByCode(publicClient(`${entra.origin}/organizations`), browser, ann);
  expect(result).toMatchObject({ tenantId: ids.tenant, account: { username: ann } });
});

test("MSAL is told that a tenant is not there", async () => {
  const { entra, publicClient } = await openEntra();
  const client = publicClient(`${entra.origin}/${ids.subscription}`);
  const failed = client.getAuthCodeUrl({ scopes: [armScope], redirectUri: "http://localhost" });
  await expect(failed).rejects.toMatchObject({ errorCode: "endpoints_resolution_error" });
  const answer = await fetch(`${entra.origin}/${ids.subscription}/v2.0/.well-known/openid-configuration`);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: "invalid_tenant", error_codes: [90002] });
});

test("a redirect URI that is not the app's is refused to the user, and nothing is sent there", async () => {
  const { browser, publicClient } = await openEntra();
  for (const redirectUri of [
    "https://evil.example/",
    "http://localhost:1/other",
    "http://localhost.evil.example",
  ]) {
    const url = await publicClient().getAuthCodeUrl({
      scopes: [armScope],
      redirectUri,
      codeChallenge: "x".repeat(43),
      codeChallengeMethod: "S256",
    });
    const page = await browser.open(url);
    expect([page.status, page.location]).toEqual([400, undefined]);
    expect(page.html).toContain("AADSTS50011");
  }
});

test("a user who cancels sends access_denied to the app, with its state", async () => {
  const { browser, publicClient } = await openEntra();
  const url = await publicClient().getAuthCodeUrl({
    scopes: [armScope],
    redirectUri: "http://localhost:4000",
    state: "s&1",
    codeChallenge: "x".repeat(43),
    codeChallengeMethod: "S256",
  });
  const { status, location } = await browser.press(await browser.open(url), "cancel");
  expect([status, location?.origin]).toEqual([302, "http://localhost:4000"]);
  expect(Object.fromEntries(location!.searchParams)).toEqual({
    error: "access_denied",
    error_subcode: "cancel",
    error_description: "AADSTS65004: User declined to consent to access the app.",
    state: "s&1",
  });
});

test("a refresh token works once more within its grace, and not after it", async () => {
  let nowMs = Date.now();
  const { entra, token, browser, publicClient } = await openEntra({ nowMs: () => nowMs });
  const client = publicClient();
  await signInByCode(client, browser, ann);
  const first = refreshTokenOf(client);
  const refresh = async (refreshToken: string): Promise<Record<string, unknown>> => {
    const form = { grant_type: "refresh_token", client_id: entra.clientId, refresh_token: refreshToken };
    return (await (await token({ ...form, scope: `${armScope} offline_access` })).json()) as Record<
      string,
      unknown
    >;
  };
  const second = await refresh(first);
  expect(second["refresh_token"]).not.toBe(first);
  nowMs += 29_000;
  expect(await refresh(first)).toHaveProperty("access_token");
  nowMs += 2_000;
  expect(await refresh(first)).toMatchObject({
    error: "invalid_grant",
    suberror: "bad_token",
    error_codes: [70000],
  });
  expect(await refresh(String(second["refresh_token"]))).toHaveProperty("access_token");
});

test("a refresh token that lay unused for ninety days has expired", async () => {
  let nowMs = Date.now();
  const { browser, publicClient } = await openEntra({ nowMs: () => nowMs });
  const client = publicClient();
  const { account } = await signInByCode(client, browser, ann);
  nowMs += 90 * 86_400_000 + 1;
  const failed = client.acquireTokenSilent({ account: account!, scopes: [armScope], forceRefresh: true });
  expect(await failureOf(failed)).toMatchObject({
    needsUser: true,
    code: "invalid_grant",
    subError: "bad_token",
    aadsts: "AADSTS700082",
  });
});

function refreshTokenOf(client: ReturnType<Awaited<ReturnType<typeof openEntra>>["publicClient"]>): string {
  const cache = JSON.parse(client.getTokenCache().serialize()) as {
    RefreshToken: Record<string, { secret: string }>;
  };
  return Object.values(cache.RefreshToken)[0]?.secret ?? "";
}
