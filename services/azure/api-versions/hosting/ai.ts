import type { ApiVersionArea } from "../api-version-area.ts";

/** Azure OpenAI, AI services, Foundry, machine learning and bots. */
export const aiAreas: readonly ApiVersionArea[] = [
  {
    namespace: "Microsoft.CognitiveServices",
    source: "https://learn.microsoft.com/azure/templates/microsoft.cognitiveservices/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-06-01",
        query: ["$filter"],
        paths: [
          "accounts/*",
          "accounts/*/capabilityHosts/*",
          "accounts/*/commitmentPlans/*",
          "accounts/*/deployments/*",
          "accounts/*/deployments/*/skus",
          "accounts/*/models",
          "accounts/*/networkSecurityPerimeterConfigurations/*",
          "accounts/*/privateEndpointConnections/*",
          "accounts/*/privateLinkResources",
          "accounts/*/projects/*",
          "accounts/*/raiBlocklists/*",
          "accounts/*/raiPolicies/*",
          "accounts/*/skus",
          "accounts/*/usages",
        ],
      },
      {
        at: ["subscription"],
        apiVersion: "2025-06-01",
        query: ["$filter", "modelFormat", "modelName", "modelVersion"],
        paths: [
          "deletedAccounts",
          "locations/*/resourceGroups/*/deletedAccounts/*",
          "locations/*/models",
          "locations/*/modelCapacities",
          "locations/*/raiContentFilters/*",
          "locations/*/usages",
          "modelCapacities",
          "skus",
        ],
      },
      { at: ["subscription"], apiVersion: "2025-06-01", scopeOnly: true, paths: ["locations/*"] },
    ],
  },
  {
    namespace: "Microsoft.MachineLearningServices",
    source: "https://learn.microsoft.com/azure/templates/microsoft.machinelearningservices/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-06-01",
        paths: [
          "workspaces/*",
          "workspaces/*/computes/*",
          "workspaces/*/onlineEndpoints/*",
          "workspaces/*/onlineEndpoints/*/deployments/*",
          "workspaces/*/batchEndpoints/*",
          "workspaces/*/outboundRules/*",
          "workspaces/*/privateEndpointConnections/*",
          "workspaces/*/serverlessEndpoints/*",
          "workspaces/*/usages",
        ],
      },
      {
        at: ["subscription"],
        apiVersion: "2025-06-01",
        paths: ["locations/*/usages", "locations/*/quotas", "locations/*/vmSizes"],
      },
      { at: ["subscription"], apiVersion: "2025-06-01", scopeOnly: true, paths: ["locations/*"] },
    ],
  },
  {
    namespace: "Microsoft.BotService",
    source: "https://learn.microsoft.com/azure/templates/microsoft.botservice/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2022-09-15",
        paths: ["botServices/*", "botServices/*/privateEndpointConnections/*"],
      },
    ],
  },
];
