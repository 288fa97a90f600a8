import { describe, expect, test } from "vitest";
import { ids } from "../support/sample-tenant.ts";
import { all, openTimed, times, told } from "./timed-azure.ts";

describe("Resource Graph", () => {
  test("takes 15 queries in five seconds, and says so with every answer", async () => {
    const azure = await openTimed();
    expect(told(await azure.rows("resources | count"))).toEqual({
      "x-ms-user-quota-remaining": "14",
      "x-ms-user-quota-resets-after": "00:00:05",
      "x-ms-ratelimit-remaining-tenant-reads": "249",
      "x-ms-ratelimit-remaining-tenant-resource-requests": "14",
    });
    azure.wait(2_500);
    expect(await times(14, () => azure.rows("resources | count"))).toEqual(all(14, 200));
    const refused = await azure.rows("resources | count");
    const { error } = refused.body as { error: { message: string } };
    expect(refused).toMatchObject({
      status: 429,
      body: {
        error: {
          code: "RateLimiting",
          details: [
            {
              code: "RateLimiting",
              message:
                "Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.",
            },
          ],
        },
      },
    });
    expect(error.message).toMatch(
      /^Please provide below info when asking for support: timestamp = 2026-06-01T12:00:02/,
    );
    expect(told(refused)).toEqual({
      "retry-after": "3",
      "x-ms-user-quota-remaining": "0",
      "x-ms-user-quota-resets-after": "00:00:03",
      "x-ms-ratelimit-remaining-tenant-reads": "235",
      "x-ms-ratelimit-remaining-tenant-resource-requests": "0",
    });
    azure.wait(2_500);
    expect((await azure.rows("resources | count")).status).toBe(200);
  });

  test("counts queries that it cannot run", async () => {
    const azure = await openTimed();
    expect(await times(16, () => azure.rows("secrets"))).toEqual([...all(15, 400), 429]);
  });
});

test("the log query API takes 200 queries in 30 seconds", async () => {
  const azure = await openTimed();
  const query = () => azure.logs("/v1/workspaces/nobody/query", { query: "T" });
  expect(await times(200, query)).toEqual(all(200, 404));
  azure.wait(10_000);
  const refused = await query();
  expect(refused).toMatchObject({
    status: 429,
    body: { error: { code: "TooManyRequests", message: "Too many requests" } },
  });
  expect(told(refused)).toEqual({ "retry-after": "20" });
  azure.wait(20_000);
  expect((await query()).status).toBe(404);
});

describe("Microsoft Graph", () => {
  const throttled = {
    error: {
      code: "TooManyRequests",
      message: "Please retry again later.",
      innerError: { code: "429", message: "Please retry after", status: "429" },
    },
  };
  const scope = `Tenant_Application/ReadWrite/04b07795-8ddb-461a-bbee-02f9e1bf7b46/${ids.tenant}`;

  test.each([
    ["/v1.0/me", {}, "1"],
    ["/v1.0/users", {}, "2"],
    ["/v1.0/users", { $select: "id" }, "1"],
    ["/v1.0/users", { $select: "id", $top: "5" }, "1"],
    ["/v1.0/applications", { $expand: "owners" }, "3"],
    ["/v1.0/me/transitiveMemberOf/microsoft.graph.group", {}, "2"],
    [`/beta/groups/${ids.developers}/transitiveMembers`, {}, "5"],
    ["/v1.0/servicePrincipals(appId='app-1')/appRoleAssignments", {}, "2"],
  ])("tells the cost of %s %o", async (path, query, units) => {
    const azure = await openTimed();
    expect(told(await azure.graph(path, query as Record<string, string>))).toEqual({
      "x-ms-resource-unit": units,
    });
  });

  test("warns an application that has used four fifths of a tenant's units, and refuses what is beyond them", async () => {
    const azure = await openTimed();
    const members = `/v1.0/groups/${ids.developers}/transitiveMembers`;
    expect(await times(560, () => azure.graph(members))).not.toContain(429);
    expect(told(await azure.graph(members))).toEqual({
      "x-ms-resource-unit": "5",
      "x-ms-throttle-limit-percentage": "0.80",
    });
    expect(await times(139, () => azure.graph(members))).not.toContain(429);
    const refused = await azure.graph(members);
    expect(refused).toMatchObject({ status: 429, body: throttled });
    expect(told(refused)).toEqual({
      "retry-after": "1",
      "x-ms-resource-unit": "5",
      "x-ms-throttle-limit-percentage": "1.00",
      "x-ms-throttle-information": "ResourceUnitLimitExceeded",
      "x-ms-throttle-scope": scope,
    });
  });

  test("gives sign-in and audit logs five times in ten seconds", async () => {
    const azure = await openTimed();
    expect(await times(5, () => azure.graph("/v1.0/auditLogs/signIns"))).not.toContain(429);
    azure.wait(6_000);
    const refused = await azure.graph("/v1.0/auditLogs/directoryAudits");
    expect(refused).toMatchObject({ status: 429, body: throttled });
    expect(told(refused)).toEqual({ "retry-after": "4", "x-ms-throttle-scope": scope });
    azure.wait(4_000);
    expect((await azure.graph("/v1.0/auditLogs/signIns")).status).not.toBe(429);
  });

  test("gives conditional access once a second, and does not say when to come back", async () => {
    const azure = await openTimed();
    const policies = () => azure.graph("/v1.0/identity/conditionalAccess/policies");
    await policies();
    const refused = await policies();
    expect(refused).toMatchObject({ status: 429, body: throttled });
    expect(told(refused)).toEqual({ "x-ms-throttle-scope": scope });
    azure.wait(1_000);
    expect((await policies()).status).not.toBe(429);
  });
});
