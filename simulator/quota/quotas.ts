import type { AzurePlane } from "../http/plane.ts";
import type { SimulatedRequest } from "../http/simulated-request.ts";
import { type ArmPath, parseArmPath } from "../tenant/arm-path.ts";
import { textOf } from "../tenant/field.ts";
import type { ResourceIndex } from "../tenant/resource-index.ts";
import type { SimulatedClock } from "../tenant/simulated-clock.ts";
import type { Tenant } from "../tenant/tenant-schema.ts";
import type { Caller } from "../tokens/caller.ts";
import { ArmQuota, armOperationOf } from "./arm-quota.ts";
import type { Charge } from "./charge.ts";
import { GraphQuota } from "./graph-quota.ts";
import { LogQueryQuota } from "./log-query-quota.ts";
import { ProviderQuota } from "./provider-quota.ts";
import { ResourceGraphQuota } from "./resource-graph-quota.ts";

export interface QuotasOptions {
  tenant: Pick<Tenant, "tenantId" | "users">;
  index: Pick<ResourceIndex, "get">;
  clock: SimulatedClock;
  /** False still counts and tells, but refuses nothing. */
  isEnforced: boolean;
}

/** Counts every request against the quotas of the service that it goes to, by the simulated clock. */
export class Quotas {
  readonly #clock: SimulatedClock;
  readonly #isEnforced: boolean;
  readonly #arm = new ArmQuota();
  readonly #resourceGraph = new ResourceGraphQuota();
  readonly #logs = new LogQueryQuota();
  readonly #graph: GraphQuota;
  readonly #providers: ProviderQuota;

  constructor({ tenant, index, clock, isEnforced }: QuotasOptions) {
    this.#clock = clock;
    this.#isEnforced = isEnforced;
    this.#graph = new GraphQuota(tenant);
    this.#providers = new ProviderQuota((path) => regionOf(path, index));
  }

  charge(plane: AzurePlane, request: SimulatedRequest, caller: Caller): Charge {
    const { headers, refused } = this.#count(plane, request, caller);
    return this.#isEnforced && refused !== undefined ? { headers, refused } : { headers };
  }

  #count(plane: AzurePlane, request: SimulatedRequest, caller: Caller): Charge {
    const nowMs = this.#clock.nowMs();
    switch (plane) {
      case "graph":
        return this.#graph.charge(request, caller, nowMs, this.#clock.now());
      case "logs":
        return this.#logs.charge(caller, nowMs);
      case "arm":
        return this.#countArm(request, caller, nowMs);
    }
  }

  #countArm(request: SimulatedRequest, caller: Caller, nowMs: number): Charge {
    const path = parseArmPath(request.path);
    if (path.provider?.toLowerCase() === "microsoft.resourcegraph") {
      // Observed on such answers: they count as reads of the tenant, although they are POSTs.
      const front = this.#arm.charge(path, "reads", caller, nowMs);
      if (front.refused !== undefined) return front;
      const own = this.#resourceGraph.charge(caller, nowMs, this.#clock.now());
      return { ...own, headers: { ...front.headers, ...own.headers } };
    }
    const operation = armOperationOf(request);
    const front = this.#arm.charge(path, operation, caller, nowMs);
    if (front.refused !== undefined || operation !== "reads") return front;
    const refused = this.#providers.refuse(path, nowMs);
    return refused === undefined ? front : { ...front, refused };
  }
}

/** Where the top-level resource of a path is; empty for a list, and for what the tenant does not hold. */
function regionOf(path: ArmPath, index: Pick<ResourceIndex, "get">): string {
  const [type, name] = [path.types[0], path.names[0]];
  if (type === undefined || name === undefined) return "";
  const key = `${path.scope}/providers/${path.provider ?? ""}/${type}/${name}`.toLowerCase();
  return textOf(index.get(key)?.body, "location");
}
