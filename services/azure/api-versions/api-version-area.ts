/** Where a `providers/…` part may stand: below nothing, a management group, a subscription, a group or a resource. */
export type ArmScopeKind = "tenant" | "managementGroup" | "subscription" | "group" | "resource";

/**
 * Reads that share an api-version. A path is relative to `providers/<namespace>/`; `*` stands for one name.
 *
 * - `vaults/*` allows the resource and its collection `vaults`; a top-level collection below a group is also allowed
 *   below the subscription.
 * - A path that ends in a word allows exactly that path: `sites/*\/config/web` does not allow the list `sites/*\/config`.
 */
export interface ApiVersionRule {
  readonly at: readonly ArmScopeKind[];
  readonly apiVersion: string;
  readonly paths: readonly string[];
  /** Allowed query parameters; `$expand=a|b` allows only those values. Any other parameter is refused. */
  readonly query?: readonly string[];
  /** GET where absent. A POST is a read only where it stands here by name. */
  readonly method?: "POST";
  /** True for what no one reads, but other resources hang on: `locations/*` for quotas. */
  readonly scopeOnly?: true;
}

export interface ApiVersionArea {
  /** As its documentation spells it: `Microsoft.KeyVault`. */
  readonly namespace: string;
  /** The reference page that lists the types and api-versions of the namespace. */
  readonly source: string;
  readonly rules: readonly ApiVersionRule[];
}
