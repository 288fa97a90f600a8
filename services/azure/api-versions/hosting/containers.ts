import type { ApiVersionArea } from "../api-version-area.ts";

/** Container Apps, AKS, container registries and container instances. */
export const containersAreas: readonly ApiVersionArea[] = [
  {
    namespace: "Microsoft.App",
    source: "https://learn.microsoft.com/azure/templates/microsoft.app/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-07-01",
        query: ["$filter"],
        paths: [
          "containerApps/*",
          "containerApps/*/authConfigs/*",
          "containerApps/*/revisions/*",
          "containerApps/*/revisions/*/replicas/*",
          "containerApps/*/detectorProperties/rootApi",
          "jobs/*",
          "jobs/*/executions/*",
          "managedEnvironments/*",
          "managedEnvironments/*/certificates/*",
          "managedEnvironments/*/managedCertificates/*",
          "managedEnvironments/*/daprComponents/*",
          "managedEnvironments/*/storages/*",
          "managedEnvironments/*/httpRouteConfigs/*",
          "managedEnvironments/*/privateEndpointConnections/*",
          "managedEnvironments/*/usages",
          "managedEnvironments/*/workloadProfileStates",
          "connectedEnvironments/*",
          "sessionPools/*",
        ],
      },
      {
        at: ["group"],
        apiVersion: "2025-07-01",
        paths: ["containerApps/*/detectors/*", "jobs/*/detectors/*", "managedEnvironments/*/detectors/*"],
      },
      {
        at: ["subscription"],
        apiVersion: "2025-07-01",
        paths: ["locations/*/usages", "locations/*/availableManagedEnvironmentsWorkloadProfileTypes"],
      },
      { at: ["subscription"], apiVersion: "2025-07-01", scopeOnly: true, paths: ["locations/*"] },
    ],
  },
  {
    namespace: "Microsoft.ContainerService",
    source: "https://learn.microsoft.com/azure/templates/microsoft.containerservice/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-08-01",
        paths: [
          "managedClusters/*",
          "managedClusters/*/agentPools/*",
          "managedClusters/*/agentPools/*/machines/*",
          "managedClusters/*/agentPools/*/upgradeProfiles/default",
          "managedClusters/*/availableAgentPoolVersions",
          "managedClusters/*/maintenanceConfigurations/*",
          "managedClusters/*/outboundNetworkDependenciesEndpoints",
          "managedClusters/*/privateEndpointConnections/*",
          "managedClusters/*/privateLinkResources",
          "managedClusters/*/trustedAccessRoleBindings/*",
          "managedClusters/*/upgradeProfiles/default",
          "snapshots/*",
        ],
      },
      {
        at: ["group"],
        apiVersion: "2024-08-01",
        query: ["startTime", "endTime", "timeGrain"],
        paths: ["managedClusters/*/detectors/*"],
      },
      {
        at: ["subscription"],
        apiVersion: "2025-08-01",
        paths: ["locations/*/kubernetesVersions", "locations/*/usages"],
      },
    ],
  },
  {
    namespace: "Microsoft.ContainerRegistry",
    source: "https://learn.microsoft.com/azure/templates/microsoft.containerregistry/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-04-01",
        paths: [
          "registries/*",
          "registries/*/cacheRules/*",
          "registries/*/connectedRegistries/*",
          "registries/*/privateEndpointConnections/*",
          "registries/*/privateLinkResources",
          "registries/*/replications/*",
          "registries/*/scopeMaps/*",
          "registries/*/usages",
        ],
      },
      { at: ["group"], apiVersion: "2025-03-01-preview", paths: ["registries/*/agentPools/*"] },
      {
        at: ["group"],
        apiVersion: "2019-04-01",
        query: ["$filter", "$top"],
        paths: ["registries/*/runs/*", "registries/*/tasks/*"],
      },
    ],
  },
  {
    namespace: "Microsoft.ContainerInstance",
    source: "https://learn.microsoft.com/azure/templates/microsoft.containerinstance/allversions",
    rules: [
      { at: ["group"], apiVersion: "2023-05-01", paths: ["containerGroups/*"] },
      {
        at: ["group"],
        apiVersion: "2023-05-01",
        query: ["tail", "timestamps"],
        paths: ["containerGroups/*/containers/*/logs"],
      },
      {
        at: ["subscription"],
        apiVersion: "2023-05-01",
        paths: ["locations/*/usages", "locations/*/capabilities"],
      },
    ],
  },
  {
    namespace: "Microsoft.RedHatOpenShift",
    source: "https://learn.microsoft.com/azure/templates/microsoft.redhatopenshift/allversions",
    rules: [{ at: ["group"], apiVersion: "2023-11-22", paths: ["openShiftClusters/*"] }],
  },
];
