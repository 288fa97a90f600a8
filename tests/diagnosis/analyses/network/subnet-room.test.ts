import { expect, test } from "vitest";
import type { JsonObject } from "../../../../domain/json-value.ts";
import { run } from "../support/evaluation.ts";

const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/nodes";
const subnet = (properties: JsonObject): JsonObject => ({ id, properties });
const usages = (currentValue: number): JsonObject => ({
  value: [
    { id: `${id}2`, currentValue: 1, limit: 251 },
    { id: id.toUpperCase(), currentValue, limit: 123 },
  ],
});
const room = (body: JsonObject, used: JsonObject | null) =>
  run("subnet_room(subnet, usages) | {size: size, used: usage.currentValue, isFull: isFull}", {
    subnet: body,
    usages: used,
  }).value;

test("five addresses of the range are Azure's own", () => {
  expect(room(subnet({ addressPrefix: "10.0.0.0/25" }), usages(20))).toEqual({
    size: 123,
    used: 20,
    isFull: false,
  });
  expect(room(subnet({ addressPrefixes: ["10.0.0.0/28"] }), null)).toMatchObject({ size: 11, used: null });
});

test("a subnet is full once its own entry says so, not another's", () => {
  expect(room(subnet({ addressPrefix: "10.0.0.0/25" }), usages(123))).toMatchObject({ isFull: true });
});

test.each([
  ["Microsoft.Sql/servers", { tags: ["Sql"], port: 1433, redirectPort: 11000, endpoint: "Microsoft.Sql" }],
  [
    "microsoft.storage/storageAccounts",
    { tags: ["Storage"], port: 443, redirectPort: null, endpoint: "Microsoft.Storage" },
  ],
  ["microsoft.unheard/of", { tags: [], port: 443, redirectPort: null, endpoint: null }],
])("traffic to %s goes by its tags and port", (type, expected) => {
  expect(run(`service_flow('${type}')`, {}).value).toEqual(expected);
  expect(run("service_flow(`null`)", {}).value).toEqual({
    tags: [],
    port: 443,
    redirectPort: null,
    endpoint: null,
  });
});
