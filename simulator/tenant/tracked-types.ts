import type { IndexedResource } from "./resource-index.ts";

/**
 * Child types that ARM tracks, and Resource Graph lists, beside their parents.
 *
 * @see https://learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources#resources
 */
const trackedChildTypes = new Set([
  "microsoft.automation/automationaccounts/runbooks",
  "microsoft.cdn/profiles/afdendpoints",
  "microsoft.cdn/profiles/endpoints",
  "microsoft.cognitiveservices/accounts/projects",
  "microsoft.compute/virtualmachines/extensions",
  "microsoft.containerregistry/registries/replications",
  "microsoft.containerregistry/registries/webhooks",
  "microsoft.devices/provisioningservices/certificates",
  "microsoft.kusto/clusters/databases",
  "microsoft.machinelearningservices/workspaces/onlineendpoints",
  "microsoft.network/privatednszones/virtualnetworklinks",
  "microsoft.sql/servers/databases",
  "microsoft.sql/servers/elasticpools",
  "microsoft.synapse/workspaces/sqlpools",
  "microsoft.web/sites/slots",
]);

/** Types with a top-level id that are still no tracked resources. */
const untrackedProviders = new Set([
  "microsoft.authorization",
  "microsoft.resources",
  "microsoft.resourcehealth",
]);

/** True for what lives in a resource group on its own: not an extension of a resource, not a plain child. */
export function isTracked(entry: IndexedResource): boolean {
  const { path, type } = entry;
  if (entry.isEmbedded || path.resourceGroup === undefined || path.provider === undefined) return false;
  if (path.scope.includes("/providers/")) return false;
  if (untrackedProviders.has(path.provider.toLowerCase()))
    return type === "microsoft.resources/deploymentscripts";
  return (path.types.length === 1 && !path.isCollection) || trackedChildTypes.has(path.type);
}
