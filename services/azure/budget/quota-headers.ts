import { userQuotaResetsAfterMs } from "../reading/retry-after.ts";
import type { QuotaLeft } from "./quota.ts";

/** What the headers of one answer say of quotas. */
export interface QuotaHeaders {
  /** ARM reads, of the subscription or of the tenant. */
  readonly armReads?: QuotaLeft;
  /** Resource Graph queries. */
  readonly queries?: QuotaLeft;
  /** True where a resource provider says that nothing is left of one of its own quotas. */
  readonly isProviderSpent: boolean;
}

/**
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 * @see https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
 */
export function readQuotaHeaders(headers: Headers): QuotaHeaders {
  const reads =
    countIn(headers, "x-ms-ratelimit-remaining-subscription-reads") ??
    countIn(headers, "x-ms-ratelimit-remaining-tenant-reads");
  const queries = countIn(headers, "x-ms-user-quota-remaining");
  const resetsAfterMs = userQuotaResetsAfterMs(headers);
  return {
    ...(reads === undefined ? {} : { armReads: { requests: reads } }),
    ...(queries === undefined
      ? {}
      : { queries: { requests: queries, ...(resetsAfterMs === undefined ? {} : { resetsAfterMs }) } }),
    isProviderSpent: isAnySpent(headers.get("x-ms-ratelimit-remaining-resource")),
  };
}

function countIn(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)?.trim() ?? "";
  return /^\d{1,9}$/u.test(text) ? Number(text) : undefined;
}

/** Such as `Microsoft.Compute/HighCostGet3Min;139,Microsoft.Compute/HighCostGet30Min;0`. */
function isAnySpent(policies: string | null): boolean {
  return (policies ?? "").split(",").some((policy) => /;\s*0\s*$/u.test(policy));
}
