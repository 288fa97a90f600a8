import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { ids } from "../support/sample-tenant.ts";
import { formFields } from "./support/browser.ts";
import { armScope, nativeRedirect, type OpenEntra, openEntra, webRedirect } from "./support/open-entra.ts";

const verifier = "v".repeat(64);
const challenge = createHash("sha256").update(verifier).digest("base64url");
const trace = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const ann = "ann@example.com";
const unknownApp = "99999999-0000-4000-8000-000000000009";

type Query = Record<string, string>;

function authorizeUrl({ entra }: OpenEntra, changes: Query = {}): string {
  const query = new URLSearchParams({
    client_id: entra.clientId,
    response_type: "code",
    redirect_uri: nativeRedirect,
    scope: `openid offline_access ${armScope}`,
    code_challenge: challenge,
    code_challenge_method: "S256",
    state: "s-1",
    ...changes,
  });
  for (const [name, value] of Object.entries(changes)) if (value === "") query.delete(name);
  return `${entra.authority}/oauth2/v2.0/authorize?${query.toString()}`;
}

/** Signs Ann in; what the token endpoint wants for it. */
async function redeemable(open: OpenEntra, changes: Query = {}): Promise<Query> {
  const { location } = await open.browser.signIn(authorizeUrl(open, { prompt: "login", ...changes }), ann);
  return {
    grant_type: "authorization_code",
    client_id: open.entra.clientId,
    code: location?.searchParams.get("code") ?? "",
    redirect_uri: changes["redirect_uri"] ?? nativeRedirect,
    code_verifier: verifier,
  };
}

async function answerOf(open: OpenEntra, form: Query): Promise<{ status: number; [field: string]: unknown }> {
  const answer = await open.token(form);
  return { status: answer.status, ...((await answer.json()) as object) };
}

test("an error has every field of Entra's, and keeps the caller's correlation id", async () => {
  const open = await openEntra();
  const correlationId = "0f0f0f0f-0000-4000-8000-00000000000f";
  const answer = await open.token({ client_id: open.entra.clientId, "client-request-id": correlationId });
  const body = (await answer.json()) as Query;
  const description = new RegExp(
    `^AADSTS900144: The request body must contain the following parameter: 'grant_type'\\. Trace ID: ${trace} Correlation ID: ${correlationId} Timestamp: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ$`,
  );
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([400, "no-store, no-cache"]);
  expect(body).toEqual({
    error: "invalid_request",
    error_description: expect.stringMatching(description) as string,
    error_codes: [900144],
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/) as string,
    trace_id: answer.headers.get("x-ms-request-id"),
    correlation_id: correlationId,
    error_uri: `${open.entra.origin}/error?code=900144`,
  });
});

test.each<[string, Query, number, string, number]>([
  ["no client", { client_id: "" }, 400, "invalid_request", 900144],
  ["an unknown client", { client_id: unknownApp }, 400, "unauthorized_client", 700016],
  ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client", 7000215],
  ["no code", { code: "" }, 400, "invalid_request", 90014],
  ["no verifier", { code_verifier: "" }, 400, "invalid_request", 90014],
  ["an unknown code", { code: "1.x" }, 400, "invalid_grant", 9002313],
  ["another verifier", { code_verifier: "w".repeat(64) }, 400, "invalid_grant", 501481],
  ["another redirect URI", { redirect_uri: "http://localhost:1" }, 400, "invalid_client", 500112],
  ["an unknown grant", { grant_type: "password" }, 400, "unsupported_grant_type", 70003],
  ["two resources", { scope: `${armScope} User.Read` }, 400, "invalid_request", 28000],
  ["a scope that is not there", { scope: "User.Fly" }, 400, "invalid_client", 650053],
  ["claims that are no JSON", { claims: "{" }, 400, "invalid_request", 50130],
])("the token endpoint refuses %s, and the code stays good", async (_, changes, status, error, code) => {
  const open = await openEntra();
  const form = await redeemable(open);
  expect(await answerOf(open, { ...form, ...changes })).toMatchObject({ status, error, error_codes: [code] });
  expect(await answerOf(open, form)).toMatchObject({ status: 200, token_type: "Bearer" });
});

