import type { Principal } from "../../../../domain/principal.ts";
import type { StoresOptions } from "../../../../services/stores/open-stores.ts";
import type { Stores } from "../../../../services/stores/stores.ts";

/** Opens empty stores for one test, and closes and removes them when it ends. */
export type StoresFactory = (change?: Partial<StoresOptions>) => Promise<OpenedStores>;

export interface OpenedStores {
  stores: Stores;
  /** Opens the same data a second time, as another process would. */
  again: () => Promise<Stores>;
  /** For another process that opens them. */
  options: StoresOptions;
}

export const alice: Principal = { tenantId: "T1", objectId: "Alice", userPrincipalName: "alice@contoso.com" };
export const bob: Principal = { tenantId: "t1", objectId: "bob", userPrincipalName: "bob@contoso.com" };
export const at = "2026-03-01T10:00:00.000Z";
export const later = "2026-03-01T10:05:00.000Z";
