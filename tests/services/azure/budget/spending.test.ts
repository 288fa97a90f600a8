import { expect, it } from "vitest";
import { type Spending, spendingOf } from "../../../../services/azure/budget/spending.ts";
import type { AzurePlane } from "../../../../services/azure/gate/admitted-read.ts";
import { site, subscription, vault } from "../support/table-paths.ts";

const guid = "11111111-2222-4333-8444-555555555555";

it.each<[string, AzurePlane, string, Spending]>([
  [
    "a resource spends its subscription's reads",
    "arm",
    vault,
    { quotas: [`arm ${guid}`], provider: `microsoft.keyvault ${guid}` },
  ],
  [
    "an extension is answered by its own provider, whatever the letter case",
    "arm",
    `${site.toUpperCase()}/providers/Microsoft.Insights/metrics`,
    { quotas: [`arm ${guid}`], provider: `microsoft.insights ${guid}` },
  ],
  [
    "a subscription is ARM's own",
    "arm",
    subscription,
    { quotas: [`arm ${guid}`], provider: `microsoft.resources ${guid}` },
  ],
  [
    "what belongs to no subscription spends the tenant's reads",
    "arm",
    "/providers/Microsoft.Management/managementGroups/mg-landing",
    { quotas: ["arm tenant"], provider: "microsoft.management tenant" },
  ],
  [
    "a Resource Graph query spends the user's queries and one of the tenant's reads",
    "arm",
    "/providers/Microsoft.ResourceGraph/resources",
    { quotas: ["resource_graph", "arm tenant"], provider: "microsoft.resourcegraph tenant" },
  ],
  [
    "a log query spends the user's log queries",
    "logs",
    `/v1${vault}/query`,
    { quotas: ["logs"], provider: "logs" },
  ],
  ["Microsoft Graph has its own", "graph", "/v1.0/users/u-1", { quotas: ["graph"], provider: "graph" }],
  [
    "sign-in and audit logs are counted apart",
    "graph",
    "/v1.0/auditLogs/signIns",
    { quotas: ["graph reports"], provider: "graph reports" },
  ],
  [
    "conditional access is counted apart",
    "graph",
    "/beta/identity/conditionalAccess/policies/p-1",
    { quotas: ["graph conditional access"], provider: "graph conditional access" },
  ],
])("%s", (_, plane, path, spending) => {
  expect(spendingOf(plane, new URL(`https://azure.example${path}?api-version=2024-11-01`))).toEqual(spending);
});
