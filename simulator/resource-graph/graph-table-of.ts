import type { IndexedResource } from "../tenant/resource-index.ts";
import { isTracked } from "../tenant/tracked-types.ts";

/**
 * Tables that Resource Graph has; a query of any other is refused.
 *
 * @see https://learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources
 */
export const graphTables = [
  "resources",
  "resourcecontainers",
  "authorizationresources",
  "healthresources",
  "servicehealthresources",
  "policyresources",
  "advisorresources",
  "networkresources",
  "resourcechanges",
  "resourcecontainerchanges",
  "appserviceresources",
  "computeresources",
  "dnsresources",
  "alertsmanagementresources",
  "extendedlocationresources",
  "guestconfigurationresources",
  "healthresourcechanges",
  "insightsresources",
  "iotsecurityresources",
  "kubernetesconfigurationresources",
  "maintenanceresources",
  "managedserviceresources",
  "patchassessmentresources",
  "patchinstallationresources",
  "quotaresources",
  "recoveryservicesresources",
  "securityresources",
  "supportresources",
  "tagsresources",
] as const;
export type GraphTable = (typeof graphTables)[number];

const byProvider: readonly [prefix: string, table: GraphTable][] = [
  ["microsoft.authorization/policy", "policyresources"],
  ["microsoft.policyinsights/", "policyresources"],
  ["microsoft.authorization/role", "authorizationresources"],
  ["microsoft.authorization/denyassignments", "authorizationresources"],
  ["microsoft.authorization/classicadministrators", "authorizationresources"],
  ["microsoft.resourcehealth/events", "servicehealthresources"],
  ["microsoft.resourcehealth/", "healthresources"],
  ["microsoft.advisor/", "advisorresources"],
  ["microsoft.resources/changes", "resourcechanges"],
  ["microsoft.security/", "securityresources"],
  ["microsoft.alertsmanagement/", "alertsmanagementresources"],
  ["microsoft.maintenance/", "maintenanceresources"],
];

/** The tables in which a resource has a row; none for what Resource Graph does not hold. */
export function graphTablesOf(entry: IndexedResource): GraphTable[] {
  if (isTracked(entry))
    return entry.type.startsWith("microsoft.network/") ? ["resources", "networkresources"] : ["resources"];
  if (entry.type === "microsoft.management/managementgroups") return ["resourcecontainers"];
  const found = byProvider.find(([prefix]) => entry.type.startsWith(prefix));
  if (found !== undefined) return [found[1]];
  if (/^microsoft\.network\/(?:private)?dnszones\//.test(entry.type))
    return ["dnsresources", "networkresources"];
  if (entry.type.startsWith("microsoft.network/")) return ["networkresources"];
  return /^microsoft\.web\/sites\/(?:slots\/)?config$/.test(entry.type) ? ["appserviceresources"] : [];
}
