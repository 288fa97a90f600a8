import type { ApiVersionArea, ArmScopeKind } from "./api-versions/api-version-area.ts";
import { integrationAreas } from "./api-versions/connection/integration.ts";
import { messagingAreas } from "./api-versions/connection/messaging.ts";
import { trafficAreas } from "./api-versions/connection/traffic.ts";
import { virtualNetworksAreas } from "./api-versions/connection/virtual-networks.ts";
import { documentAndCacheAreas } from "./api-versions/data/document-and-cache.ts";
import { keyVaultAndIdentityAreas } from "./api-versions/data/key-vault-and-identity.ts";
import { relationalDatabasesAreas } from "./api-versions/data/relational-databases.ts";
import { storageAreas } from "./api-versions/data/storage.ts";
import { accessControlAreas } from "./api-versions/governance/access-control.ts";
import { observabilityAreas } from "./api-versions/governance/observability.ts";
import { resourceManagementAreas } from "./api-versions/governance/resource-management.ts";
import { aiAreas } from "./api-versions/hosting/ai.ts";
import { appServiceAreas } from "./api-versions/hosting/app-service.ts";
import { computeAreas } from "./api-versions/hosting/compute.ts";
import { containersAreas } from "./api-versions/hosting/containers.ts";

/**
 * Every ARM read that may be made: resource type × path template × method, with its api-version. What is not here is not
 * sent. Not here on purpose, although it is a GET: what returns keys, settings' values, environment variables or signed
 * links (`readonlykeys`, `sharedkey`, `processes`, `backups`, `logFiles`, `keyValues`, `functions/*\/keys`, …), and what
 * people fill with secrets where no name says so (webhooks of action groups, headers of web tests, linked services).
 *
 * Versions: the newest stable one that was a year old on 2026-08-20 (types of Azure/bicep-types-az at 1f896de), since
 * sovereign clouds and far regions lag behind; a preview only where there is no stable one.
 */
export const apiVersionAreas: readonly ApiVersionArea[] = [
  ...accessControlAreas,
  ...aiAreas,
  ...appServiceAreas,
  ...computeAreas,
  ...containersAreas,
  ...documentAndCacheAreas,
  ...integrationAreas,
  ...keyVaultAndIdentityAreas,
  ...messagingAreas,
  ...observabilityAreas,
  ...relationalDatabasesAreas,
  ...resourceManagementAreas,
  ...storageAreas,
  ...trafficAreas,
  ...virtualNetworksAreas,
];

/**
 * Reads with no provider in their path.
 * @see https://learn.microsoft.com/rest/api/resources/
 */
const containerPaths: readonly (readonly [path: string, apiVersion: string, query: readonly string[]])[] = [
  ["subscriptions", "2022-12-01", []],
  ["subscriptions/*", "2022-12-01", []],
  ["subscriptions/*/locations", "2022-12-01", []],
  ["subscriptions/*/providers", "2025-04-01", ["$expand=metadata|resourceTypes/aliases"]],
  ["subscriptions/*/providers/*", "2025-04-01", ["$expand=metadata|resourceTypes/aliases"]],
  ["subscriptions/*/resourcegroups", "2025-04-01", ["$filter", "$top"]],
  ["subscriptions/*/resourcegroups/*", "2025-04-01", []],
  ["subscriptions/*/resourcegroups/*/deployments", "2025-04-01", ["$filter", "$top"]],
  ["subscriptions/*/resourcegroups/*/deployments/*", "2025-04-01", []],
  ["subscriptions/*/resourcegroups/*/deployments/*/operations", "2025-04-01", ["$top"]],
  ["subscriptions/*/resourcegroups/*/deployments/*/operations/*", "2025-04-01", []],
  [
    "subscriptions/*/resourcegroups/*/resources",
    "2025-04-01",
    ["$filter", "$top", "$expand=createdTime|changedTime|provisioningState"],
  ],
  [
    "subscriptions/*/resources",
    "2025-04-01",
    ["$filter", "$top", "$expand=createdTime|changedTime|provisioningState"],
  ],
  ["subscriptions/*/tagnames", "2025-04-01", []],
  ["tenants", "2022-12-01", []],
  ["providers", "2025-04-01", ["$expand=metadata|resourceTypes/aliases"]],
  ["providers/*", "2025-04-01", ["$expand=metadata|resourceTypes/aliases"]],
];

export interface ArmRoute {
  readonly apiVersion: string;
  readonly method: "GET" | "POST";
  readonly query: readonly string[];
  /** True where the path names one resource (a group, a subscription), so that others can hang on it. */
  readonly isItem: boolean;
  readonly scopeOnly: boolean;
}

interface CompiledRoute extends ArmRoute {
  readonly at: readonly ArmScopeKind[];
  readonly template: readonly string[];
}

const containerRoutes: readonly CompiledRoute[] = containerPaths.map(([path, apiVersion, query]) => ({
  ...compiled(path.split("/"), [], { apiVersion, query, method: "GET", scopeOnly: false }),
  isItem: ["subscriptions/*", "subscriptions/*/resourcegroups/*"].includes(path),
}));

const routesByNamespace = compileAreas(apiVersionAreas);

/** The route of a path with no provider, such as `subscriptions/…/resourceGroups/…`; undefined where none is known. */
export function findContainerRoute(segments: readonly string[]): ArmRoute | undefined {
  return containerRoutes.find((route) => fits(route.template, segments));
}

/** The route of `providers/<namespace>/<relative>` below a scope of that kind; undefined where none is known. */
export function findProviderRoute(
  at: ArmScopeKind,
  namespace: string,
  relative: readonly string[],
): ArmRoute | undefined {
  const routes = routesByNamespace.get(namespace.toLowerCase());
  return routes?.find((route) => route.at.includes(at) && fits(route.template, relative));
}

function compileAreas(areas: readonly ApiVersionArea[]): Map<string, CompiledRoute[]> {
  const byNamespace = new Map<string, CompiledRoute[]>();
  for (const area of areas) {
    const routes = byNamespace.get(area.namespace.toLowerCase()) ?? [];
    byNamespace.set(area.namespace.toLowerCase(), routes);
    for (const rule of area.rules) {
      const shared = {
        apiVersion: rule.apiVersion,
        query: rule.query ?? [],
        method: rule.method ?? "GET",
        scopeOnly: rule.scopeOnly ?? false,
      } as const;
      for (const path of rule.paths) {
        const template = path.toLowerCase().split("/");
        routes.push(compiled(template, rule.at, shared));
        if (template.at(-1) !== "*" || shared.scopeOnly) continue;
        const collection = template.slice(0, -1);
        const isTopLevelOfGroup = collection.length === 1 && rule.at.includes("group");
        const at = isTopLevelOfGroup ? [...rule.at, "subscription" as const] : rule.at;
        routes.push(compiled(collection, at, shared));
      }
    }
  }
  return byNamespace;
}

function compiled(
  template: readonly string[],
  at: readonly ArmScopeKind[],
  shared: Omit<ArmRoute, "isItem">,
): CompiledRoute {
  return { ...shared, at, template, isItem: template.length % 2 === 0 };
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) => part === "*" || part === segments[index]?.toLowerCase())
  );
}
