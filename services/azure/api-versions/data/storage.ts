import type { ApiVersionArea } from "../api-version-area.ts";

/** Storage accounts, their services and what was deleted. */
export const storageAreas: readonly ApiVersionArea[] = [
  {
    namespace: "Microsoft.Storage",
    source: "https://learn.microsoft.com/azure/templates/microsoft.storage/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-06-01",
        query: ["$expand=geoReplicationStats|blobRestoreStatus"],
        paths: ["storageAccounts/*"],
      },
      {
        at: ["group"],
        apiVersion: "2025-06-01",
        query: ["$filter", "$maxpagesize", "$expand=stats", "$include=deleted"],
        paths: [
          "storageAccounts/*/privateEndpointConnections/*",
          "storageAccounts/*/privateLinkResources",
          "storageAccounts/*/networkSecurityPerimeterConfigurations/*",
          "storageAccounts/*/encryptionScopes/*",
          "storageAccounts/*/managementPolicies/default",
          "storageAccounts/*/inventoryPolicies/*",
          "storageAccounts/*/objectReplicationPolicies/*",
          "storageAccounts/*/blobServices",
          "storageAccounts/*/blobServices/default",
          "storageAccounts/*/blobServices/default/containers/*",
          "storageAccounts/*/blobServices/default/containers/*/immutabilityPolicies/default",
          "storageAccounts/*/fileServices",
          "storageAccounts/*/fileServices/default",
          "storageAccounts/*/fileServices/default/shares/*",
          "storageAccounts/*/queueServices",
          "storageAccounts/*/queueServices/default",
          "storageAccounts/*/queueServices/default/queues/*",
          "storageAccounts/*/tableServices",
          "storageAccounts/*/tableServices/default",
          "storageAccounts/*/tableServices/default/tables/*",
        ],
      },
      {
        at: ["subscription"],
        apiVersion: "2025-06-01",
        paths: ["deletedAccounts", "locations/*/deletedAccounts/*", "locations/*/usages", "skus"],
      },
      { at: ["subscription"], apiVersion: "2025-06-01", scopeOnly: true, paths: ["locations/*"] },
    ],
  },
  {
    namespace: "Microsoft.NetApp",
    source: "https://learn.microsoft.com/azure/templates/microsoft.netapp/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-08-01",
        paths: [
          "netAppAccounts/*",
          "netAppAccounts/*/capacityPools/*",
          "netAppAccounts/*/capacityPools/*/volumes/*",
        ],
      },
    ],
  },
];
