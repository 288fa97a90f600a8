import { describe, expect, onTestFinished, test } from "vitest";
import { type Azure, openAzure, type Reply } from "../open-azure.ts";
import { ids, sampleTenant, subscription, vault } from "../sample-tenant.ts";

const otherSubscription = `/subscriptions/${ids.otherSubscription}`;

interface Timed extends Azure {
  /** The simulated clock stands still but for this. */
  wait(ms: number): void;
}

async function open(
  options: Parameters<typeof openAzure>[1] = {},
  tenant: unknown = sampleTenant,
): Promise<Timed> {
  let elapsedMs = 0;
  const azure = await openAzure(tenant, { elapsedMs: () => elapsedMs, ...options });
  onTestFinished(() => azure.close());
  return Object.assign(azure, { wait: (ms: number) => void (elapsedMs += ms) });
}

async function times(count: number, call: () => Promise<Reply>): Promise<number[]> {
  const statuses: number[] = [];
  for (let at = 0; at < count; at += 1) statuses.push((await call()).status);
  return statuses;
}

const all = (count: number, status: number) => Array.from({ length: count }, () => status);

/** What an answer says of quotas. */
function told({ headers }: Reply): Record<string, string> {
  const named = [...headers].filter(([name]) =>
    /^(?:retry-after|x-ms-(?:ratelimit|user-quota|resource-unit|throttle))/.test(name),
  );
  return Object.fromEntries(named);
}

