import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Azure, openAzure, type Reply } from "../support/open-azure.ts";
import { ids, sampleTenant } from "../support/sample-tenant.ts";

const application = {
  id: "object-1",
  appId: "app-1",
  displayName: "Shop",
  passwordCredentials: [{ keyId: "k", endDateTime: "2026-05-01T00:00:00Z" }],
};
const principal = { id: ids.app, appId: "app-1", displayName: "Shop", tags: ["a", "b"] };
const signIn = (id: string, errorCode: number, createdDateTime: string) => ({
  id,
  createdDateTime,
  appId: "app-1",
  status: { errorCode },
});

const graph = {
  "/v1.0/applications(appId='app-1')": {
    "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#applications/$entity",
    ...application,
  },
  "/v1.0/applications/object-1/federatedIdentityCredentials": {
    value: [{ name: "gh", subject: "repo:a/b:ref:refs/heads/main" }],
  },
  "/v1.0/servicePrincipals": { value: [principal] },
  "/v1.0/groups/cccccccc-0000-4000-8000-000000000002": { id: ids.everyone, displayName: "everyone" },
  "/v1.0/groups/cccccccc-0000-4000-8000-000000000002/members": {
    value: [
      { "@odata.type": "#microsoft.graph.user", id: ids.bob },
      { "@odata.type": "#microsoft.graph.servicePrincipal", id: ids.app },
    ],
  },
  "/v1.0/auditLogs/signIns": {
    "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#auditLogs/signIns",
    value: [
      signIn("one", 0, "2026-06-01T08:00:00Z"),
      signIn("two", 7000222, "2026-06-01T10:00:00Z"),
      signIn("three", 7000222, "2026-05-01T10:00:00Z"),
    ],
  },
};

let azure: Azure;
beforeAll(async () => {
  // Its clock stands still, and the sign-in log is read more often than a window allows.
  azure = await openAzure({ ...sampleTenant, graph }, { quotas: "off" });
});
afterAll(() => azure.close());

const value = (reply: Reply): { id: string }[] => (reply.body as { value: { id: string }[] }).value;
const idsOf = (reply: Reply): string[] => value(reply).map(({ id }) => id);

describe("a path that the tenant holds", () => {
  test("gives its body, whatever the case, under v1.0 and beta", async () => {
    const expected = graph["/v1.0/applications(appId='app-1')"];
    expect(await azure.graph("/v1.0/applications(appId='app-1')")).toMatchObject({
      status: 200,
      body: expected,
    });
    expect((await azure.graph("/beta/Applications(appId='APP-1')")).body).toEqual(expected);
  });

  test("answers with Microsoft Graph's headers", async () => {
    const { headers } = await azure.graph("/v1.0/me");
    expect(headers.get("content-type")).toMatch(/^application\/json;odata\.metadata=minimal/);
    expect(headers.get("odata-version")).toBe("4.0");
    expect(headers.get("request-id")).toBe(headers.get("x-ms-request-id"));
  });
});

describe("what follows from the tenant", () => {
  test("a collection holds every item that is known by itself", async () => {
    expect(value(await azure.graph("/v1.0/applications", { $filter: "appId eq 'app-1'" }))).toMatchObject([
      { id: "object-1" },
    ]);
    expect(value(await azure.graph("/v1.0/applications", { $filter: "appId eq 'other'" }))).toEqual([]);
  });

  test("an item is known from its collection, and by its other key", async () => {
    for (const path of [`/v1.0/servicePrincipals/${ids.app}`, "/v1.0/servicePrincipals(appId='app-1')"])
      expect((await azure.graph(path)).body).toMatchObject(principal);
    expect((await azure.graph("/v1.0/applications/object-1")).body).toMatchObject(application);
    expect((await azure.graph(`/v1.0/directoryObjects/${ids.app}`)).body).toMatchObject({
      "@odata.type": "#microsoft.graph.servicePrincipal",
      ...principal,
    });
  });

  test("the tenant's users are users, by id and by name", async () => {
    const bob = { id: ids.bob, userPrincipalName: "bob@example.com", displayName: "bob@example.com" };
    expect((await azure.graph(`/v1.0/users/${ids.bob}`)).body).toMatchObject(bob);
    expect((await azure.graph("/v1.0/users/BOB@example.com")).body).toMatchObject(bob);
    expect((await azure.graph("/v1.0/me")).body).toMatchObject({ id: ids.ann, displayName: "Ann" });
  });

  test("a navigation is found under either key of its object", async () => {
    const expected = [{ name: "gh", subject: "repo:a/b:ref:refs/heads/main" }];
    for (const key of ["/object-1", "(appId='app-1')"])
      expect(value(await azure.graph(`/v1.0/applications${key}/federatedIdentityCredentials`))).toEqual(
        expected,
      );
  });

  test("an object without anything there has an empty navigation", async () => {
    expect(await azure.graph("/v1.0/applications/object-1/owners")).toMatchObject({
      status: 200,
      body: { value: [] },
    });
  });

  test("memberships come from users' groups and from groups' members", async () => {
    expect(idsOf(await azure.graph("/v1.0/me/memberOf"))).toEqual([ids.developers]);
    expect(value(await azure.graph(`/v1.0/servicePrincipals/${ids.app}/transitiveMemberOf`))).toMatchObject([
      { id: ids.everyone, displayName: "everyone" },
    ]);
  });

  test("a cast keeps the items of one type", async () => {
    const members = `/v1.0/groups/${ids.everyone}/members`;
    expect(idsOf(await azure.graph(`${members}/microsoft.graph.user`))).toEqual([ids.bob]);
    expect(idsOf(await azure.graph(members))).toEqual([ids.bob, ids.app]);
  });
});

