import { expect, test } from "vitest";
import { nestedResource } from "../../../diagnosis/report/nested-resource.ts";

const group = "/subscriptions/s1/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/nsg-a";
const body = {
  id: group,
  properties: {
    securityRules: [
      { id: `${group}/securityRules/deny-all`, properties: { access: "Deny", ports: ["443"] } },
      { id: "not an id", properties: { access: "Allow" } },
    ],
  },
};

test("a place inside a rule belongs to the rule", () => {
  expect(nestedResource(body, "/properties/securityRules/0/properties/access")).toBe(
    `${group}/securityRules/deny-all`,
  );
  expect(nestedResource(body, "/properties/securityRules/0/properties/ports/0")).toBe(
    `${group}/securityRules/deny-all`,
  );
});

test("a place of the body's own, or in an element without a resource ID, belongs to no other resource", () => {
  expect(nestedResource(body, "/properties/securityRules")).toBeUndefined();
  expect(nestedResource(body, "/properties/securityRules/1/properties/access")).toBeUndefined();
  expect(nestedResource(body, "/properties/none/0/x")).toBeUndefined();
});
