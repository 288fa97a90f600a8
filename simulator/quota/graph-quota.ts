import { parseGraphPath } from "../graph/derive-graph-body.ts";
import type { SimulatedRequest } from "../http/simulated-request.ts";
import type { Tenant } from "../tenant/tenant-schema.ts";
import type { Caller } from "../tokens/caller.ts";
import type { Charge } from "./charge.ts";
import { graphRequestCost } from "./graph-request-cost.ts";
import { Meters } from "./meters.ts";
import { RequestWindow } from "./request-window.ts";
import { graphThrottled } from "./throttled-answers.ts";
import { TokenBucket } from "./token-bucket.ts";

const unitsWindowSeconds = 10;
/** Above this share of its limit a caller is told so. */
const warnedShare = 0.8;

/**
 * Microsoft Graph's quotas for what a directory holds: resource units of an application in a tenant; sign-in and audit
 * logs five requests in ten seconds; conditional access one request a second for the whole tenant, refused without a
 * word of when to come back.
 *
 * @see https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
 * @see https://learn.microsoft.com/graph/throttling-limits#identity-and-access-reports-service-limits
 * @see https://learn.microsoft.com/graph/throttling-limits#identity-protection-and-conditional-access-service-limits
 */
export class GraphQuota {
  readonly #tenantId: string;
  readonly #unitsPerWindow: number;
  readonly #units: Meters<TokenBucket>;
  readonly #reports = new Meters(() => new RequestWindow(5, 10_000));
  readonly #conditionalAccess = new RequestWindow(1, 1_000);

  constructor(tenant: Pick<Tenant, "tenantId" | "users">) {
    this.#tenantId = tenant.tenantId;
    const perWindow = unitsFor(tenant.users.length);
    this.#unitsPerWindow = perWindow;
    this.#units = new Meters(() => new TokenBucket(perWindow, perWindow / unitsWindowSeconds));
  }

  charge(request: SimulatedRequest, caller: Caller, nowMs: number, now: Date): Charge {
    const { segments } = parseGraphPath(request.path);
    const [first = "", second = ""] = segments.map((segment) => segment.toLowerCase());
    const refuse = (headers: Record<string, string>, waitMs?: number): Charge => {
      const scope = `Tenant_Application/ReadWrite/${caller.appId}/${this.#tenantId}`;
      return {
        headers: { ...headers, "x-ms-throttle-scope": scope },
        refused: graphThrottled(now, waitMs),
      };
    };
    if (first === "auditlogs") {
      const { waitMs } = this.#reports.of(caller.appId).count(nowMs);
      return waitMs === 0 ? { headers: {} } : refuse({}, waitMs);
    }
    if (first === "identity" && second === "conditionalaccess")
      return this.#conditionalAccess.count(nowMs).waitMs === 0 ? { headers: {} } : refuse({});
    const cost = graphRequestCost(segments, request);
    const { left, waitMs } = this.#units.of(caller.appId).count(nowMs, cost);
    const share = 1 - left / this.#unitsPerWindow;
    const headers = {
      "x-ms-resource-unit": String(cost),
      ...(share > warnedShare ? { "x-ms-throttle-limit-percentage": share.toFixed(2) } : {}),
    };
    if (waitMs === 0) return { headers };
    return refuse({ ...headers, "x-ms-throttle-information": "ResourceUnitLimitExceeded" }, waitMs);
  }
}

/** Small tenants have fewer than 50 users, large ones more than 500. */
function unitsFor(users: number): number {
  if (users < 50) return 3_500;
  return users <= 500 ? 5_000 : 8_000;
}
