import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Azure, openAzure, type Reply } from "./support/open-azure.ts";
import { ids, sampleTenant } from "./support/sample-tenant.ts";

let azure: Azure;
beforeAll(async () => {
  azure = await openAzure(sampleTenant);
});
afterAll(() => azure.close());

const armPath = "/subscriptions?api-version=2022-12-01";
const withToken = (path: string, token: string): Promise<Reply> =>
  azure.send(path, { headers: { authorization: `Bearer ${token}` } });

test("a token names the signed-in user, their tenant and the audience, and lasts an hour of real time", async () => {
  const before = Math.floor(Date.now() / 1_000);
  const { status, body } = await azure.send("/simulator/token?resource=https://management.azure.com/");
  const { access_token, expires_on, ...rest } = body as { access_token: string; expires_on: number };
  expect(status).toBe(200);
  expect(rest).toEqual({ token_type: "Bearer", resource: "https://management.azure.com" });
  expect(decodeJwt(access_token)).toMatchObject({
    aud: "https://management.azure.com",
    tid: ids.tenant,
    oid: ids.ann,
    upn: "ann@example.com",
    exp: expires_on,
  });
  expect(expires_on - before).toBeGreaterThanOrEqual(3_600);
  expect(expires_on - before).toBeLessThan(3_660);
});

test.each([
  "https://management.core.windows.net/",
  "https://management.azure.com/.default",
  "https://management.azure.com//.default",
])("ARM takes a token for %s", async (resource) => {
  expect((await withToken(armPath, await azure.token(resource))).status).toBe(200);
});

test("the simulator's own address is an audience on every plane", async () => {
  const token = await azure.token(azure.simulator.url);
  expect((await withToken(armPath, token)).status).toBe(200);
  expect((await withToken("/v1.0/me", token)).status).toBe(200);
});

test("an audience that no plane takes gets no token", async () => {
  expect(await azure.send("/simulator/token?resource=https://example.com")).toMatchObject({
    status: 400,
    body: { error: "invalid_resource" },
  });
  expect(await azure.send("/simulator/token")).toMatchObject({
    status: 400,
    body: { error: "invalid_request" },
  });
});

test("without a token ARM says which header is missing", async () => {
  const reply = await azure.send(armPath);
  expect(reply).toMatchObject({
    status: 401,
    body: {
      error: {
        code: "AuthenticationFailed",
        message: "Authentication failed. The 'Authorization' header is missing.",
      },
    },
  });
  expect(reply.headers.get("www-authenticate")).toContain('error="invalid_token"');
});

test("a token that somebody else signed is invalid", async () => {
  const other = await openAzure(sampleTenant);
  const token = await other.token("https://management.azure.com");
  await other.close();
  for (const wrong of [token, "abc", `${token}x`])
    expect(await withToken(armPath, wrong)).toMatchObject({
      status: 401,
      body: { error: { code: "InvalidAuthenticationToken", message: "The access token is invalid." } },
    });
});

test("a token for another plane is refused with the audiences that would do", async () => {
  const reply = await withToken(armPath, await azure.token("https://graph.microsoft.com"));
  expect(reply).toMatchObject({
    status: 401,
    body: { error: { code: "InvalidAuthenticationTokenAudience" } },
  });
  expect(JSON.stringify(reply.body)).toContain("'https://management.core.windows.net/'");
});

test("an expired token is refused as expired", async () => {
  const shortLived = await openAzure(sampleTenant, { tokenLifetimeSeconds: -1 });
  const reply = await shortLived.arm("/subscriptions");
  const graph = await shortLived.graph("/v1.0/me");
  await shortLived.close();
  expect(reply).toMatchObject({ status: 401, body: { error: { code: "ExpiredAuthenticationToken" } } });
  expect(graph).toMatchObject({
    status: 401,
    body: {
      error: {
        code: "InvalidAuthenticationToken",
        message: "Lifetime validation failed, the token is expired.",
      },
    },
  });
});

test("Microsoft Graph words its refusals in its own way", async () => {
  expect(await azure.send("/v1.0/me")).toMatchObject({
    status: 401,
    body: { error: { code: "InvalidAuthenticationToken", message: "Access token is empty." } },
  });
  expect(await withToken("/v1.0/me", await azure.token("https://management.azure.com"))).toMatchObject({
    status: 401,
    body: { error: { message: "Access token validation failure. Invalid audience." } },
  });
});

test("the log query API takes its own audiences alone", async () => {
  const path = `/v1/workspaces/${ids.customer}/query?query=print%201`;
  for (const audience of ["https://api.loganalytics.azure.com", "https://api.loganalytics.io/"])
    expect((await withToken(path, await azure.token(audience))).status).toBe(200);
  expect((await withToken(path, await azure.token("https://management.azure.com"))).status).toBe(401);
});
