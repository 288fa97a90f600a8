import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../domain/json-value.ts";
import { run } from "./support/evaluation.ts";

const subnet = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/a";

function facts(resource: JsonObject, caller: string, rules: JsonValue = null) {
  const { value } = run(`reachability(resource, ${caller}, rules)`, { resource, rules });
  return value as JsonObject;
}
const nobody = "{address: `null`, subnet: `null`}";
const from = (address: string) => `{address: '${address}', subnet: \`null\`}`;
const within = (id: string) => `{address: \`null\`, subnet: '${id}'}`;

const acls = (type: string, networkAcls: JsonObject, publicNetworkAccess: string | null = "Enabled") => ({
  type,
  properties: { publicNetworkAccess, networkAcls },
});
const denying = {
  defaultAction: "Deny",
  bypass: "AzureServices",
  ipRules: [{ value: "203.0.113.0/24" }, { value: "198.51.100.7" }],
  virtualNetworkRules: [{ id: subnet.toLowerCase() }],
};

describe.each([
  "Microsoft.Storage/storageAccounts",
  "Microsoft.KeyVault/vaults",
  "Microsoft.CognitiveServices/accounts",
])("%s", (type) => {
  test.each([
    ["an address of a rule", from("203.0.113.9"), "allowed"],
    ["an address beside all rules", from("192.0.2.1"), "denied"],
    ["a subnet of a rule, whatever its case", within(subnet), "allowed"],
    ["another subnet", within(`${subnet}b`), "denied"],
    ["a caller of whom nothing is known", nobody, "unstated"],
  ])("with rules, %s: %s", (_, caller, expected) => {
    expect(facts(acls(type, denying), caller)).toMatchObject({
      public: "selected",
      trusted: true,
      caller: expected,
    });
  });

  test("a rule for the address admits nobody who comes by the service endpoint of another subnet", () => {
    const both = (id: string, viaEndpoint: string) =>
      facts(
        acls(type, denying),
        `{address: '203.0.113.9', subnet: '${id}', via_endpoint: \`${viaEndpoint}\`}`,
      )["caller"];
    expect(both(`${subnet}b`, "true")).toBe("denied");
    expect(both(`${subnet}b`, "false")).toBe("allowed");
    expect(both(subnet, "true")).toBe("allowed");
  });

  test("without a default action everyone may come in", () => {
    expect(facts({ type, properties: {} }, nobody)).toMatchObject({
      public: "open",
      caller: "allowed",
      trusted: false,
    });
  });

  test("with public access off nobody may, rules or not", () => {
    expect(facts(acls(type, denying, "Disabled"), from("203.0.113.9"))).toMatchObject({
      public: "denied",
      caller: "denied",
    });
  });
});

