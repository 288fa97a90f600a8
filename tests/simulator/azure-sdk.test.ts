import { KeyVaultManagementClient } from "@azure/arm-keyvault";
import { ResourceGraphClient } from "@azure/arm-resourcegraph";
import { ResourceManagementClient } from "@azure/arm-resources";
import { StorageManagementClient } from "@azure/arm-storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Azure, openAzure } from "./support/open-azure.ts";
import { group, ids, otherVault, sampleTenant, vault } from "./support/sample-tenant.ts";

/** Azure's own clients as they are: what they make of the simulator's answers shows whether these are Azure's. */

const account = (name: string) => ({
  id: `${group}/providers/Microsoft.Storage/storageAccounts/${name}`,
  name,
  type: "Microsoft.Storage/storageAccounts",
  location: "westeurope",
  sku: { name: "Standard_LRS", tier: "Standard" },
  kind: "StorageV2",
  properties: {
    creationTime: "2026-01-02T03:04:05.0000000Z",
    networkAcls: { bypass: "AzureServices", defaultAction: "Deny", ipRules: [], virtualNetworkRules: [] },
  },
});
const accounts = ["st1", "st2", "st3", "st4", "st5"].map(account);
/** What every vault of Azure has, and its client counts on. */
const sku = { family: "A", name: "standard" };
const resources = sampleTenant.resources.map((resource) =>
  resource.type === "Microsoft.KeyVault/vaults"
    ? { ...resource, properties: { ...resource.properties, sku, tenantId: ids.tenant } }
    : resource,
);

let azure: Azure;
beforeAll(async () => {
  azure = await openAzure({ ...sampleTenant, resources: [...resources, ...accounts] }, { pageSize: 2 });
});
afterAll(() => azure.close());

/**
 * A client on the simulator. Its own policy sends tokens over HTTPS only, so one that also sends them to this machine
 * over plain HTTP stands in its place; everything else is the client's.
 */
function clientOf<C extends { pipeline: KeyVaultManagementClient["pipeline"] }>(
  make: (credential: { getToken: () => Promise<null> }, options: ClientOptions) => C,
): C {
  const client = make(
    { getToken: () => Promise.resolve(null) },
    { endpoint: azure.simulator.url, allowInsecureConnection: true, retryOptions: { maxRetries: 0 } },
  );
  client.pipeline.removePolicy({ name: "bearerTokenAuthenticationPolicy" });
  client.pipeline.addPolicy(
    {
      name: "simulatorToken",
      sendRequest: async (request, next) => {
        const token = await azure.token("https://management.azure.com");
        request.headers.set("Authorization", `Bearer ${token}`);
        return next(request);
      },
    },
    { phase: "Sign" },
  );
  return client;
}

interface ClientOptions {
  endpoint: string;
  allowInsecureConnection: boolean;
  retryOptions: { maxRetries: number };
}

async function listed<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("@azure/arm-resourcegraph", () => {
  const client = () => clientOf((credential, options) => new ResourceGraphClient(credential, options));

  test("reads rows, and the next page by the token of the first", async () => {
    const query =
      "resources | where type =~ 'microsoft.storage/storageaccounts' | order by name asc | project id, name";
    const first = await client().resources({ query, options: { top: 3, resultFormat: "objectArray" } });
    expect(first).toMatchObject({ totalRecords: 5, count: 3, resultTruncated: "false" });
    const second = await client().resources({
      query,
      options: { top: 3, skipToken: first.skipToken!, resultFormat: "objectArray" },
    });
    expect(second).toMatchObject({ totalRecords: 5, count: 2 });
    expect(second.skipToken).toBeUndefined();
    const names = [first, second].flatMap(({ data }) => data as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(["st1", "st2", "st3", "st4", "st5"]);
  });

  test("understands a refused query", async () => {
    await expect(client().resources({ query: "secrets" })).rejects.toMatchObject({
      name: "RestError",
      statusCode: 400,
      code: "BadRequest",
    });
  });
});

describe("@azure/arm-storage", () => {
  const client = () =>
    clientOf((credential, options) => new StorageManagementClient(credential, ids.subscription, options));

  test("lists accounts over every page", async () => {
    const before = azure.simulator.reads();
    const found = await listed(client().storageAccounts.list());
    expect(found.map(({ name }) => name)).toEqual(["st1", "st2", "st3", "st4", "st5"]);
    expect(found[0]).toMatchObject({
      creationTime: new Date("2026-01-02T03:04:05Z"),
      networkRuleSet: { defaultAction: "Deny", bypass: "AzureServices" },
    });
    expect(azure.simulator.reads() - before).toBe(3);
  });

  test("understands that an account does not exist", async () => {
    await expect(client().storageAccounts.getProperties("rg-shop", "st9")).rejects.toMatchObject({
      name: "RestError",
      statusCode: 404,
      code: "ResourceNotFound",
    });
  });
});

describe("@azure/arm-keyvault", () => {
  const client = () =>
    clientOf((credential, options) => new KeyVaultManagementClient(credential, ids.subscription, options));

  test("reads a vault, and lists those of a subscription and of a group", async () => {
    const { vaults } = client();
    expect(await vaults.get("rg-shop", "kv-shop")).toMatchObject({ id: vault, name: "kv-shop" });
    const idsOf = async (items: AsyncIterable<{ id?: string | undefined }>) =>
      (await listed(items)).map(({ id }) => id);
    expect(new Set(await idsOf(vaults.listBySubscription()))).toEqual(new Set([otherVault, vault]));
    expect(await idsOf(vaults.listByResourceGroup("rg-shop"))).toEqual([vault]);
  });

  test("understands that nobody may change anything", async () => {
    await expect(client().vaults.delete("rg-shop", "kv-shop")).rejects.toMatchObject({
      name: "RestError",
      statusCode: 403,
      code: "AuthorizationFailed",
    });
  });
});

describe("@azure/arm-resources", () => {
  test("lists resource groups, and understands being told to wait", async () => {
    const client = clientOf(
      (credential, options) => new ResourceManagementClient(credential, ids.subscription, options),
    );
    expect((await listed(client.resourceGroups.list())).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["rg-shop", "rg-ops"]),
    );
    azure.simulator.faults.put([{ effect: { kind: "throttled", retryAfterSeconds: 7 } }]);
    await expect(client.resourceGroups.get("rg-shop")).rejects.toMatchObject({
      name: "RestError",
      statusCode: 429,
      code: "SubscriptionRequestsThrottled",
    });
  });
});

test("every answer to them carries the ids by which Azure's support finds a request", async () => {
  const seen: string[] = [];
  const client = clientOf(
    (credential, options) => new StorageManagementClient(credential, ids.subscription, options),
  );
  client.pipeline.addPolicy({
    name: "seeIds",
    sendRequest: async (request, next) => {
      const response = await next(request);
      const { headers } = response;
      const names = ["x-ms-request-id", "x-ms-correlation-request-id", "x-ms-routing-request-id", "date"];
      expect(names.filter((name) => !headers.get(name))).toEqual([]);
      expect(headers.get("x-ms-client-request-id")).toBe(request.requestId);
      seen.push(headers.get("x-ms-request-id")!);
      return response;
    },
  });
  await listed(client.storageAccounts.list());
  expect([seen.length, new Set(seen).size]).toEqual([3, 3]);
});
