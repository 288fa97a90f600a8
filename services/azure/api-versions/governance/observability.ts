import type { ApiVersionArea } from "../api-version-area.ts";

/** Azure Monitor: metrics, the Activity Log, alerts, Application Insights and Log Analytics. */
export const observabilityAreas: readonly ApiVersionArea[] = [
  {
    namespace: "Microsoft.Insights",
    source: "https://learn.microsoft.com/azure/templates/microsoft.insights/allversions",
    rules: [
      {
        at: ["subscription", "tenant"],
        apiVersion: "2015-04-01",
        query: ["$filter", "$select"],
        paths: ["eventtypes/management/values"],
      },
      {
        at: ["resource"],
        apiVersion: "2024-02-01",
        query: [
          "timespan",
          "interval",
          "metricnames",
          "aggregation",
          "$filter",
          "top",
          "orderby",
          "metricnamespace",
          "autoAdjustTimegrain",
          "validatedimensions",
          "rollupby",
        ],
        paths: ["metrics"],
      },
      {
        at: ["resource"],
        apiVersion: "2024-02-01",
        query: ["metricnamespace", "startTime"],
        paths: ["metricDefinitions", "metricNamespaces"],
      },
      {
        at: ["subscription", "resource"],
        apiVersion: "2021-05-01-preview",
        paths: ["diagnosticSettings/*", "diagnosticSettingsCategories/*"],
      },
      { at: ["resource"], apiVersion: "2023-03-11", paths: ["dataCollectionRuleAssociations/*"] },
      {
        at: ["group"],
        apiVersion: "2023-03-11",
        paths: ["dataCollectionRules/*", "dataCollectionEndpoints/*"],
      },
      { at: ["group"], apiVersion: "2020-02-02", paths: ["components/*"] },
      { at: ["group"], apiVersion: "2020-03-01-preview", paths: ["components/*/linkedStorageAccounts/*"] },
      {
        at: ["group"],
        apiVersion: "2015-05-01",
        paths: [
          "components/*/currentbillingfeatures",
          "components/*/featurecapabilities",
          "components/*/quotastatus",
        ],
      },
      { at: ["group"], apiVersion: "2017-10-01", paths: ["components/*/pricingPlans/current"] },
      { at: ["group"], apiVersion: "2020-10-01", paths: ["activityLogAlerts/*"] },
      { at: ["group"], apiVersion: "2022-10-01", paths: ["autoscalesettings/*"] },
      { at: ["group"], apiVersion: "2018-03-01", paths: ["metricAlerts/*"] },
      { at: ["group"], apiVersion: "2023-12-01", paths: ["scheduledQueryRules/*"] },
      {
        at: ["group"],
        apiVersion: "2021-09-01",
        paths: [
          "privateLinkScopes/*",
          "privateLinkScopes/*/privateEndpointConnections/*",
          "privateLinkScopes/*/scopedResources/*",
        ],
      },
    ],
  },
  {
    namespace: "Microsoft.OperationalInsights",
    source: "https://learn.microsoft.com/azure/templates/microsoft.operationalinsights/allversions",
    rules: [
      {
        at: ["group"],
        apiVersion: "2025-02-01",
        query: ["$filter"],
        paths: [
          "workspaces/*",
          "workspaces/*/dataExports/*",
          "workspaces/*/dataSources",
          "workspaces/*/intelligencePacks",
          "workspaces/*/linkedServices/*",
          "workspaces/*/linkedStorageAccounts/*",
          "workspaces/*/tables/*",
          "workspaces/*/usages",
          "clusters/*",
        ],
      },
      { at: ["subscription"], apiVersion: "2025-02-01", paths: ["deletedWorkspaces"] },
    ],
  },
  {
    namespace: "Microsoft.Monitor",
    source: "https://learn.microsoft.com/azure/templates/microsoft.monitor/allversions",
    rules: [{ at: ["group"], apiVersion: "2023-04-03", paths: ["accounts/*"] }],
  },
  {
    namespace: "Microsoft.AlertsManagement",
    source: "https://learn.microsoft.com/azure/templates/microsoft.alertsmanagement/allversions",
    rules: [
      {
        at: ["subscription", "group", "resource"],
        apiVersion: "2019-03-01",
        query: ["targetResource", "timeRange", "monitorCondition", "severity", "alertState"],
        paths: ["alerts/*"],
      },
      { at: ["group"], apiVersion: "2021-04-01", paths: ["smartDetectorAlertRules/*"] },
      { at: ["group"], apiVersion: "2023-03-01", paths: ["prometheusRuleGroups/*"] },
    ],
  },
  {
    namespace: "Microsoft.ResourceHealth",
    source: "https://learn.microsoft.com/azure/templates/microsoft.resourcehealth/allversions",
    rules: [
      {
        at: ["subscription", "group", "resource"],
        apiVersion: "2025-05-01",
        query: ["$filter", "$expand=recommendedactions"],
        paths: ["availabilityStatuses", "availabilityStatuses/current"],
      },
      {
        at: ["subscription", "resource", "tenant"],
        apiVersion: "2025-05-01",
        query: ["$filter", "queryStartTime"],
        paths: ["events"],
      },
      {
        at: ["subscription", "tenant"],
        apiVersion: "2025-05-01",
        query: ["$filter", "queryStartTime"],
        paths: ["events/*", "events/*/impactedResources/*"],
      },
      { at: ["tenant"], apiVersion: "2025-05-01", paths: ["emergingIssues/*"] },
    ],
  },
  {
    namespace: "Microsoft.Advisor",
    source: "https://learn.microsoft.com/azure/templates/microsoft.advisor/allversions",
    rules: [
      {
        at: ["subscription", "group", "resource"],
        apiVersion: "2023-01-01",
        query: ["$filter", "$top"],
        paths: ["recommendations/*"],
      },
    ],
  },
];
