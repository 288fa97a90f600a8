import { expect, test } from "vitest";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";

const namesOf = (error: string, source_code: Record<string, string> = {}) =>
  extractSignals({ error, source_code }).names;

test.each([
  ["flags of az", "az webapp deploy -g rg-shop --name shopweb1", ["rg-shop", "shopweb1"]],
  [
    "flags of PowerShell",
    "Publish-Adf -ResourceGroupName rgadf -DataFactoryName adfcoffee",
    ["rgadf", "adfcoffee"],
  ],
  ["labels of Terraform", 'Resource Group Name: "rgbot"\nAccount Name: "oaibot"', ["rgbot", "oaibot"]],
  ["quoted resources", "Resource group 'pnpws' could not be found.", ["pnpws"]],
  ["what a log calls a site", "Container x_0 for site orders did not start", ["orders"]],
  [
    "masked IDs",
    "/subscriptions/***/resourceGroups/rgx/providers/Microsoft.Storage/storageAccounts/stpaving7",
    ["rgx", "stpaving7"],
  ],
  ["IDs without their scope", "Microsoft.Network/applicationGateways/edge is busy", ["edge"]],
  ["words with the usual prefixes", "the vault kv-orders refuses func-orders", ["kv-orders", "func-orders"]],
  ["the package that npm runs", "> tide-booking@7.2.0 start\n> node main.js", ["tide-booking"]],
  ["pods", "pod sentry-web-7f6b4c9d8c-2hqzv", ["sentry-web"]],
])("%s", (_, error, names) => {
  expect(namesOf(error)).toEqual(expect.arrayContaining(names));
});

test("names in IDs and hosts come first, then those of the error, then those of the code", () => {
  const names = namesOf("site orders-web fails at https://kv-one.vault.azure.net", {
    "a.tf": 'name = "zeta-plan"',
  });
  expect(names.slice(0, 2)).toEqual(["kv-one", "orders-web"]);
  expect(names).toContain("zeta-plan");
});

test("versions, GUIDs, files, headers, regions and variables are no names", () => {
  const names = namesOf(
    "x-ms-request-id 1.2.3 0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9 main.bicep westeurope content-type AZURE_CLIENT_ID 2026-01-02 ubuntu-latest",
  );
  expect(names).toEqual([]);
});

test("there are never more than 150, whatever is sent", () => {
  const error = Array.from({ length: 1_000 }, (_, index) => `kv-name${index}x`).join(" ");
  expect(namesOf(error)).toHaveLength(150);
});

test("a replica names its revision and its app", () => {
  expect(extractSignals({ error: "thumbs--r300x-6c9d7f7b5-q2lvx" }).names).toEqual(
    expect.arrayContaining(["thumbs--r300x", "thumbs"]),
  );
});

test("an image and the template's field name the app", () => {
  const error =
    "Field 'template.containers.tariff-svc.image' is invalid: \"acrshared.azurecr.io/billing/rates_api:1.0.0-b118\"";
  expect(extractSignals({ error }).names).toEqual(expect.arrayContaining(["tariff-svc", "rates_api"]));
});
