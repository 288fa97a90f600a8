import { describe, expect, test } from "vitest";
import { extractSignals } from "../../../diagnosis/signals/extract-signals.ts";
import { completeSignals, neighboursQuery } from "../../../diagnosis/signals/resolve-names.ts";

const sub = "11111111-2222-4333-8444-555555555555";
const row = (id: string, type: string, more = {}) => ({
  id,
  name: id.split("/").at(-1)!,
  type,
  kind: "",
  location: "westeurope",
  resourceGroup: "rg-a",
  subscriptionId: sub,
  ...more,
});
const site = row(
  `/subscriptions/${sub}/resourceGroups/rg-a/providers/Microsoft.Web/sites/web-a`,
  "Microsoft.Web/sites",
);

describe("a service that is only spoken of", () => {
  const accountType = "Microsoft.DocumentDB/databaseAccounts";
  const accountIn = (group: string, name: string) =>
    row(`/subscriptions/${sub}/resourceGroups/${group}/providers/${accountType}/${name}`, accountType, {
      resourceGroup: group,
    });
  const extracted = extractSignals({ error: "web-a: blocked by your Cosmos DB account firewall settings" });
  const besideOf = (...found: ReturnType<typeof row>[]) =>
    completeSignals(extracted, {
      now: "2026-04-02T06:40:00Z",
      subscriptions: { value: [] },
      names: { data: [site] },
      neighbours: { data: found },
    }).resources.map(({ name, matchedBy }) => `${name} by ${matchedBy}`);

  test("is looked for in other groups than the caller's", () => {
    expect(neighboursQuery({ data: [site] }, extracted)).toMatchObject({
      query: expect.stringContaining(
        "resourceGroup =~ 'rg-a') or (type in~ ('microsoft.documentdb/databaseaccounts')) | project",
      ) as string,
    });
    expect(besideOf(accountIn("rg-b", "cosmos-b"))).toEqual(["web-a by name", "cosmos-b by neighbour"]);
  });

  test("is the one beside the caller, where there is one", () => {
    expect(besideOf(accountIn("rg-a", "cosmos-a"), accountIn("rg-b", "cosmos-b"))).toEqual([
      "web-a by name",
      "cosmos-a by neighbour",
    ]);
  });

  test("is not looked for where a host tells which it is", () => {
    const told = extractSignals({ error: "web-a: Cosmos DB refuses, https://cosmos-x.documents.azure.com" });
    expect(neighboursQuery({ data: [site] }, told)).toMatchObject({
      query: expect.not.stringContaining("databaseaccounts") as string,
    });
  });
});
