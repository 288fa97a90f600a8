import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Azure, openAzure, type Reply } from "../support/open-azure.ts";
import {
  group,
  ids,
  managementGroup,
  network,
  resources,
  sampleTenant,
  site,
  subscription,
  vault,
} from "../support/sample-tenant.ts";

let azure: Azure;
beforeAll(async () => {
  azure = await openAzure(sampleTenant);
});
afterAll(() => azure.close());

const body = (id: string): unknown => resources.find((resource) => resource.id === id);
const names = (reply: Reply): string[] =>
  (reply.body as { value: { name: string }[] }).value.map(({ name }) => name);

describe("a list", () => {
  test("of children holds the direct ones", async () => {
    expect((await azure.arm(`${site}/config`)).body).toEqual({ value: [body(`${site}/config/web`)] });
    expect(names(await azure.arm(`${network}/subnets`))).toEqual(["apps"]);
  });

  test("of a type in a group or subscription holds every one below it", async () => {
    expect(names(await azure.arm(`${group}/providers/Microsoft.KeyVault/vaults`))).toEqual(["kv-shop"]);
    expect(names(await azure.arm(`${subscription}/providers/Microsoft.KeyVault/vaults`))).toEqual([
      "kv-shop",
      "kv-ops",
    ]);
    expect(
      names(await azure.arm(`${subscription}/providers/Microsoft.ResourceHealth/availabilityStatuses`)),
    ).toEqual(["current"]);
  });

  test("of extensions holds those of one resource", async () => {
    expect(names(await azure.arm(`${vault}/providers/Microsoft.Insights/diagnosticSettings`))).toEqual([
      "to-log",
    ]);
    expect(names(await azure.arm(`${site}/providers/Microsoft.Insights/diagnosticSettings`))).toEqual([]);
  });

  test("of nothing is empty where its parent is there", async () => {
    expect((await azure.arm(`${site}/functions`)).body).toEqual({ value: [] });
  });

  test("of deleted resources finds what lies below a location", async () => {
    expect(names(await azure.arm(`${subscription}/providers/Microsoft.KeyVault/deletedVaults`))).toEqual([
      "kv-gone",
    ]);
    expect(
      (
        await azure.arm(
          `${subscription}/providers/Microsoft.CognitiveServices/locations/westus/deletedAccounts`,
        )
      ).body,
    ).toEqual({ value: [] });
  });

  test("of what a location holds and the tenant does not know is a 404, never an empty list", async () => {
    expect(
      (await azure.arm(`${subscription}/providers/Microsoft.Compute/locations/westus/usages`)).status,
    ).toBe(404);
  });

  test("of deployment operations can be read without the provider in its path", async () => {
    expect(names(await azure.arm(`${group}/deployments/main/operations`))).toEqual(["01"]);
  });

  test("that is long comes in pages whose links lead to the end", async () => {
    const paged = await openAzure(sampleTenant, { pageSize: 2 });
    const first = await paged.arm(`${subscription}/resources`);
    const seen = names(first);
    let next = (first.body as { nextLink?: string }).nextLink;
    expect(next).toMatch(
      new RegExp(`^${paged.simulator.url}/subscriptions/.+[?&]api-version=2024-01-01.*skiptoken=`),
    );
    while (next !== undefined) {
      const path = next.slice(paged.simulator.url.length);
      const page = await paged.send(path, {
        headers: { authorization: `Bearer ${await paged.token(paged.simulator.url)}` },
      });
      seen.push(...names(page));
      next = (page.body as { nextLink?: string }).nextLink;
    }
    await paged.close();
    expect(seen).toEqual(names(await azure.arm(`${subscription}/resources`)));
  });
});