describe("query options", () => {
  const path = "/v1.0/auditLogs/signIns";

  test.each([
    ["status/errorCode eq 7000222", ["two", "three"]],
    ["status/errorCode ne 0 and createdDateTime ge 2026-06-01T00:00:00Z", ["two"]],
    ["appId eq 'APP-1' and startswith(id,'t')", ["two", "three"]],
  ])("$filter=%s", async ($filter, expected) => {
    expect(idsOf(await azure.graph(path, { $filter }))).toEqual(expected);
  });

  test("$orderby, $top and $count go together, and the next link leads on", async () => {
    const first = await azure.graph(path, { $orderby: "createdDateTime desc", $top: "2", $count: "true" });
    expect(first.body).toMatchObject({ "@odata.context": graph[path]["@odata.context"], "@odata.count": 3 });
    expect(idsOf(first)).toEqual(["two", "one"]);
    const next = (first.body as Record<string, string>)["@odata.nextLink"] ?? "";
    const headers = { authorization: `Bearer ${await azure.token("https://graph.microsoft.com")}` };
    expect(idsOf(await azure.send(next.slice(azure.simulator.url.length), { headers }))).toEqual(["three"]);
  });

  test("$select keeps the named properties", async () => {
    expect(
      (await azure.graph("/v1.0/servicePrincipals(appId='app-1')", { $select: "id,Tags" })).body,
    ).toEqual({
      "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#servicePrincipals/$entity",
      id: ids.app,
      tags: ["a", "b"],
    });
    expect(value(await azure.graph(path, { $select: "id", $top: "1" }))).toEqual([{ id: "one" }]);
  });

  test("$expand brings a navigation along", async () => {
    const reply = await azure.graph("/v1.0/applications", {
      $expand: "federatedIdentityCredentials,owners($select=id)",
      $select: "id",
    });
    expect(value(reply)).toEqual([
      {
        id: "object-1",
        federatedIdentityCredentials: [{ name: "gh", subject: "repo:a/b:ref:refs/heads/main" }],
        owners: [],
      },
    ]);
  });

  test("a filter that is none is refused", async () => {
    expect(await azure.graph(path, { $filter: "id is 1" })).toMatchObject({
      status: 400,
      body: { error: { code: "Request_UnsupportedQuery" } },
    });
  });
});

test("what is absent is Microsoft Graph's own 404", async () => {
  const reply = await azure.graph("/v1.0/applications/nobody");
  expect(reply).toMatchObject({
    status: 404,
    body: {
      error: {
        code: "Request_ResourceNotFound",
        message:
          "Resource 'nobody' does not exist or one of its queried reference-property objects are not present.",
        innerError: { date: "2026-06-01T12:00:00" },
      },
    },
  });
  expect((await azure.graph("/v1.0/policies/tokenLifetimePolicies")).status).toBe(404);
});

test("what is denied is a 403, under beta too, and so is every change", async () => {
  const guarded = await openAzure({ ...sampleTenant, graph, denied: [{ prefix: "/v1.0/auditLogs" }] });
  const denied = {
    status: 403,
    body: {
      error: {
        code: "Authorization_RequestDenied",
        message: "Insufficient privileges to complete the operation.",
      },
    },
  };
  expect(await guarded.graph("/v1.0/auditLogs/signIns")).toMatchObject(denied);
  expect(await guarded.graph("/beta/auditLogs/signIns")).toMatchObject(denied);
  const headers = { authorization: `Bearer ${await guarded.token("https://graph.microsoft.com")}` };
  expect(
    await guarded.send("/v1.0/me/checkMemberGroups", { method: "POST", headers, body: "{}" }),
  ).toMatchObject(denied);
  await guarded.close();
});
