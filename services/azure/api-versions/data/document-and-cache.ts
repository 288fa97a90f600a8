import type { ApiVersionArea } from "../api-version-area.ts";

/** Cosmos DB, Redis, AI Search, Data Explorer and Databricks. */
export const documentAndCacheAreas: readonly ApiVersionArea[] = [
  {
    namespace: "Microsoft.DocumentDB",
    source: "https://learn.microsoft.com/azure/templates/microsoft.documentdb/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-04-15",
        paths: [
          "databaseAccounts/*",
          "databaseAccounts/*/privateEndpointConnections/*",
          "databaseAccounts/*/privateLinkResources",
          "databaseAccounts/*/services/*",
          "databaseAccounts/*/sqlRoleAssignments/*",
          "databaseAccounts/*/sqlRoleDefinitions/*",
          "databaseAccounts/*/mongodbRoleDefinitions/*",
          "databaseAccounts/*/mongodbUserDefinitions/*",
          "databaseAccounts/*/usages",
          "databaseAccounts/*/sqlDatabases/*",
          "databaseAccounts/*/sqlDatabases/*/throughputSettings/default",
          "databaseAccounts/*/sqlDatabases/*/containers/*",
          "databaseAccounts/*/sqlDatabases/*/containers/*/throughputSettings/default",
          "databaseAccounts/*/mongodbDatabases/*",
          "databaseAccounts/*/mongodbDatabases/*/throughputSettings/default",
          "databaseAccounts/*/mongodbDatabases/*/collections/*",
          "databaseAccounts/*/mongodbDatabases/*/collections/*/throughputSettings/default",
          "databaseAccounts/*/tables/*",
          "databaseAccounts/*/tables/*/throughputSettings/default",
          "databaseAccounts/*/gremlinDatabases/*",
          "databaseAccounts/*/cassandraKeyspaces/*",
        ],
      },
      {
        at: ["group"],
        apiVersion: "2024-07-01",
        paths: [
          "mongoClusters/*",
          "mongoClusters/*/firewallRules/*",
          "mongoClusters/*/privateEndpointConnections/*",
        ],
      },
      { at: ["subscription"], apiVersion: "2025-04-15", paths: ["locations/*"] },
    ],
  },
  {
    namespace: "Microsoft.Cache",
    source: "https://learn.microsoft.com/azure/templates/microsoft.cache/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2024-11-01",
        paths: [
          "redis/*",
          "redis/*/accessPolicies/*",
          "redis/*/accessPolicyAssignments/*",
          "redis/*/firewallRules/*",
          "redis/*/linkedServers/*",
          "redis/*/patchSchedules/*",
          "redis/*/privateEndpointConnections/*",
          "redis/*/privateLinkResources",
        ],
      },
      {
        at: ["group"],
        apiVersion: "2025-07-01",
        paths: [
          "redisEnterprise/*",
          "redisEnterprise/*/databases/*",
          "redisEnterprise/*/databases/*/accessPolicyAssignments/*",
          "redisEnterprise/*/privateEndpointConnections/*",
        ],
      },
    ],
  },
  {
    namespace: "Microsoft.Search",
    source: "https://learn.microsoft.com/azure/templates/microsoft.search/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-05-01",
        paths: [
          "searchServices/*",
          "searchServices/*/privateEndpointConnections/*",
          "searchServices/*/sharedPrivateLinkResources/*",
        ],
      },
      { at: ["subscription"], apiVersion: "2025-05-01", paths: ["locations/*/usages"] },
    ],
  },
  {
    namespace: "Microsoft.Kusto",
    source: "https://learn.microsoft.com/azure/templates/microsoft.kusto/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-02-14",
        paths: [
          "clusters/*",
          "clusters/*/databases/*",
          "clusters/*/principalAssignments/*",
          "clusters/*/privateEndpointConnections/*",
          "clusters/*/databases/*/principalAssignments/*",
        ],
      },
    ],
  },
  {
    namespace: "Microsoft.Databricks",
    source: "https://learn.microsoft.com/azure/templates/microsoft.databricks/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2024-05-01",
        paths: ["workspaces/*", "workspaces/*/privateEndpointConnections/*", "accessConnectors/*"],
      },
    ],
  },
  {
    namespace: "Microsoft.Synapse",
    source: "https://learn.microsoft.com/azure/templates/microsoft.synapse/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2021-06-01",
        paths: [
          "workspaces/*",
          "workspaces/*/firewallRules/*",
          "workspaces/*/sqlPools/*",
          "workspaces/*/bigDataPools/*",
          "workspaces/*/privateEndpointConnections/*",
          "workspaces/*/azureADOnlyAuthentications/*",
        ],
      },
    ],
  },
];
