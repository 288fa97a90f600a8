import type { KqlEngine } from "./kql/kql-engine.ts";
import type { Denials } from "./tenant/denials.ts";
import type { PrincipalGroups } from "./tenant/principal-groups.ts";
import type { ResourceIndex } from "./tenant/resource-index.ts";
import type { SimulatedClock } from "./tenant/simulated-clock.ts";
import type { Tenant, TenantUser } from "./tenant/tenant-schema.ts";

/** What every plane of the simulated Azure answers from. */
export interface World {
  tenant: Tenant;
  index: ResourceIndex;
  denials: Denials;
  groups: PrincipalGroups;
  clock: SimulatedClock;
  signedIn: TenantUser;
  kql: KqlEngine;
  /** The origin of this simulator, such as `http://127.0.0.1:41234`; next links begin with it. */
  origin: string;
  /** How many items a page of a list holds at most. */
  pageSize: number;
}
