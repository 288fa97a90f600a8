import type { ResourceMatch, Signals } from "../../domain/signals.ts";

export const subscription = "/subscriptions/0f0e0d0c-0000-4000-8000-000000000001";
export const vaultId = `${subscription}/resourceGroups/rg-orders/providers/Microsoft.KeyVault/vaults/kv-orders`;

/** Signals of a request about nothing in particular, with what a test adds. */
export function signalsOf(rest: Partial<Signals> = {}): Signals {
  return {
    now: "2026-10-14T09:00:00.000Z",
    observedAt: "2026-10-14T08:59:07.000Z",
    language: "en",
    subscriptionIds: [],
    tenantIds: [],
    visibleSubscriptions: [],
    resourceIds: [],
    hosts: [],
    codes: [],
    names: [],
    clientAddresses: [],
    guids: [],
    times: [],
    actions: [],
    tools: [],
    runsOn: [],
    fields: {},
    fieldLines: {},
    settings: [],
    resources: [],
    ...rest,
  };
}

/** A resource that Resource Graph found under a name of the request: row `index` of e3. */
export function matchOf(id: string, type: string, index: number): ResourceMatch {
  return {
    id,
    name: id.split("/").at(-1) ?? "",
    type,
    subscriptionId: id.split("/")[2] ?? "",
    matchedBy: "name",
    evidenceId: "e3",
    row: `/data/${index}`,
  };
}
