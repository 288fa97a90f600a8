import { type AccountInfo, PublicClientApplication } from "@azure/msal-node";
import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import type { Reply } from "../support/open-azure.ts";
import { ids } from "../support/sample-tenant.ts";
import {
  armScope,
  failureOf,
  graphScope,
  type OpenEntra,
  openEntra,
  signInByCode,
} from "./support/open-entra.ts";

const ann = "ann@example.com";

interface SignedIn extends OpenEntra {
  client: PublicClientApplication;
  accessToken: string;
  account: AccountInfo;
  silent: (claims?: string) => Promise<{ accessToken: string }>;
  arm: (token: string) => Promise<Reply>;
}

async function signedIn(options: Parameters<typeof openEntra>[0] = {}): Promise<SignedIn> {
  const open = await openEntra(options);
  const client = open.publicClient();
  const { accessToken, account } = await signInByCode(client, open.browser, ann);
  return {
    ...open,
    client,
    accessToken,
    account: account!,
    silent: (claims) =>
      client.acquireTokenSilent({
        account: account!,
        scopes: [armScope],
        forceRefresh: true,
        ...(claims === undefined ? {} : { claims }),
      }),
    arm: (token) =>
      open.azure.send("/subscriptions?api-version=2022-12-01", {
        headers: { authorization: `Bearer ${token}` },
      }),
  };
}

/** The claims request of a claims challenge. */
function challengeOf({ headers }: Reply): string {
  const header = headers.get("www-authenticate") ?? "";
  expect(header).toContain('error="insufficient_claims"');
  return Buffer.from(/claims="([^"]+)"/.exec(header)?.[1] ?? "", "base64").toString();
}

test("a revoked user's token is challenged, cannot be refreshed, and a new sign-in with the claims is taken", async () => {
  const { entra, client, browser, accessToken, silent, arm } = await signedIn();
  expect((await arm(accessToken)).status).toBe(200);
  entra.revoke(ids.ann);
  const refused = await arm(accessToken);
  expect(refused.status).toBe(401);
  expect(refused.headers.get("www-authenticate")).toContain(
    `authorization_uri="${entra.origin}/common/oauth2/authorize"`,
  );
  const claims = challengeOf(refused);
  expect(JSON.parse(claims)).toEqual({
    access_token: { nbf: { essential: true, value: expect.stringMatching(/^\d{10}$/) as string } },
  });
  expect(await failureOf(silent(claims))).toMatchObject({
    needsUser: true,
    code: "invalid_grant",
    subError: "bad_token",
    aadsts: "AADSTS50173",
  });
  const again = await signInByCode(client, browser, ann, { claims });
  expect((await arm(again.accessToken)).status).toBe(200);
});

test("a token of a client that does not understand challenges is good until it expires", async () => {
  const open = await openEntra();
  const { clientId, authority, knownAuthority } = open.entra;
  const client = new PublicClientApplication({
    auth: { clientId, authority, knownAuthorities: [knownAuthority] },
  });
  const { accessToken } = await signInByCode(client, open.browser, ann);
  open.entra.revoke(ann);
  const headers = { authorization: `Bearer ${accessToken}` };
  expect((await open.azure.send("/subscriptions?api-version=2022-12-01", { headers })).status).toBe(200);
});

test("revokeSignInSessions of Microsoft Graph revokes oneself alone", async () => {
  const { azure, client, account, silent } = await signedIn();
  const { accessToken } = await client.acquireTokenSilent({ account, scopes: [graphScope] });
  const post = (path: string) =>
    azure.send(path, { method: "POST", headers: { authorization: `Bearer ${accessToken}` } });
  expect((await post(`/v1.0/users/${ids.bob}/revokeSignInSessions`)).status).toBe(403);
  expect(await silent()).toHaveProperty("accessToken");
  expect(await post("/v1.0/me/revokeSignInSessions")).toMatchObject({ status: 200, body: { value: true } });
  expect(await failureOf(silent())).toMatchObject({ aadsts: "AADSTS50173" });
  expect((await post("/v1.0/me/revokeSignInSessions")).status).toBe(401);
});

