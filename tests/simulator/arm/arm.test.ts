import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Azure, openAzure, type Reply } from "../support/open-azure.ts";
import {
  group,
  ids,
  network,
  otherVault,
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
