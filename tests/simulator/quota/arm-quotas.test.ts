import { describe, expect, test } from "vitest";
import { ProviderQuota } from "../../../simulator/quota/provider-quota.ts";
import { parseArmPath } from "../../../simulator/tenant/arm-path.ts";
import { ids, sampleTenant, subscription, vault } from "../support/sample-tenant.ts";
import { all, openTimed, times, told } from "./timed-azure.ts";

const otherSubscription = `/subscriptions/${ids.otherSubscription}`;

describe("ARM", () => {
  test("tells with every answer what is left of the reads of a subscription, of all its callers, and of the tenant", async () => {
    const azure = await openTimed();
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
    const azure = await openTimed();
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
    const azure = await openTimed();
    expect(await times(250, () => azure.arm("/subscriptions"))).toEqual(all(250, 200));
    expect(await azure.arm("/subscriptions")).toMatchObject({
      status: 429,
      body: { error: { code: "TenantRequestsThrottled" } },
    });
  });

  test("counts what is no GET as a write", async () => {
    const azure = await openTimed();
    expect(told(await azure.post(`${vault}/purge`, {}))).toEqual({
      "x-ms-ratelimit-remaining-subscription-writes": "199",
      "x-ms-ratelimit-remaining-subscription-global-writes": "2999",
    });
  });

  test("counts nobody without a good token", async () => {
    const azure = await openTimed();
    const stranger = await azure.send(`${vault}?api-version=2024-01-01`);
    expect([stranger.status, told(stranger)]).toEqual([401, {}]);
    expect(told(await azure.arm(vault))).toMatchObject({
      "x-ms-ratelimit-remaining-subscription-reads": "249",
    });
  });

  test("tells the same but refuses nothing where quotas are off", async () => {
    const azure = await openTimed({ quotas: "off" });
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
    const azure = await openTimed({}, tenant);
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
    const azure = await openTimed({}, tenant);
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

  test("of the network refuses the 10,001st read of five minutes", () => {
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
