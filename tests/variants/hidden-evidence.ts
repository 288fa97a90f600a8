import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";

/** The developer sent the error alone. */
export function withoutCode({ request }: Scenario): void {
  delete request.source_code;
}

/** Nothing is logged or measured, and the Activity Log is empty. */
export function withoutLogs({ tenant }: Scenario): void {
  delete tenant.activityLog;
  delete tenant.metrics;
  delete tenant.tables;
}

/** The developer may not read the resource group that holds the most. */
export function withoutLargestGroup({ tenant }: Scenario): void {
  const sizes = new Map<string, number>();
  for (const { id } of tenant.resources) {
    const group = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/iu.exec(id)?.[0];
    if (group !== undefined) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  const [largest] = [...sizes].toSorted(([, left], [, right]) => right - left);
  if (largest) tenant.denied = [...(tenant.denied ?? []), { prefix: largest[0] }];
}

/** Only the error's first lines: those of a log that names no cause yet. */
export function withHalfTheError({ request }: Scenario): void {
  request.error = request.error.slice(0, Math.ceil(request.error.length * 0.4));
}
