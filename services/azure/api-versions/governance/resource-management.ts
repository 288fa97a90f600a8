import type { ApiVersionArea } from "../api-version-area.ts";

/** Deployments, changes, providers, management groups and automation. */
export const resourceManagementAreas: readonly ApiVersionArea[] = [
  {
    namespace: "Microsoft.Resources",
    source: "https://learn.microsoft.com/azure/templates/microsoft.resources/allversions",
    rules: [
      {
        at: ["tenant", "managementGroup", "subscription", "group"],
        apiVersion: "2025-04-01",
        query: ["$filter", "$top"],
        paths: ["deployments/*", "deployments/*/operations/*"],
      },
      {
        at: ["managementGroup", "subscription", "group"],
        apiVersion: "2024-03-01",
        paths: ["deploymentStacks/*"],
      },
      {
        at: ["group"],
        apiVersion: "2023-08-01",
        query: ["tail"],
        paths: ["deploymentScripts/*", "deploymentScripts/*/logs"],
      },
      { at: ["resource"], apiVersion: "2022-05-01", query: ["$top"], paths: ["changes/*"] },
      { at: ["subscription", "group", "resource"], apiVersion: "2024-03-01", paths: ["tags/default"] },
      { at: ["group"], apiVersion: "2022-02-01", paths: ["templateSpecs/*"] },
    ],
  },
  {
    namespace: "Microsoft.Management",
    source: "https://learn.microsoft.com/azure/templates/microsoft.management/allversions",
    rules: [
      {
        at: ["tenant"],
        apiVersion: "2023-04-01",
        query: ["$expand=children|path|ancestors", "$recurse", "$filter"],
        paths: ["managementGroups/*"],
      },
      {
        at: ["tenant"],
        apiVersion: "2023-04-01",
        query: ["$top"],
        paths: ["managementGroups/*/descendants", "managementGroups/*/subscriptions/*"],
      },
    ],
  },
  {
    namespace: "Microsoft.Features",
    source: "https://learn.microsoft.com/azure/templates/microsoft.features/allversions",
    rules: [
      {
        at: ["subscription"],
        apiVersion: "2021-07-01",
        paths: ["features", "featureProviders/*/subscriptionFeatureRegistrations/*"],
      },
    ],
  },
  {
    namespace: "Microsoft.Automation",
    source: "https://learn.microsoft.com/azure/templates/microsoft.automation/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2023-11-01",
        query: ["$filter"],
        paths: [
          "automationAccounts/*",
          "automationAccounts/*/hybridRunbookWorkerGroups/*",
          "automationAccounts/*/jobs/*",
          "automationAccounts/*/modules/*",
          "automationAccounts/*/runbooks/*",
          "automationAccounts/*/schedules/*",
          "automationAccounts/*/usages",
        ],
      },
    ],
  },
];
