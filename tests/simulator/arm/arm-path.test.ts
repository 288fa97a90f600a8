import { describe, expect, test } from "vitest";
import { type ArmPath, covers, parseArmPath, readActionOf } from "../../../simulator/tenant/arm-path.ts";

describe.each<[string, Partial<ArmPath>, string]>([
  [
    "/subscriptions/S",
    { subscriptionId: "S", scope: "", types: [], rest: [] },
    "Microsoft.Resources/subscriptions/read",
  ],
  [
    "/subscriptions/S/resourceGroups/G",
    { resourceGroup: "G", types: [] },
    "Microsoft.Resources/subscriptions/resourceGroups/read",
  ],
  [
    "/subscriptions/S/providers",
    { rest: ["providers"], types: [] },
    "Microsoft.Resources/subscriptions/read",
  ],
  [
    "/subscriptions/S/providers/Microsoft.App",
    { provider: "Microsoft.App", types: [] },
    "Microsoft.Resources/subscriptions/providers/read",
  ],
  [
    "/subscriptions/S/resourceGroups/G/providers/Microsoft.Web/sites/shop/config/web/",
    {
      scope: "/subscriptions/s/resourcegroups/g",
      type: "microsoft.web/sites/config",
      names: ["shop", "web"],
      isCollection: false,
    },
    "Microsoft.Web/sites/config/read",
  ],
  [
    "/subscriptions/S/resourceGroups/G/providers/Microsoft.Web/sites/shop/providers/Microsoft.Authorization/locks",
    {
      scope: "/subscriptions/s/resourcegroups/g/providers/microsoft.web/sites/shop",
      type: "microsoft.authorization/locks",
      isCollection: true,
    },
    "Microsoft.Authorization/locks/read",
  ],
  [
    "/subscriptions/S/resourceGroups/G/providers/Microsoft.ServiceBus/namespaces/n/topics/t/subscriptions/providers",
    {
      type: "microsoft.servicebus/namespaces/topics/subscriptions",
      names: ["n", "t", "providers"],
      isCollection: false,
    },
    "Microsoft.ServiceBus/namespaces/topics/subscriptions/read",
  ],
])("%s", (path, expected, action) => {
  test("is taken apart", () => {
    expect(parseArmPath(path)).toMatchObject(expected);
  });

  test(`needs ${action}`, () => {
    expect(readActionOf(parseArmPath(path))).toBe(action);
  });
});

test("a scope covers itself and what is below it, by whole segments", () => {
  expect(covers("/a/b", "/a/b")).toBe(true);
  expect(covers("/a/b", "/a/b/c")).toBe(true);
  expect(covers("/a/b", "/a/bc")).toBe(false);
  expect(covers("", "/anything")).toBe(true);
});