describe("subscriptions, groups and providers", () => {
  test("are listed and read", async () => {
    expect((await azure.arm("/subscriptions")).body).toMatchObject({
      value: [
        { displayName: "Shop", state: "Enabled" },
        { displayName: "Spare", state: "Disabled" },
      ],
    });
    expect((await azure.arm(subscription)).body).toEqual(sampleTenant.subscriptions[0]);
    expect((await azure.arm("/tenants")).body).toMatchObject({ value: [{ tenantId: ids.tenant }] });
    expect(names(await azure.arm(`${subscription}/resourceGroups`))).toEqual(["rg-shop", "rg-ops"]);
    expect((await azure.arm(group)).body).toEqual(body(group));
  });

  test("a group that only its resources show is there", async () => {
    const hidden = await openAzure({ ...sampleTenant, resources: [{ id: vault, location: "northeurope" }] });
    expect((await hidden.arm(group)).body).toMatchObject({ name: "rg-shop", location: "northeurope" });
    await hidden.close();
  });

  test("groups are filtered by a tag and its value", async () => {
    const $filter = "tagName eq 'env' and tagValue eq 'prod'";
    expect(names(await azure.arm(`${subscription}/resourceGroups`, { $filter }))).toEqual(["rg-shop"]);
  });

  test("a provider is registered where a resource of it exists", async () => {
    const provider = await azure.arm(`${subscription}/providers/microsoft.keyvault`);
    expect(provider.body).toMatchObject({ namespace: "Microsoft.KeyVault", registrationState: "Registered" });
    const described = {
      id: `${subscription}/providers/Microsoft.App`,
      namespace: "Microsoft.App",
      registrationState: "NotRegistered",
    };
    const other = await openAzure({ ...sampleTenant, resources: [...resources, described] });
    expect((await other.arm(`${subscription}/providers/Microsoft.App`)).body).toEqual(described);
    expect(JSON.stringify((await other.arm(`${subscription}/providers`)).body)).toContain('"NotRegistered"');
    await other.close();
  });
});

describe("the flat list of resources", () => {
  test("holds tracked resources, without their properties", async () => {
    const reply = await azure.arm(`${group}/resources`);
    expect(names(reply)).toEqual(["kv-shop", "shop", "vnet", "log", "appi"]);
    expect((reply.body as { value: unknown[] }).value[0]).toEqual({
      id: vault,
      name: "kv-shop",
      type: "Microsoft.KeyVault/vaults",
      location: "westeurope",
      tags: { env: "prod" },
    });
  });

  test.each([
    ["resourceType eq 'Microsoft.KeyVault/vaults'", ["kv-shop", "kv-ops"]],
    ["resourceType eq 'microsoft.keyvault/vaults' and resourceGroup eq 'RG-OPS'", ["kv-ops"]],
    ["name eq 'shop' or name eq 'log'", ["shop", "log"]],
    ["substringof('kv', name)", ["kv-shop", "kv-ops"]],
    ["startswith(name,'kv') and not (location eq 'eastus')", ["kv-shop", "kv-ops"]],
    ["tagName eq 'env' and tagValue eq 'prod'", ["kv-shop"]],
  ])("is filtered by %s", async ($filter, expected) => {
    expect(names(await azure.arm(`${subscription}/resources`, { $filter }))).toEqual(expected);
  });

  test("refuses a filter that is none", async () => {
    for (const $filter of ["name is 'x'", "name eq", "soundslike(name,'x')", "name eq 'x' and"])
      expect(await azure.arm(`${subscription}/resources`, { $filter })).toMatchObject({
        status: 400,
        body: { error: { code: "InvalidFilterInQueryString" } },
      });
  });
});

test("policy states are queried by POST, at and below a scope", async () => {
  const path = `${group}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults`;
  expect(await azure.post(path, {})).toMatchObject({
    status: 200,
    body: { "@odata.count": 1, value: [{ resourceId: vault, complianceState: "NonCompliant" }] },
  });
  expect((await azure.post(path, {}, { $filter: "complianceState eq 'Compliant'" })).body).toMatchObject({
    value: [],
  });
});

test("policy definitions of the groups above can be assigned below", async () => {
  expect(
    names(await azure.arm(`${subscription}/providers/Microsoft.Authorization/policyDefinitions`)),
  ).toEqual(["no-public"]);
  expect(
    names(await azure.arm(`${managementGroup}/providers/Microsoft.Authorization/policyAssignments`)),
  ).toEqual(["deny-public"]);
});
