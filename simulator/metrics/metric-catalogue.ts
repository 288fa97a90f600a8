import { parseArmPath } from "../tenant/arm-path.ts";
import { sameText } from "../tenant/field.ts";
import type { TenantMetric } from "../tenant/tenant-schema.ts";
import type { World } from "../world.ts";

/** The series that the tenant holds for a resource. */
export function metricsOf(resourceKey: string, world: World): TenantMetric[] {
  return (world.tenant.metrics ?? []).filter(
    ({ resourceId }) => resourceId.replace(/\/+$/, "").toLowerCase() === resourceKey,
  );
}

/** The metric names that resources of a type have, as far as the tenant shows; each once, in the tenant's spelling. */
export function metricNamesOfType(type: string, world: World): string[] {
  const names = new Map<string, string>();
  for (const { resourceId, name } of world.tenant.metrics ?? [])
    if (parseArmPath(resourceId).type === type && !names.has(name.toLowerCase()))
      names.set(name.toLowerCase(), name);
  return [...names.values()];
}

/** The unit and time grain of a metric, from any series of its name on resources of the type. */
export function metricTraits(
  type: string,
  name: string,
  world: World,
): { unit: string; timeGrain: string; namespace: string } {
  const found = (world.tenant.metrics ?? []).find(
    (metric) => sameText(metric.name, name) && parseArmPath(metric.resourceId).type === type,
  );
  return {
    unit: found?.unit ?? "Unspecified",
    timeGrain: found?.timeGrain ?? "PT1M",
    namespace: found?.namespace ?? type,
  };
}
