import type { ApiVersionArea } from "../api-version-area.ts";

/** Data Factory, Logic Apps, Durable Task and streaming. Never linked services and credentials: they hold connection strings. */
export const integrationAreas: readonly ApiVersionArea[] = [
  {
    namespace: "Microsoft.DataFactory",
    source: "https://learn.microsoft.com/azure/templates/microsoft.datafactory/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2018-06-01",
        paths: [
          "factories/*",
          "factories/*/datasets/*",
          "factories/*/dataflows/*",
          "factories/*/integrationRuntimes/*",
          "factories/*/managedVirtualNetworks/*",
          "factories/*/managedVirtualNetworks/*/managedPrivateEndpoints/*",
          "factories/*/pipelineruns/*",
          "factories/*/pipelines/*",
          "factories/*/privateEndPointConnections",
          "factories/*/triggers/*",
        ],
      },
    ],
  },
  {
    namespace: "Microsoft.Logic",
    source: "https://learn.microsoft.com/azure/templates/microsoft.logic/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2019-05-01",
        query: ["$filter", "$top"],
        paths: [
          "workflows/*",
          "workflows/*/runs/*",
          "workflows/*/runs/*/actions/*",
          "workflows/*/triggers/*",
          "workflows/*/triggers/*/histories/*",
          "workflows/*/versions/*",
        ],
      },
    ],
  },
  {
    namespace: "Microsoft.DurableTask",
    source: "https://learn.microsoft.com/azure/templates/microsoft.durabletask/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2026-02-01",
        paths: ["schedulers/*", "schedulers/*/taskHubs/*", "schedulers/*/retentionPolicies/default"],
      },
    ],
  },
  {
    namespace: "Microsoft.StreamAnalytics",
    source: "https://learn.microsoft.com/azure/templates/microsoft.streamanalytics/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2020-03-01",
        query: ["$expand=inputs|outputs|transformation"],
        paths: [
          "streamingjobs/*",
          "streamingjobs/*/inputs/*",
          "streamingjobs/*/outputs/*",
          "streamingjobs/*/transformations/*",
        ],
      },
    ],
  },
];