test("a web app's code needs the secret, in the body or the header, and a native app's takes none", async () => {
  const open = await openEntra();
  const { clientId, clientSecret } = open.entra;
  const web = await redeemable(open, { redirect_uri: webRedirect });
  expect(await answerOf(open, web)).toMatchObject({ status: 401, error_codes: [7000218] });
  const native = await redeemable(open);
  const withSecret = { ...native, client_secret: clientSecret };
  expect(await answerOf(open, withSecret)).toMatchObject({ status: 401, error_codes: [700025] });
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  expect((await open.token(web, { Authorization: `Basic ${basic}` })).status).toBe(200);
});

test("a code that is used twice takes back what it gave", async () => {
  const open = await openEntra();
  const form = await redeemable(open);
  const first = await answerOf(open, form);
  const arm = () =>
    open.azure.send("/subscriptions?api-version=2022-12-01", {
      headers: { authorization: `Bearer ${String(first["access_token"])}` },
    });
  expect((await arm()).status).toBe(200);
  expect(await answerOf(open, form)).toMatchObject({ error: "invalid_grant", error_codes: [54005] });
  expect((await arm()).status).toBe(401);
  const refresh = { grant_type: "refresh_token", client_id: open.entra.clientId };
  expect(await answerOf(open, { ...refresh, refresh_token: String(first["refresh_token"]) })).toMatchObject({
    error: "invalid_grant",
    error_codes: [70000],
  });
});

test("a code of more than ten minutes has expired", async () => {
  let nowMs = Date.now();
  const open = await openEntra({ nowMs: () => nowMs });
  const form = await redeemable(open);
  nowMs += 600_001;
  expect(await answerOf(open, form)).toMatchObject({ error: "invalid_grant", error_codes: [70008] });
});

test.each<[string, Query, string]>([
  ["no client", { client_id: "" }, "AADSTS900144"],
  ["an unknown client", { client_id: unknownApp }, "AADSTS700016"],
  ["no redirect URI", { redirect_uri: "" }, "AADSTS90014"],
  ["a foreign redirect URI", { redirect_uri: "https://evil.example/<b>" }, "AADSTS50011"],
])("%s is told to the user on a page", async (_, changes, code) => {
  const open = await openEntra();
  const page = await open.browser.open(authorizeUrl(open, changes));
  expect([page.status, page.location, page.ids.includes("error")]).toEqual([400, undefined, true]);
  expect(page.html).toContain(code);
  expect(page.html).not.toContain("<b>");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
});

test.each<[string, Query, string, number]>([
  ["no response type", { response_type: "" }, "invalid_request", 900144],
  ["another response type", { response_type: "token" }, "unsupported_response_type", 700054],
  ["another response mode", { response_mode: "carrier" }, "invalid_request", 70007],
  ["no scope", { scope: "" }, "invalid_request", 900144],
  ["an unknown resource", { scope: "api://nobody/x" }, "invalid_resource", 500011],
  ["no PKCE", { code_challenge: "" }, "invalid_request", 9002325],
  ["a plain challenge", { code_challenge_method: "plain" }, "invalid_request", 50146],
  ["a short challenge", { code_challenge: "short" }, "invalid_request", 501491],
  ["another prompt", { prompt: "shout" }, "invalid_request", 90023],
  ["wrong claims", { claims: "[]" }, "invalid_request", 50130],
  ["nobody signed in, silently", { prompt: "none" }, "login_required", 50058],
])("%s is told to the app", async (_, changes, error, code) => {
  const open = await openEntra();
  const { status, location } = await open.browser.open(authorizeUrl(open, changes));
  const { error_description, ...rest } = Object.fromEntries(location?.searchParams ?? []);
  expect([status, location?.origin]).toEqual([302, nativeRedirect]);
  expect(rest).toEqual({ error, error_uri: `${open.entra.origin}/error?code=${code}`, state: "s-1" });
  expect(error_description).toMatch(new RegExp(`^AADSTS${code}: .* Trace ID: ${trace}`));
});

