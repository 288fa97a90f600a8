import { expect, test } from "vitest";
import { parseRoute } from "../../../local-host/http/route-template.ts";

test.each<[string, string, Record<string, string> | undefined]>([
  ["api/orders", "/api/orders", {}],
  ["api/orders", "/API/Orders/", {}],
  ["api/orders", "/api/orders/1", undefined],
  ["api/orders/{id}", "/api/orders/a%2Fb", { id: "a/b" }],
  ["api/orders/{id}", "/api/orders", undefined],
  ["api/{id:int}", "/api/12", { id: "12" }],
  ["api/{id:int}", "/api/x", undefined],
  [
    "api/{id:guid}",
    "/api/0f8fad5b-d9cb-469f-a165-70867728950e",
    { id: "0f8fad5b-d9cb-469f-a165-70867728950e" },
  ],
  ["api/{on:bool}", "/api/maybe", undefined],
  ["api/{name:length(3)}", "/api/abcd", { name: "abcd" }],
  ["api/{id?}", "/api", {}],
  ["api/{id?}", "/api/7", { id: "7" }],
  ["api/{id=5}", "/api", {}],
  ["api/{*rest}", "/api/a/b", { rest: "a/b" }],
  ["api/{**rest}", "/api", {}],
  ["api/v{version}/x.{type}", "/api/v2/x.json", { version: "2", type: "json" }],
  ["api/a.b", "/api/axb", undefined],
  ["", "/", {}],
])("%s against %s", (template, path, parameters) => {
  expect(parseRoute(template).match(path)).toEqual(parameters);
});

test("literals go before constrained parameters, those before others, catch-alls last", () => {
  const templates = ["a/{*rest}", "a/{id}", "a/{id:int}", "a/b"];
  const sorted = templates.toSorted((left, right) =>
    parseRoute(left).specificity < parseRoute(right).specificity ? -1 : 1,
  );
  expect(sorted).toEqual(["a/b", "a/{id:int}", "a/{id}", "a/{*rest}"]);
});
