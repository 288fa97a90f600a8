import type { ApiVersionArea } from "../api-version-area.ts";

/** Virtual machines, scale sets, images, quotas and batch computing. */
export const computeAreas: readonly ApiVersionArea[] = [
  {
    namespace: "Microsoft.Compute",
    source: "https://learn.microsoft.com/azure/templates/microsoft.compute/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2024-11-01",
        query: ["$filter", "$expand=instanceView", "statusOnly"],
        paths: ["virtualMachines/*"],
      },
      {
        at: ["group"],
        apiVersion: "2024-11-01",
        query: ["$filter", "$expand=instanceView", "$select=instanceView"],
        paths: [
          "virtualMachines/*/instanceView",
          "virtualMachines/*/extensions/*",
          "virtualMachines/*/vmSizes",
          "virtualMachineScaleSets/*",
          "virtualMachineScaleSets/*/instanceView",
          "virtualMachineScaleSets/*/extensions/*",
          "virtualMachineScaleSets/*/osUpgradeHistory",
          "virtualMachineScaleSets/*/rollingUpgrades/latest",
          "virtualMachineScaleSets/*/skus",
          "virtualMachineScaleSets/*/virtualMachines/*",
          "virtualMachineScaleSets/*/virtualMachines/*/instanceView",
          "availabilitySets/*",
          "capacityReservationGroups/*",
          "capacityReservationGroups/*/capacityReservations/*",
          "hostGroups/*",
          "images/*",
          "proximityPlacementGroups/*",
        ],
      },
      {
        at: ["group"],
        apiVersion: "2024-03-02",
        paths: ["disks/*", "diskAccesses/*", "diskEncryptionSets/*", "snapshots/*"],
      },
      {
        at: ["group"],
        apiVersion: "2024-03-03",
        paths: ["galleries/*", "galleries/*/images/*", "galleries/*/images/*/versions/*"],
      },
      {
        at: ["subscription"],
        apiVersion: "2024-11-01",
        paths: ["locations/*/usages", "locations/*/vmSizes"],
      },
      { at: ["subscription"], apiVersion: "2024-11-01", scopeOnly: true, paths: ["locations/*"] },
      {
        at: ["subscription"],
        apiVersion: "2024-11-01",
        query: ["$top", "$orderby"],
        paths: [
          "locations/*/publishers",
          "locations/*/publishers/*/artifacttypes/vmimage/offers",
          "locations/*/publishers/*/artifacttypes/vmimage/offers/*/skus",
          "locations/*/publishers/*/artifacttypes/vmimage/offers/*/skus/*/versions/*",
        ],
      },
      {
        at: ["subscription"],
        apiVersion: "2021-07-01",
        query: ["$filter", "includeExtendedLocations"],
        paths: ["skus"],
      },
    ],
  },
  {
    namespace: "Microsoft.Batch",
    source: "https://learn.microsoft.com/azure/templates/microsoft.batch/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2024-07-01",
        query: ["$filter", "$select"],
        paths: [
          "batchAccounts/*",
          "batchAccounts/*/applications/*",
          "batchAccounts/*/pools/*",
          "batchAccounts/*/privateEndpointConnections/*",
          "batchAccounts/*/outboundNetworkDependenciesEndpoints",
          "batchAccounts/*/detectors/*",
        ],
      },
      { at: ["subscription"], apiVersion: "2024-07-01", paths: ["locations/*/quotas"] },
    ],
  },
  {
    namespace: "Microsoft.HybridCompute",
    source: "https://learn.microsoft.com/azure/templates/microsoft.hybridcompute/allversions",
    rules: [{ at: ["group"], apiVersion: "2025-06-01", paths: ["machines/*", "machines/*/extensions/*"] }],
  },
  {
    namespace: "Microsoft.Maintenance",
    source: "https://learn.microsoft.com/azure/templates/microsoft.maintenance/allversions",
    rules: [
      { at: ["group"], apiVersion: "2023-04-01", paths: ["maintenanceConfigurations/*"] },
      { at: ["resource"], apiVersion: "2023-04-01", paths: ["updates", "configurationAssignments/*"] },
    ],
  },
  {
    namespace: "Microsoft.Quota",
    source: "https://learn.microsoft.com/azure/templates/microsoft.quota/allversions",
    rules: [
      {
        at: ["resource"],
        apiVersion: "2025-03-01",
        query: ["$filter", "$top"],
        paths: ["quotas/*", "usages/*", "quotaRequests/*"],
      },
    ],
  },
];
