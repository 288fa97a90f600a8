import type { AzurePlane } from "../gate/admitted-read.ts";

/** What one request is counted against. */
export interface Spending {
  /** Names of quotas, the one that its plane's headers speak of first. */
  readonly quotas: readonly string[];
  /** The resource provider that answers, in its subscription: it may throttle on its own account. */
  readonly provider: string;
}

export const resourceGraphQuota = "resource_graph";
export const logsQuota = "logs";
const graphQuota = "graph";
/** ARM counts the reads of each subscription apart, and those of none. */
export const armQuotaPrefix = "arm ";

/** @param url  of a request that the read gate admitted. */
export function spendingOf(plane: AzurePlane, url: URL): Spending {
  if (plane === "logs") return { quotas: [logsQuota], provider: logsQuota };
  if (plane === "graph") return { quotas: [graphQuota], provider: graphQuota };
  const path = url.pathname.toLowerCase();
  const subscription = /^\/subscriptions\/([^/]+)/u.exec(path)?.[1] ?? "tenant";
  const namespace = [...path.matchAll(/\/providers\/([^/]+)/gu)].at(-1)?.[1] ?? "microsoft.resources";
  const arm = `${armQuotaPrefix}${subscription}`;
  return {
    quotas: namespace === "microsoft.resourcegraph" ? [resourceGraphQuota, arm] : [arm],
    provider: `${namespace} ${subscription}`,
  };
}