describe("services with rules of another shape", () => {
  test.each<[string, JsonObject, JsonValue, string, string, string]>([
    [
      "a registry",
      {
        type: "Microsoft.ContainerRegistry/registries",
        properties: {
          networkRuleSet: { defaultAction: "Deny", ipRules: [{ action: "Allow", value: "203.0.113.0/24" }] },
        },
      },
      null,
      from("20.61.98.4"),
      "selected",
      "denied",
    ],
    [
      "a namespace",
      { type: "Microsoft.ServiceBus/Namespaces", properties: {} },
      {
        properties: { defaultAction: "Deny", ipRules: [{ ipMask: "203.0.113.17" }], virtualNetworkRules: [] },
      },
      from("203.0.113.17"),
      "selected",
      "allowed",
    ],
    [
      "a namespace that denies by default but has no rule",
      { type: "Microsoft.EventHub/namespaces", properties: {} },
      { properties: { defaultAction: "Deny", ipRules: [], virtualNetworkRules: [] } },
      from("203.0.113.17"),
      "open",
      "allowed",
    ],
    [
      "Cosmos DB without rules",
      {
        type: "Microsoft.DocumentDB/databaseAccounts",
        properties: { ipRules: [], isVirtualNetworkFilterEnabled: false },
      },
      null,
      from("203.0.113.17"),
      "open",
      "allowed",
    ],
    [
      "Cosmos DB with rules",
      {
        type: "Microsoft.DocumentDB/databaseAccounts",
        properties: { ipRules: [{ ipAddressOrRange: "10.0.0.0/8" }] },
      },
      null,
      from("203.0.113.17"),
      "selected",
      "denied",
    ],
    [
      "Cosmos DB that filters networks only",
      {
        type: "Microsoft.DocumentDB/databaseAccounts",
        properties: {
          ipRules: [],
          isVirtualNetworkFilterEnabled: true,
          virtualNetworkRules: [{ id: subnet }],
        },
      },
      null,
      within(subnet),
      "selected",
      "allowed",
    ],
    [
      "Azure SQL with a range",
      { type: "Microsoft.Sql/servers", properties: {} },
      { value: [{ properties: { startIpAddress: "203.0.113.1", endIpAddress: "203.0.113.20" } }] },
      from("203.0.113.17"),
      "selected",
      "allowed",
    ],
    [
      "Azure SQL without rules",
      { type: "Microsoft.Sql/servers", properties: {} },
      { value: [] },
      from("203.0.113.17"),
      "selected",
      "denied",
    ],
    [
      "PostgreSQL closed to the public",
      {
        type: "Microsoft.DBforPostgreSQL/flexibleServers",
        properties: { network: { publicNetworkAccess: "Disabled" } },
      },
      { value: [] },
      from("203.0.113.17"),
      "denied",
      "denied",
    ],
    [
      "Redis without rules",
      { type: "Microsoft.Cache/Redis", properties: {} },
      { value: [] },
      from("203.0.113.17"),
      "open",
      "allowed",
    ],
    [
      "Redis with one",
      { type: "Microsoft.Cache/Redis", properties: {} },
      { value: [{ properties: { startIP: "10.0.0.1", endIP: "10.0.0.2" } }] },
      from("203.0.113.17"),
      "selected",
      "denied",
    ],
    [
      "AKS with authorised ranges",
      {
        type: "Microsoft.ContainerService/managedClusters",
        properties: { apiServerAccessProfile: { authorizedIPRanges: ["203.0.113.0/24"] } },
      },
      null,
      from("192.0.2.1"),
      "selected",
      "denied",
    ],
    [
      "search with rules",
      {
        type: "Microsoft.Search/searchServices",
        properties: {
          publicNetworkAccess: "enabled",
          networkRuleSet: { ipRules: [{ value: "203.0.113.0/24" }] },
        },
      },
      null,
      from("203.0.113.8"),
      "selected",
      "allowed",
    ],
  ])("%s", (_, resource, rules, caller, open, expected) => {
    expect(facts(resource, caller, rules)).toMatchObject({ public: open, caller: expected });
  });

  test("the rule for Azure services is told apart from an address range", () => {
    const rules = { value: [{ properties: { startIpAddress: "0.0.0.0", endIpAddress: "0.0.0.0" } }] };
    expect(
      facts({ type: "Microsoft.Sql/servers", properties: {} }, from("203.0.113.17"), rules),
    ).toMatchObject({ trusted: true, caller: "denied" });
  });
});

test("a denial cites the default action and the rules that do not fit", () => {
  const { proof } = run(`reachability(resource, ${from("192.0.2.1")}).caller`, {
    resource: acls("Microsoft.Storage/storageAccounts", denying),
  });
  expect(proof).toContain("e5/properties/networkAcls/defaultAction equals Deny");
  expect(proof.some((line) => line.startsWith("e5/properties/networkAcls/ipRules none_match"))).toBe(true);
});

describe("a caller that goes out by any of several addresses", () => {
  const vault = acls("Microsoft.KeyVault/vaults", denying);
  const byAny = (...addresses: string[]) =>
    `{address: '${addresses[0]}', addresses: ['${addresses.join("', '")}'], subnet: \`null\`}`;

  test("is denied where one is left out, and the facts are about that one", () => {
    expect(facts(vault, byAny("203.0.113.9", "192.0.2.1", "192.0.2.2"))).toMatchObject({
      at: "192.0.2.1",
      address: "refused",
      caller: "denied",
    });
  });

  test("is allowed where rules admit each, which is what that rests on", () => {
    const caller = byAny("203.0.113.9", "198.51.100.7");
    expect(facts(vault, caller)).toMatchObject({ address: "admitted", caller: "allowed" });
    const { proof } = run(`reachability(resource, ${caller}).address`, { resource: vault });
    const rules = proof.filter((line) => line.includes("/ipRules/"));
    expect(rules.map((line) => line.split(" ")[0])).toEqual([
      "e5/properties/networkAcls/ipRules/0/value",
      "e5/properties/networkAcls/ipRules/1/value",
    ]);
  });
});

test("a resource of which nothing is known leaves it open", () => {
  expect(
    run("reachability(resource, `null`)", { resource: { type: "Contoso.Own/things" } }).evaluated.kind,
  ).toBe("unknown");
});