test("form_post hands the code over by a form with a button", async () => {
  const open = await openEntra();
  const url = authorizeUrl(open, { response_mode: "form_post", state: `"><b>&` });
  const page = await open.browser.signIn(url, ann);
  expect(page.ids).toEqual(["title", "form-post", "continue"]);
  expect(page.html).toContain(`action="${nativeRedirect}"`);
  expect(formFields(page)).toEqual({
    code: expect.stringMatching(/^1\.[\w-]{43}$/) as string,
    session_state: expect.any(String) as string,
    state: `"><b>&`,
  });
});

test("a browser that has signed in is not asked again, unless the app or a revocation wants it", async () => {
  const open = await openEntra();
  const { browser, entra } = open;
  await browser.signIn(authorizeUrl(open), ann);
  expect(
    (await browser.open(authorizeUrl(open, { prompt: "none" }))).location?.searchParams.has("code"),
  ).toBe(true);
  expect((await browser.open(authorizeUrl(open, { login_hint: ann }))).status).toBe(302);
  const other = await browser.open(authorizeUrl(open, { login_hint: "bob@example.com" }));
  expect(formFields(other)["user"]).toBe("bob@example.com");
  expect((await browser.open(authorizeUrl(open, { prompt: "select_account" }))).ids).toContain("sign-in");
  entra.revoke(ann);
  expect((await browser.open(authorizeUrl(open))).ids).toContain("sign-in");
  await browser.signIn(authorizeUrl(open), ann);
  await browser.open(`${entra.authority}/oauth2/v2.0/logout`);
  expect((await browser.open(authorizeUrl(open))).ids).toContain("sign-in");
});

test.each([
  [ids.subscription, 90002],
  ["nowhere.example", 90002],
  ["no tenant", 900023],
  ["consumers", 9002331],
])("tenant %s is not there", async (tenant, code) => {
  const { entra } = await openEntra();
  const base = `${entra.origin}/${encodeURIComponent(tenant)}`;
  const answer = await fetch(`${base}/oauth2/v2.0/token`, { method: "POST" });
  expect(await answer.json()).toMatchObject({ error: "invalid_request", error_codes: [code] });
  expect(await (await fetch(`${base}/oauth2/v2.0/authorize`)).text()).toContain(`AADSTS${code}`);
});

test("the tenant is found by a domain of its users, and the aliases keep their name", async () => {
  const { entra } = await openEntra();
  const issuerOf = async (tenant: string): Promise<unknown> => {
    const answer = await fetch(`${entra.origin}/${tenant}/v2.0/.well-known/openid-configuration`);
    return ((await answer.json()) as { issuer: string }).issuer;
  };
  expect(await issuerOf("example.com")).toBe(`${entra.authority}/v2.0`);
  expect(await issuerOf("organizations")).toBe(`${entra.origin}/{tenantid}/v2.0`);
  const instance = await fetch(`${entra.origin}/common/discovery/instance?api-version=1.1`);
  expect(await instance.json()).toMatchObject({ metadata: [{ aliases: [entra.knownAuthority] }] });
});

test("tokens are given to POST alone", async () => {
  const { entra } = await openEntra();
  const answer = await fetch(`${entra.authority}/oauth2/v2.0/token`);
  expect(await answer.json()).toMatchObject({ error_codes: [900561] });
});

test("settings over HTTP change it, and wrong ones are named and change nothing", async () => {
  const { azure, entra } = await openEntra();
  const put = (body: unknown) =>
    azure.send("/simulator/entra", { method: "PUT", body: JSON.stringify(body) });
  expect(await put({ users: { [ann]: { blocked: true } } })).toMatchObject({
    status: 200,
    body: { authority: entra.authority, clientId: entra.clientId },
  });
  expect(await put({ lifetimes: { codeSeconds: -1 }, colour: "red" })).toMatchObject({
    status: 400,
    body: {
      error: {
        code: "InvalidEntraSettings",
        message: expect.stringContaining("lifetimes.codeSeconds") as string,
      },
    },
  });
  expect((await put({ users: { nobody: { blocked: true } } })).status).toBe(400);
  expect((await azure.send("/simulator/entra", { method: "DELETE" })).status).toBe(405);
});
