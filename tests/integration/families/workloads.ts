import { type Area, arm, group, now, resource, site, subscription, vault } from "./family.ts";

const containerApp = `${group}/providers/Microsoft.App/containerApps/ca-till`;
const workspace = `${group}/providers/Microsoft.OperationalInsights/workspaces/log-till`;
const span = { from: "2026-10-14T08:20:00Z", to: now };
/** Put together here, so that no text of this file looks like a key. */
const password = ["Zk4", "pQ9", "vT2"].join("-");

/** Applications and their configuration, their health, what changed, what was deleted, what was logged and measured. */
export const workloads: Area = {
  resources: [
    resource(group, {}, { location: "westeurope", type: "Microsoft.Resources/resourceGroups" }),
    resource(vault, { networkAcls: { defaultAction: "Deny" } }, { location: "westeurope" }),
    resource(site, { state: "Running" }, { location: "westeurope", kind: "functionapp" }),
    resource(`${site}/config/web`, {
      linuxFxVersion: "NODE|22",
      ipSecurityRestrictions: [{ ipAddress: "Any", action: "Deny" }],
      appSettings: [{ name: "DB_PASSWORD", value: password }],
    }),
    resource(
      `${site}/config/configreferences/appsettings/DbPassword`,
      {
        status: "AccessToKeyVaultDenied",
        vaultName: "kv-till",
        secretName: "DbPassword",
      },
      { type: "Microsoft.Web/sites/config/configreferences" },
    ),
    resource(`${site}/functions/orders`, { language: "node", isDisabled: false }),
    resource(`${site}/detectors/availability`, {
      metadata: { id: "availability", name: "Web App Down" },
      status: { statusId: 1, message: "Critical" },
    }),
    resource(`${containerApp}/revisions/ca-till--1`, {
      runningState: "Failed",
      template: { containers: [{ name: "till", env: [{ name: "DB_PASSWORD", value: password }] }] },
    }),
    resource(containerApp, { provisioningState: "Succeeded" }, { location: "westeurope" }),
    resource(workspace, { customerId: "7a0f5d1e-0000-4000-8000-00000000000a" }, { location: "westeurope" }),
    resource(`${vault}/providers/Microsoft.ResourceHealth/availabilityStatuses/current`, {
      availabilityState: "Available",
    }),
    resource(`${vault}/providers/Microsoft.Resources/changes/ch-1`, {
      targetResourceId: vault,
      changeType: "Update",
      changeAttributes: { timestamp: "2026-10-14T08:40:00Z", changedBy: "noa.berg@tillandco.example" },
      changes: { "properties.networkAcls.defaultAction": { previousValue: "Allow", newValue: "Deny" } },
    }),
    resource(`${subscription}/providers/Microsoft.ResourceHealth/events/BT6W-FX0`, {
      eventType: "ServiceIssue",
      status: "Active",
      title: "Key Vault in West Europe",
    }),
  ],
  responses: [
    {
      method: "GET",
      path: `${subscription}/providers/Microsoft.KeyVault/deletedVaults`,
      status: 200,
      body: {
        value: [
          {
            id: `${subscription}/providers/Microsoft.KeyVault/locations/westeurope/deletedVaults/kv-gone`,
            name: "kv-gone",
            properties: { deletionDate: "2026-10-10T00:00:00Z" },
          },
        ],
      },
    },
  ],
  more: {
    activityLog: [
      {
        eventTimestamp: "2026-10-14T08:40:00Z",
        resourceId: vault,
        operationName: { value: "Microsoft.KeyVault/vaults/write" },
        status: { value: "Succeeded" },
        caller: "noa.berg@tillandco.example",
        level: "Informational",
      },
    ],
    metrics: [
      {
        resourceId: vault,
        name: "ServiceApiResult",
        unit: "Count",
        timeGrain: "PT1M",
        points: [{ timeStamp: "2026-10-14T09:00:00Z", count: 12 }],
      },
    ],
    tables: {
      [workspace]: {
        AzureDiagnostics: {
          columns: [
            { name: "TimeGenerated", type: "datetime" },
            { name: "ResultSignature", type: "string" },
          ],
          rows: [["2026-10-14T09:00:00Z", "Forbidden"]],
        },
      },
    },
  },
  families: [
    {
      name: "the configuration of a site, without values of its settings",
      read: arm(`${site}/config/web`),
      body: {
        properties: {
          ipSecurityRestrictions: [{ action: "Deny" }],
          appSettings: [{ name: "DB_PASSWORD", value: `[redacted ${password.length} chars]` }],
        },
      },
      permission: "Microsoft.Web/sites/config/read",
      usedBy: ["appservice.access-restriction-deny.config"],
    },
    {
      name: "the status of Key Vault references",
      read: arm(`${site}/config/configreferences/appsettings`),
      body: { value: [{ properties: { status: "AccessToKeyVaultDenied", secretName: "DbPassword" } }] },
      permission: "Microsoft.Web/sites/config/read",
      // ARM makes the action of the path: sites/app, config/configreferences, appsettings.
      refusedAs: "Microsoft.Web/sites/config/appsettings/read",
      usedBy: ["appservice.kv-reference-unresolved.references"],
    },
    {
      name: "the functions of an app",
      read: arm(`${site}/functions`),
      body: { value: [{ properties: { language: "node" } }] },
      permission: "Microsoft.Web/sites/functions/read",
      usedBy: ["code.functions-index-failure.functions"],
    },
    {
      name: "a detector",
      read: arm(`${site}/detectors/availability`),
      body: { properties: { status: { message: "Critical" } } },
      permission: "Microsoft.Web/sites/detectors/read",
      usedBy: [],
    },
    {
      name: "the revisions of a container app, without values of its variables",
      read: arm(`${containerApp}/revisions`),
      body: {
        value: [
          {
            properties: {
              runningState: "Failed",
              template: {
                containers: [
                  { env: [{ name: "DB_PASSWORD", value: `[redacted ${password.length} chars]` }] },
                ],
              },
            },
          },
        ],
      },
      permission: "Microsoft.App/containerApps/revisions/read",
      usedBy: [],
    },
    {
      name: "the health of a resource",
      read: arm(`${vault}/providers/Microsoft.ResourceHealth/availabilityStatuses/current`),
      body: { properties: { availabilityState: "Available" } },
      permission: "Microsoft.ResourceHealth/availabilityStatuses/read",
      usedBy: ["platform.service-incident.health"],
    },
    {
      name: "service health",
      read: arm(`${subscription}/providers/Microsoft.ResourceHealth/events`),
      body: { value: [{ properties: { eventType: "ServiceIssue", status: "Active" } }] },
      permission: "Microsoft.ResourceHealth/events/read",
      usedBy: ["platform.service-incident.events"],
    },
    {
      name: "changes of a resource, by Resource Graph",
      read: {
        kind: "resource_graph",
        query: `resourcechanges | where properties.targetResourceId =~ '${vault}' | project properties`,
      },
      body: { data: [{ properties: { changeType: "Update", targetResourceId: vault } }] },
      permission: "Microsoft.Resources/subscriptions/resources/read",
      usedBy: [],
    },
    {
      name: "changes of a resource, by ARM",
      read: arm(`${vault}/providers/Microsoft.Resources/changes`),
      body: { value: [{ properties: { changeType: "Update" } }] },
      permission: "Microsoft.Resources/changes/read",
      usedBy: [],
    },
    {
      name: "the Activity Log",
      read: arm(`${subscription}/providers/Microsoft.Insights/eventtypes/management/values`, {
        $filter: `eventTimestamp ge '2026-10-14T00:00:00Z' and eventTimestamp le '${now}' and resourceUri eq '${vault}'`,
      }),
      body: { value: [{ operationName: { value: "Microsoft.KeyVault/vaults/write" } }] },
      permission: "Microsoft.Insights/eventtypes/values/Read",
      refusedAs: "Microsoft.Insights/eventtypes/values/read",
      usedBy: ["arm.conflicting-operation.events"],
    },
    {
      name: "what was deleted and can be recovered",
      read: arm(`${subscription}/providers/Microsoft.KeyVault/deletedVaults`),
      body: { value: [{ name: "kv-gone" }] },
      permission: "Microsoft.KeyVault/deletedVaults/read",
      usedBy: ["keyvault.soft-deleted-name-conflict.deleted"],
    },
    {
      name: "metrics",
      read: {
        kind: "metrics",
        resourceId: vault,
        metricNames: ["ServiceApiResult", "NotEmitted"],
        aggregation: ["Count"],
        interval: "PT1M",
        ...span,
      },
      body: { ServiceApiResult: [{ timeStamp: "2026-10-14T09:00:00Z", count: 12 }] },
      permission: "Microsoft.Insights/metrics/read",
      usedBy: ["sql.worker-limit-reached.load"],
    },
    {
      name: "logs",
      read: { kind: "logs", resourceId: workspace, query: "AzureDiagnostics | take 5", ...span },
      body: { table: "AzureDiagnostics", rows: [{ ResultSignature: "Forbidden" }] },
      permission: "Microsoft.OperationalInsights/workspaces/query/read",
      usedBy: ["monitor.daily-cap-reached.operations"],
    },
  ],
};
