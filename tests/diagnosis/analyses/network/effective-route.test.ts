import { expect, test } from "vitest";
import type { JsonObject } from "../../../../domain/json-value.ts";
import { run } from "../support/evaluation.ts";

const table: JsonObject = {
  properties: {
    routes: [
      { name: "default", properties: { addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance" } },
      { name: "corp", properties: { addressPrefix: "10.0.0.0/8", nextHopType: "VirtualNetworkGateway" } },
      { name: "lab", properties: { addressPrefix: "10.4.0.0/16", nextHopType: "None" } },
      { name: "storage", properties: { addressPrefix: "Storage.WestEurope", nextHopType: "Internet" } },
    ],
  },
};

test.each([
  ["the longest prefix that covers the address", "'10.4.7.9'", "[]", "lab"],
  ["a shorter one beside it", "'10.5.7.9'", "[]", "corp"],
  ["the default route for what no other covers", "'52.1.2.3'", "[]", "default"],
  ["a service tag before the default route", "`null`", "['Storage']", "storage"],
  ["the default route for a service without a tag of its own", "`null`", "['Sql']", "default"],
  ["a range before a service tag", "'10.4.7.9'", "['Storage']", "lab"],
])("%s", (_, address, tags, expected) => {
  const list = tags === "[]" ? "`[]`" : tags;
  expect(run(`effective_route(table, ${address}, ${list}).name`, { table }).value).toBe(expected);
});

test("without a matching route, or a table, Azure's own routes decide", () => {
  const own = { properties: { routes: [{ name: "x", properties: { addressPrefix: "10.0.0.0/8" } }] } };
  expect(run("effective_route(table, '52.1.2.3', `[]`)", { table: own }).value).toBe(null);
  expect(run("effective_route(table, '52.1.2.3', `[]`)", { table: null }).value).toBe(null);
  expect(run("effective_route(table, '52.1.2.3', `[]`)", { table: { properties: {} } }).value).toBe(null);
});
