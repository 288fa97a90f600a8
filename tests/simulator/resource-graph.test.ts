import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Azure, openAzure, type Reply } from "./support/open-azure.ts";
import { group, ids, otherVault, sampleTenant, site, subscription, vault } from "./support/sample-tenant.ts";

let azure: Azure;
beforeAll(async () => {
  // Its clock stands still, and more queries are made than a window allows.
  azure = await openAzure(sampleTenant, { quotas: "off" });
});
afterAll(() => azure.close());

const data = (reply: Reply): unknown => (reply.body as { data: unknown }).data;
const details = (reply: Reply): unknown => (reply.body as { error: { details: unknown } }).error.details;

test("names resolve to resources, whatever their case", async () => {
  const query =
    "resources | where name in~ ('KV-SHOP','shop') | project id, name, type, location, resourceGroup, subscriptionId, kind | order by name asc";
  const common = { location: "westeurope", resourceGroup: "rg-shop", subscriptionId: ids.subscription };
  expect(await azure.rows(query)).toMatchObject({
    status: 200,
    body: {
      totalRecords: 2,
      count: 2,
      data: [
        { id: vault, name: "kv-shop", type: "microsoft.keyvault/vaults", kind: "", ...common },
        { id: site, name: "shop", type: "microsoft.web/sites", kind: "app,linux", ...common },
      ],
      facets: [],
      resultTruncated: "false",
    },
  });
});

test("a row has the service's columns", async () => {
  const rows = data(await azure.rows("Resources | where name == 'kv-shop'")) as object[];
  expect(rows).toEqual([
    {
      id: vault,
      name: "kv-shop",
      type: "microsoft.keyvault/vaults",
      tenantId: ids.tenant,
      kind: "",
      location: "westeurope",
      resourceGroup: "rg-shop",
      subscriptionId: ids.subscription,
      managedBy: "",
      sku: null,
      plan: null,
      properties: { networkAcls: { defaultAction: "Deny", ipRules: [{ value: "203.0.113.0/24" }] } },
      tags: { env: "prod" },
      identity: null,
      zones: null,
      extendedLocation: null,
    },
  ]);
});

describe.each([
  ["resources", ["appi", "kv-ops", "kv-shop", "log", "shop", "vnet"]],
  ["resourcecontainers", ["Shop", "Spare", "rg-ops", "rg-shop"]],
  ["authorizationresources", [ids.owner, ids.reader, "at-group", "at-subscription", "at-vault"]],
  ["healthresources", ["current"]],
  ["servicehealthresources", []],
  ["policyresources", ["deny-public", "no-public", "state"]],
  ["networkresources", ["vnet"]],
  ["resourcechanges", []],
  ["advisorresources", []],
])("the table %s", (table, expected) => {
  test(`holds ${expected.length} rows`, async () => {
    const rows = data(await azure.rows(`${table} | project name`)) as { name: string }[];
    expect(rows.map(({ name }) => name).toSorted()).toEqual(expected.toSorted());
  });
});

test("subscriptions and groups are containers, with their own types", async () => {
  expect(
    data(
      await azure.rows(
        "resourcecontainers | where name in ('Shop','rg-shop') | project name, type, state = properties.state",
      ),
    ),
  ).toEqual([
    { name: "Shop", type: "microsoft.resources/subscriptions", state: "Enabled" },
    { name: "rg-shop", type: "microsoft.resources/subscriptions/resourcegroups", state: null },
  ]);
});

test("role assignments join their definitions", async () => {
  const query = `authorizationresources
    | where type =~ 'microsoft.authorization/roleassignments'
    | extend role = tolower(tostring(properties.roleDefinitionId)), principalId = tostring(properties.principalId)
    | join kind=inner (authorizationresources | where type =~ 'microsoft.authorization/roledefinitions'
        | project role = tolower(id), roleName = tostring(properties.roleName)) on role
    | project name, principalId, roleName | order by name asc`;
  expect(data(await azure.rows(query))).toEqual([
    { name: "at-group", principalId: ids.ann, roleName: "Reader" },
    { name: "at-subscription", principalId: ids.developers, roleName: "Reader" },
    { name: "at-vault", principalId: ids.app, roleName: "Owner" },
  ]);
});

test("only the asked subscriptions have rows", async () => {
  const count = async (subscriptions: string[]): Promise<unknown> =>
    data(await azure.rows("resources | count", { subscriptions }));
  expect(await count([ids.subscription.toUpperCase()])).toEqual([{ Count: 6 }]);
  expect(await count([ids.otherSubscription])).toEqual([{ Count: 0 }]);
  expect(await count([])).toEqual([{ Count: 6 }]);
});

