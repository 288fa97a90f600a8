import { describe, expect, test } from "vitest";
import { parseArmResourceId, sameArmId, scopeCovers } from "../../domain/arm-resource-id.ts";

const group = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-Orders";

describe("parseArmResourceId", () => {
  test("takes a child resource apart", () => {
    expect(parseArmResourceId(`${group}/providers/Microsoft.Web/sites/app/slots/staging`)).toEqual({
      id: `${group}/providers/Microsoft.Web/sites/app/slots/staging`,
      subscriptionId: "11111111-2222-3333-4444-555555555555",
      resourceGroup: "rg-Orders",
      provider: "Microsoft.Web",
      types: ["sites", "slots"],
      names: ["app", "staging"],
      type: "microsoft.web/sites/slots",
      name: "staging",
      scope: group,
    });
  });

  test("takes an extension resource by its innermost provider", () => {
    const vault = `${group}/providers/Microsoft.KeyVault/vaults/kv`;
    expect(parseArmResourceId(`${vault}/providers/Microsoft.Authorization/locks/keep`)).toMatchObject({
      type: "microsoft.authorization/locks",
      name: "keep",
      scope: vault,
    });
  });

  test("a resource may be called providers or subscriptions", () => {
    const topic = `${group}/providers/Microsoft.ServiceBus/namespaces/sb/topics/comms`;
    expect(parseArmResourceId(`${topic}/subscriptions/providers`)).toMatchObject({
      type: "microsoft.servicebus/namespaces/topics/subscriptions",
      name: "providers",
    });
  });

  test.each([
    [group, "microsoft.resources/resourcegroups", "rg-Orders"],
    ["/subscriptions/S", "microsoft.resources/subscriptions", "s"],
    ["/providers/Microsoft.Management/managementGroups/mg", "microsoft.management/managementgroups", "mg"],
  ])("%s is a %s", (id, type, name) => {
    expect(parseArmResourceId(id)).toMatchObject({ type, name });
  });

  test.each([
    "",
    "subscriptions/s",
    "https://management.azure.com/subscriptions/s",
    "/subscriptions/s/resourceGroups",
    `${group}/providers/Microsoft.Web/sites`,
    `${group}/providers/Microsoft.Web/sites/a/../b`,
    `${group}/providers/Microsoft.Web/sites/a%2Fb/x/y`,
    `${group}/providers/Microsoft.Web/sites/a?x=1`,
    `${group}//providers/Microsoft.Web/sites/a`,
    `${group}/providers/Microsoft.Web/sites/a b`,
    `/${"a/".repeat(1_100)}b`,
  ])("%j is no resource ID", (text) => {
    expect(parseArmResourceId(text)).toBeUndefined();
  });
});

test("IDs compare without case and without a closing slash", () => {
  expect(sameArmId(`${group}/`, group.toUpperCase())).toBe(true);
  expect(sameArmId(group, `${group}2`)).toBe(false);
});

test.each([
  [group, `${group}/providers/Microsoft.Web/sites/a`, true],
  [group, group, true],
  [group, `${group}2/providers/Microsoft.Web/sites/a`, false],
  ["/", group, true],
])("scope %s over %s: %s", (scope, id, covers) => {
  expect(scopeCovers(scope, id)).toBe(covers);
});