test("a resource that wants an authentication context is served after a step-up, and by refreshes from then on", async () => {
  const { entra, client, browser, accessToken, silent, arm } = await signedIn();
  entra.apply({ users: { [ann]: { authenticationContext: "c1" } } });
  const claims = challengeOf(await arm(accessToken));
  expect(JSON.parse(claims)).toEqual({ access_token: { acrs: { essential: true, value: "c1" } } });
  const refused = await failureOf(silent(claims));
  expect(refused).toMatchObject({ needsUser: true, subError: "basic_action", aadsts: "AADSTS50076" });
  expect(JSON.parse(refused.claims)).toMatchObject({ access_token: { acrs: { value: "c1" } } });
  const steppedUp = await signInByCode(client, browser, ann, { claims });
  expect(decodeJwt(steppedUp.accessToken)).toMatchObject({ acrs: ["c1"], amr: ["pwd", "mfa"] });
  expect((await arm(steppedUp.accessToken)).status).toBe(200);
  expect((await arm((await silent()).accessToken)).status).toBe(200);
});

test.each([
  ["required", "AADSTS50076"],
  ["enrollment", "AADSTS50079"],
] as const)("a second factor that is %s stops refreshes until the user gave it", async (mfa, aadsts) => {
  const { entra, client, browser, silent } = await signedIn();
  entra.apply({ users: { [ann]: { mfa } } });
  const refused = await failureOf(silent());
  expect(refused).toMatchObject({ needsUser: true, code: "invalid_grant", subError: "basic_action", aadsts });
  expect(JSON.parse(refused.claims)).toMatchObject({ access_token: { capolids: { essential: true } } });
  await signInByCode(client, browser, ann, { claims: refused.claims });
  expect(decodeJwt((await silent()).accessToken)["amr"]).toEqual(["pwd", "mfa"]);
});

test("a blocked user gets no token, and the way back to the app tells it", async () => {
  const { entra, client, browser, silent } = await signedIn();
  entra.apply({ users: { [ann]: { blocked: true } } });
  expect(await failureOf(silent())).toMatchObject({
    needsUser: true,
    subError: "message_only",
    aadsts: "AADSTS53003",
  });
  const url = await client.getAuthCodeUrl({
    scopes: [armScope],
    redirectUri: "http://localhost:4000",
    codeChallenge: "x".repeat(43),
    codeChallengeMethod: "S256",
    prompt: "select_account",
  });
  const page = await browser.signIn(url, ann);
  expect([page.ids.includes("error"), page.html.includes("AADSTS53003")]).toEqual([true, true]);
  const { location } = await browser.press(page, "return");
  expect(location?.searchParams.get("error")).toBe("access_denied");
  expect(location?.searchParams.get("error_description")).toMatch(/^AADSTS53003: /);
});

test("consent that was taken back is asked for on a page, and holds then", async () => {
  const { entra, client, browser, silent } = await signedIn();
  entra.apply({ users: { [ann]: { consentNeeded: true } } });
  expect(await failureOf(silent())).toMatchObject({
    needsUser: true,
    subError: "consent_required",
    aadsts: "AADSTS65001",
  });
  await signInByCode(client, browser, ann);
  expect(await silent()).toHaveProperty("accessToken");
});

test("a client that refreshes in a loop is stopped", async () => {
  const { entra, silent } = await signedIn({ settings: { loop: { requests: 3, windowSeconds: 60 } } });
  for (let time = 0; time < 3; time += 1) await silent();
  expect(await failureOf(silent())).toMatchObject({ code: "invalid_grant", aadsts: "AADSTS50196" });
  entra.apply({ loop: { requests: 0, windowSeconds: 0 } });
  expect(await silent()).toHaveProperty("accessToken");
});

test("lifetimes are set for all tokens at once; a token that can be revoked at once lives a day", async () => {
  const { entra, accessToken, silent } = await signedIn();
  const seconds = (token: string): number => Number(decodeJwt(token).exp) - Number(decodeJwt(token).iat);
  expect(seconds(accessToken)).toBe(86_400);
  entra.apply({ lifetimes: { accessTokenSeconds: 60 } });
  expect(seconds((await silent()).accessToken)).toBe(60);
});
