import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Azure, openAzure, type Reply } from "./open-azure.ts";
import {
  group,
  ids,
  managementGroup,
  network,
  otherVault,
  resources,
  sampleTenant,
  site,
  subscription,
  vault,
} from "./sample-tenant.ts";

let azure: Azure;
beforeAll(async () => {
  azure = await openAzure(sampleTenant);
});
afterAll(() => azure.close());

const body = (id: string): unknown => resources.find((resource) => resource.id === id);
const names = (reply: Reply): string[] =>
  (reply.body as { value: { name: string }[] }).value.map(({ name }) => name);
const error = (code: string, message: string): object => ({ error: { code, message } });

describe("a resource", () => {
  test("is given by its id, whatever the case", async () => {
    expect(await azure.arm(vault)).toMatchObject({ status: 200, body: body(vault) });
    expect((await azure.arm(vault.toUpperCase())).body).toEqual(body(vault));
    expect((await azure.arm(`${vault}/`)).body).toEqual(body(vault));
  });

  test("that only its parent's body holds is given by its own id", async () => {
    expect((await azure.arm(`${network}/subnets/apps`)).body).toEqual({
      id: `${network}/subnets/apps`,
      name: "apps",
      properties: { addressPrefix: "10.0.1.0/24" },
    });
  });

  test("without an api-version is refused", async () => {
    const reply = await azure.send(vault, {
      headers: { authorization: `Bearer ${await azure.token("https://management.azure.com")}` },
    });
    expect(reply).toMatchObject({
      status: 400,
      body: error(
        "MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests.",
      ),
    });
    expect(await azure.arm(vault, { "api-version": "latest" })).toMatchObject({
      status: 400,
      body: { error: { code: "InvalidApiVersionParameter" } },
    });
  });
});

describe("what is absent", () => {
  test.each([
    [
      "a subscription",
      "/subscriptions/nobody",
      "SubscriptionNotFound",
      "The subscription 'nobody' could not be found.",
    ],
    [
      "a resource group",
      `${subscription}/resourceGroups/rg-none`,
      "ResourceGroupNotFound",
      "Resource group 'rg-none' could not be found.",
    ],
    [
      "a resource of an absent group",
      `${subscription}/resourceGroups/rg-none/providers/Microsoft.KeyVault/vaults/kv`,
      "ResourceGroupNotFound",
      "Resource group 'rg-none' could not be found.",
    ],
    [
      "a resource",
      `${group}/providers/Microsoft.KeyVault/vaults/kv-none`,
      "ResourceNotFound",
      "The Resource 'Microsoft.KeyVault/vaults/kv-none' under resource group 'rg-shop' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    ],
    [
      "a child",
      `${site}/config/logs`,
      "ResourceNotFound",
      "The Resource 'Microsoft.Web/sites/shop/config/logs' under resource group 'rg-shop' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    ],
    [
      "a child of an absent parent",
      `${group}/providers/Microsoft.Web/sites/none/config/web`,
      "ParentResourceNotFound",
      `Failed to perform 'read' on resource(s) of type 'sites/config', because the parent resource '${group}/providers/Microsoft.Web/sites/none' could not be found.`,
    ],
    [
      "a list of an absent parent",
      `${group}/providers/Microsoft.Web/sites/none/functions`,
      "ParentResourceNotFound",
      `Failed to perform 'read' on resource(s) of type 'sites/functions', because the parent resource '${group}/providers/Microsoft.Web/sites/none' could not be found.`,
    ],
    [
      "an extension's resource",
      `${group}/providers/Microsoft.KeyVault/vaults/kv-none/providers/Microsoft.Authorization/locks`,
      "ResourceNotFound",
      "The Resource 'Microsoft.KeyVault/vaults/kv-none' under resource group 'rg-shop' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    ],
    [
      "a role assignment",
      `${vault}/providers/Microsoft.Authorization/roleAssignments/x`,
      "RoleAssignmentNotFound",
      "The role assignment 'x' is not found.",
    ],
    [
      "a deployment",
      `${group}/deployments/other`,
      "DeploymentNotFound",
      "Deployment 'other' could not be found.",
    ],
    [
      "a namespace",
      `${group}/providers/Nonsense/things/x`,
      "InvalidResourceNamespace",
      "The resource namespace 'Nonsense' is invalid.",
    ],
    [
      "a type",
      `${group}/providers/Microsoft.Web/si_tes/x`,
      "InvalidResourceType",
      "The resource type 'si_tes' could not be found in the namespace 'Microsoft.Web'.",
    ],
    [
      "a provider",
      `${subscription}/providers/Microsoft.Nothing`,
      "InvalidResourceNamespace",
      "The resource namespace 'Microsoft.Nothing' is invalid.",
    ],
  ])("%s is the service's own 404", async (_what, path, code, message) => {
    expect(await azure.arm(path)).toMatchObject({ status: 404, body: error(code, message) });
  });
});

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

describe("what may not be read or changed", () => {
  const denied = (user: string, action: string, scope: string): object =>
    error(
      "AuthorizationFailed",
      `The client '${user}' with object id '${ids.ann}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    );

  test("a denied prefix refuses everything below it and leaves it out of lists", async () => {
    const guarded = await openAzure({
      ...sampleTenant,
      denied: [{ prefix: `${subscription}/resourcegroups/RG-ops` }],
    });
    expect(await guarded.arm(otherVault)).toMatchObject({
      status: 403,
      body: denied("ann@example.com", "Microsoft.KeyVault/vaults/read", otherVault),
    });
    expect((await guarded.arm(`${otherVault}x`)).status).toBe(403);
    expect(names(await guarded.arm(`${subscription}/providers/Microsoft.KeyVault/vaults`))).toEqual([
      "kv-shop",
    ]);
    expect(names(await guarded.arm(`${subscription}/resourceGroups`))).toEqual(["rg-shop"]);
    expect(await guarded.arm(`${subscription}/resourceGroups/rg-ops`)).toMatchObject({
      status: 403,
      body: denied(
        "ann@example.com",
        "Microsoft.Resources/subscriptions/resourceGroups/read",
        `${subscription}/resourceGroups/rg-ops`,
      ),
    });
    await guarded.close();
  });

  test("a denial of named actions leaves other reads alone", async () => {
    const guarded = await openAzure({
      ...sampleTenant,
      denied: [{ prefix: vault, actions: ["Microsoft.Authorization/*/read"] }],
    });
    expect((await guarded.arm(vault)).status).toBe(200);
    expect(await guarded.arm(`${vault}/providers/Microsoft.Authorization/roleAssignments`)).toMatchObject({
      status: 403,
      body: denied("ann@example.com", "Microsoft.Authorization/roleAssignments/read", vault),
    });
    await guarded.close();
  });

  test.each([
    ["PUT", "write"],
    ["PATCH", "write"],
    ["DELETE", "delete"],
  ])("%s is denied as it is to a caller without the right", async (method, verb) => {
    const reply = await azure.send(`${vault}?api-version=2024-01-01`, {
      method,
      headers: { authorization: `Bearer ${await azure.token("https://management.azure.com")}` },
    });
    expect(reply).toMatchObject({
      status: 403,
      body: denied("ann@example.com", `Microsoft.KeyVault/vaults/${verb}`, vault),
    });
  });

  test("an action is denied by its name", async () => {
    expect(await azure.post(`${site}/config/appsettings/list`, {})).toMatchObject({
      status: 403,
      body: denied("ann@example.com", "Microsoft.Web/sites/config/list/action", `${site}/config/appsettings`),
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
