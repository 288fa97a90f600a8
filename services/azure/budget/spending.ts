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
/** Microsoft Graph counts sign-in and audit logs apart, and conditional access. */
export const graphReportsQuota = "graph reports";
export const conditionalAccessQuota = "graph conditional access";
/** ARM counts the reads of each subscription apart, and those of none. */
export const armQuotaPrefix = "arm ";

/** @param url  of a request that the read gate admitted. */
export function spendingOf(plane: AzurePlane, url: URL): Spending {
  if (plane === "logs") return { quotas: [logsQuota], provider: logsQuota };
  const path = url.pathname.toLowerCase();
  if (plane === "graph") {
    const quota = graphQuotaOf(path);
    return { quotas: [quota], provider: quota };
  }
  const subscription = /^\/subscriptions\/([^/]+)/u.exec(path)?.[1] ?? "tenant";
  const namespace = [...path.matchAll(/\/providers\/([^/]+)/gu)].at(-1)?.[1] ?? "microsoft.resources";
  const arm = `${armQuotaPrefix}${subscription}`;
  return {
    quotas: namespace === "microsoft.resourcegraph" ? [resourceGraphQuota, arm] : [arm],
    provider: `${namespace} ${subscription}`,
  };
}

function graphQuotaOf(path: string): string {
  if (/^\/[^/]+\/auditlogs(?:\/|$)/u.test(path)) return graphReportsQuota;
  return /^\/[^/]+\/identity\/conditionalaccess(?:\/|$)/u.test(path) ? conditionalAccessQuota : graphQuota;
}