describe("ARM", () => {
  test("tells with every answer what is left of the reads of a subscription, of all its callers, and of the tenant", async () => {
    const azure = await open();
    expect(told(await azure.arm(vault))).toEqual({
      "x-ms-ratelimit-remaining-subscription-reads": "249",
      "x-ms-ratelimit-remaining-subscription-global-reads": "3749",
    });
    expect(told(await azure.arm(subscription))).toMatchObject({
      "x-ms-ratelimit-remaining-subscription-reads": "248",
    });
    expect(told(await azure.arm(otherSubscription))).toMatchObject({
      "x-ms-ratelimit-remaining-subscription-reads": "249",
    });
    expect(told(await azure.arm("/subscriptions"))).toEqual({
      "x-ms-ratelimit-remaining-tenant-reads": "249",
    });
    expect(told(await azure.arm(`${vault}-none`))).toMatchObject({
      "x-ms-ratelimit-remaining-subscription-reads": "247",
    });
  });

  test("refuses the 251st read of a subscription in its own words, and takes 25 a second from then on", async () => {
    const azure = await open();
    expect(await times(250, () => azure.arm(vault))).toEqual(all(250, 200));
    const refused = await azure.arm(vault);
    expect(refused).toMatchObject({
      status: 429,
      body: {
        error: {
          code: "SubscriptionRequestsThrottled",
          message: `Number of 'read' requests for subscription '${ids.subscription}' actor '${ids.ann}' exceeded. Please try again after '1' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
        },
      },
    });
    expect(told(refused)).toEqual({
      "retry-after": "1",
      "x-ms-ratelimit-remaining-subscription-reads": "0",
    });
    expect((await azure.arm(otherSubscription)).status).toBe(200);
    azure.wait(1_000);
    expect(await times(26, () => azure.arm(vault))).toEqual([...all(25, 200), 429]);
  });

  test("refuses the 251st read of the tenant", async () => {
    const azure = await open();
    expect(await times(250, () => azure.arm("/subscriptions"))).toEqual(all(250, 200));
    expect(await azure.arm("/subscriptions")).toMatchObject({
      status: 429,
      body: { error: { code: "TenantRequestsThrottled" } },
    });
  });

  test("counts what is no GET as a write", async () => {
    const azure = await open();
    expect(told(await azure.post(`${vault}/purge`, {}))).toEqual({
      "x-ms-ratelimit-remaining-subscription-writes": "199",
      "x-ms-ratelimit-remaining-subscription-global-writes": "2999",
    });
  });

  test("counts nobody without a good token", async () => {
    const azure = await open();
    const stranger = await azure.send(`${vault}?api-version=2024-01-01`);
    expect([stranger.status, told(stranger)]).toEqual([401, {}]);
    expect(told(await azure.arm(vault))).toMatchObject({
      "x-ms-ratelimit-remaining-subscription-reads": "249",
    });
  });

  test("tells the same but refuses nothing where quotas are off", async () => {
    const azure = await open({ quotas: "off" });
    expect(await times(260, () => azure.arm(vault))).toEqual(all(260, 200));
    expect(told(await azure.arm(vault))).toMatchObject({
      "x-ms-ratelimit-remaining-subscription-reads": "0",
    });
  });
});

describe("a resource provider", () => {
  const accounts = `${subscription}/providers/Microsoft.Storage/storageAccounts`;
  const account = (name: string, location: string) => ({
    id: `${subscription}/resourceGroups/rg-shop/providers/Microsoft.Storage/storageAccounts/${name}`,
    location,
  });
  const [north, west] = [account("stnorth", "northeurope"), account("stwest", "westeurope")];
  const tenant = { ...sampleTenant, resources: [...sampleTenant.resources, north, west] };

  test("of storage lists accounts 100 times in five minutes", async () => {
    const azure = await open({}, tenant);
    expect(await times(100, () => azure.arm(accounts))).toEqual(all(100, 200));
    const refused = await azure.arm(accounts);
    expect(refused).toMatchObject({
      status: 429,
      body: {
        error: {
          code: "TooManyRequests",
          message:
            "The request is being throttled as the limit has been reached for operation type - List_ObservationWindow_00:05:00. For more information, see - https://aka.ms/srpthrottlinglimits",
        },
      },
    });
    // ARM itself has room: that is how a caller tells who refused.
    expect(told(refused)).toMatchObject({
      "retry-after": "300",
      "x-ms-ratelimit-remaining-subscription-reads": "149",
    });
    expect((await azure.arm(north.id)).status).toBe(200);
    azure.wait(300_000);
    expect((await azure.arm(accounts)).status).toBe(200);
  });

  test("of storage gives accounts of one region 800 times in five minutes", async () => {
    const azure = await open({}, tenant);
    for (let seconds = 0; seconds < 32; seconds += 1) {
      expect(await times(25, () => azure.arm(north.id))).toEqual(all(25, 200));
      azure.wait(1_000);
    }
    expect(await azure.arm(north.id)).toMatchObject({
      status: 429,
      body: { error: { code: "TooManyRequests" } },
    });
    expect((await azure.arm(west.id)).status).toBe(200);
  });

  test("of the network refuses the 10,001st read of five minutes", async () => {
    const { ProviderQuota } = await import("../../../simulator/quota/provider-quota.ts");
    const { parseArmPath } = await import("../../../simulator/tenant/arm-path.ts");
    const quota = new ProviderQuota(() => "");
    const path = parseArmPath(`${subscription}/providers/Microsoft.Network/virtualNetworks`);
    for (let read = 0; read < 10_000; read += 1) expect(quota.refuse(path, 0)).toBeUndefined();
    expect(quota.refuse(path, 1_000)).toEqual({
      status: 429,
      body: {
        error: {
          code: "ResourceRequestsThrottled",
          message:
            "Number of requests for Microsoft.Network exceeded the limit of '10000' for time interval '00:05:00'. Please try again after '299' seconds.",
        },
      },
      headers: { "Retry-After": "299" },
    });
    expect(quota.refuse(path, 300_000)).toBeUndefined();
  });
});

describe("Resource Graph", () => {
  test("takes 15 queries in five seconds, and says so with every answer", async () => {
    const azure = await open();
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
    const azure = await open();
    expect(await times(16, () => azure.rows("secrets"))).toEqual([...all(15, 400), 429]);
  });
});

test("the log query API takes 200 queries in 30 seconds", async () => {
  const azure = await open();
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
    const azure = await open();
    expect(told(await azure.graph(path, query as Record<string, string>))).toEqual({
      "x-ms-resource-unit": units,
    });
  });

  test("warns an application that has used four fifths of a tenant's units, and refuses what is beyond them", async () => {
    const azure = await open();
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
    const azure = await open();
    expect(await times(5, () => azure.graph("/v1.0/auditLogs/signIns"))).not.toContain(429);
    azure.wait(6_000);
    const refused = await azure.graph("/v1.0/auditLogs/directoryAudits");
    expect(refused).toMatchObject({ status: 429, body: throttled });
    expect(told(refused)).toEqual({ "retry-after": "4", "x-ms-throttle-scope": scope });
    azure.wait(4_000);
    expect((await azure.graph("/v1.0/auditLogs/signIns")).status).not.toBe(429);
  });

  test("gives conditional access once a second, and does not say when to come back", async () => {
    const azure = await open();
    const policies = () => azure.graph("/v1.0/identity/conditionalAccess/policies");
    await policies();
    const refused = await policies();
    expect(refused).toMatchObject({ status: 429, body: throttled });
    expect(told(refused)).toEqual({ "x-ms-throttle-scope": scope });
    azure.wait(1_000);
    expect((await policies()).status).not.toBe(429);
  });
});