test("what is denied has no rows, and nothing says so", async () => {
  const guarded = await openAzure({ ...sampleTenant, denied: [{ prefix: otherVault }] });
  const reply = await guarded.rows("resources | where type == 'microsoft.keyvault/vaults' | project name");
  await guarded.close();
  expect(reply).toMatchObject({ status: 200, body: { totalRecords: 1, data: [{ name: "kv-shop" }] } });
});

test("the table format has columns with types", async () => {
  const reply = await azure.rows(
    "resources | where name == 'kv-shop' | project name, tags, n = 1, r = 1.5, b = true, t = now()",
    {
      options: { resultFormat: "table" },
    },
  );
  expect(data(reply)).toEqual({
    columns: [
      { name: "name", type: "string" },
      { name: "tags", type: "object" },
      { name: "n", type: "integer" },
      { name: "r", type: "number" },
      { name: "b", type: "boolean" },
      { name: "t", type: "datetime" },
    ],
    rows: [["kv-shop", { env: "prod" }, 1, 1.5, true, "2026-06-01T12:00:00Z"]],
  });
});

test("pages are joined by a skip token", async () => {
  const query = "resources | project id, name | order by name asc";
  const first = await azure.rows(query, { options: { $top: 4 } });
  const { $skipToken } = first.body as { $skipToken: string };
  expect(first.body).toMatchObject({ totalRecords: 6, count: 4, resultTruncated: "false" });
  const second = await azure.rows(query, { options: { $top: 4, $skipToken } });
  expect(second.body).toMatchObject({ totalRecords: 6, count: 2 });
  expect(second.body).not.toHaveProperty("$skipToken");
  expect(
    [...(data(first) as { name: string }[]), ...(data(second) as { name: string }[])].map(({ name }) => name),
  ).toEqual(["appi", "kv-ops", "kv-shop", "log", "shop", "vnet"]);
  expect(data(await azure.rows(query, { options: { $skip: 5 } }))).toMatchObject([{ name: "vnet" }]);
});

test("rows without ids cannot be paged: the rest is cut off", async () => {
  const reply = await azure.rows("resources | project name", { options: { $top: 1 } });
  expect(reply.body).toMatchObject({ count: 1, resultTruncated: "true" });
  expect(reply.body).not.toHaveProperty("$skipToken");
});

describe("a query that cannot be run", () => {
  const invalid = {
    code: "InvalidQuery",
    message:
      "Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.",
  };

  test("for its syntax is a ParserFailure with its place", async () => {
    const reply = await azure.rows("resources\n| where name ==");
    expect(reply).toMatchObject({
      status: 400,
      body: {
        error: {
          code: "BadRequest",
          message: expect.stringMatching(
            /^Please provide below info when asking for support: timestamp = 2026-06-01T12:00:00\.0000000Z, correlationId = /,
          ) as string,
        },
      },
    });
    expect(details(reply)).toEqual([
      invalid,
      {
        code: "ParserFailure",
        message: "ParserFailure",
        line: 2,
        characterPositionInLine: 15,
        token: "<EOF>",
      },
    ]);
  });

  test("for its table names the table", async () => {
    expect(details(await azure.rows("secrets | where x == 1"))).toEqual([
      { code: "DisallowedLogicalTableName", message: "Table secrets is invalid, unsupported or disallowed." },
    ]);
  });

  test.each([
    [
      "an unknown column",
      "resources | where colour == 'red'",
      "'where' operator: Failed to resolve column or scalar expression named 'colour'",
    ],
    ["an unknown function", "resources | extend x = frobnicate(name)", "Unknown function: 'frobnicate'."],
    [
      "an operator that is not evaluated here",
      "resources | evaluate bag_unpack(tags)",
      "This service does not support the operator 'evaluate' in queries.",
    ],
    [
      "types that cannot be compared",
      "resources | where name == 1",
      "Cannot compare values of types string and long. Try adding explicit casts",
    ],
  ])("for %s says so", async (_what, query, message) => {
    const reply = await azure.rows(query);
    expect(reply.status).toBe(400);
    expect(details(reply)).toEqual([
      invalid,
      { code: expect.stringMatching(/^SEM\d{4}$/) as string, message },
    ]);
  });

  test("for a body without a query is refused", async () => {
    expect(
      await azure.post("/providers/Microsoft.ResourceGraph/resources", { subscriptions: [subscription] }),
    ).toMatchObject({
      status: 400,
      body: { error: { code: "BadRequest", details: [{ code: "InvalidRequest" }] } },
    });
    expect((await azure.rows("resources", { options: { $top: 0 } })).status).toBe(400);
  });
});

test("a resource's group has the group's name in lower case, its id as it is", async () => {
  const rows = data(
    await azure.rows(
      "resourcecontainers | where type endswith 'resourcegroups' and resourceGroup == 'rg-shop' | project id",
    ),
  );
  expect(rows).toEqual([{ id: group }]);
});
