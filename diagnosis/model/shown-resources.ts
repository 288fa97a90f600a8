import { parseArmResourceId, scopeCovers } from "../../domain/arm-resource-id.ts";
import type { Evidence } from "../../domain/evidence.ts";
import type { Signals } from "../../domain/signals.ts";
import { foundResources } from "./find-resource.ts";

/** In lower case: what Azure has shown in this diagnosis, and the resource groups that hold it. */
export function shownIds(signals: Signals, evidence: readonly Evidence[]): ReadonlySet<string> {
  const ids = [...signals.resources, ...foundResources(evidence)].flatMap(({ id }) => {
    const { subscriptionId, resourceGroup } = parseArmResourceId(id) ?? {};
    return subscriptionId === undefined || resourceGroup === undefined
      ? [id]
      : [id, `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`];
  });
  return new Set(ids.map((id) => id.toLowerCase()));
}

/**
 * True for something that Azure itself has shown, or that lies inside it: where a text of the request, a tag or a log row
 * merely sends a reader, nobody goes.
 */
export function isShown(path: string, ids: ReadonlySet<string>): boolean {
  return [...ids].some((id) => scopeCovers(id, path));
}
