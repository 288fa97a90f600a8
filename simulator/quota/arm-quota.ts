import type { SimulatedRequest } from "../http/simulated-request.ts";
import type { ArmPath } from "../tenant/arm-path.ts";
import type { Caller } from "../tokens/caller.ts";
import type { Charge } from "./charge.ts";
import { Meters } from "./meters.ts";
import { armThrottled } from "./throttled-answers.ts";
import { TokenBucket } from "./token-bucket.ts";

export type ArmOperation = "reads" | "writes" | "deletes";

/** Bucket size and refill a second, the same for a subscription and for the tenant. */
const limits: Record<ArmOperation, readonly [capacity: number, perSecond: number]> = {
  reads: [250, 25],
  writes: [200, 10],
  deletes: [200, 10],
};
/** All callers of a subscription together may do so many times what one may. */
const globalFactor = 15;

/**
 * ARM's own quotas: for each subscription (and for what belongs to none), each caller and each kind of operation. A
 * region has quotas of its own; the simulated ARM is in one.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export class ArmQuota {
  readonly #own = metersOf(1);
  readonly #global = metersOf(globalFactor);

  charge(path: ArmPath, operation: ArmOperation, caller: Caller, nowMs: number): Charge {
    const { subscriptionId } = path;
    const own = this.#own[operation].of(subscriptionId ?? "", caller.objectId).count(nowMs);
    const scope = subscriptionId === undefined ? "tenant" : "subscription";
    const headers = { [`x-ms-ratelimit-remaining-${scope}-${operation}`]: String(own.left) };
    if (own.waitMs > 0)
      return { headers, refused: armThrottled(operation, subscriptionId, caller, own.waitMs) };
    if (subscriptionId === undefined) return { headers };
    const global = this.#global[operation].of(subscriptionId).count(nowMs);
    headers[`x-ms-ratelimit-remaining-subscription-global-${operation}`] = String(global.left);
    return global.waitMs === 0
      ? { headers }
      : { headers, refused: armThrottled(operation, subscriptionId, caller, global.waitMs) };
  }
}

/** ARM counts GETs as reads and whatever is neither a GET nor a DELETE as a write, POSTs that only read among them. */
export function armOperationOf({ method }: Pick<SimulatedRequest, "method">): ArmOperation {
  if (method === "GET" || method === "HEAD") return "reads";
  return method === "DELETE" ? "deletes" : "writes";
}

function metersOf(factor: number): Record<ArmOperation, Meters<TokenBucket>> {
  const of = (operation: ArmOperation) => {
    const [capacity, perSecond] = limits[operation];
    return new Meters(() => new TokenBucket(factor * capacity, factor * perSecond));
  };
  return { reads: of("reads"), writes: of("writes"), deletes: of("deletes") };
}
