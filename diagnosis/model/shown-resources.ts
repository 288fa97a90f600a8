import { parseArmResourceId } from "../../domain/arm-resource-id.ts";
import type { Evidence } from "../../domain/evidence.ts";
import type { Signals } from "../../domain/signals.ts";
import { foundResources } from "./find-resource.ts";

/** In lower case: what Azure has shown in this diagnosis, and the resource groups that hold it. */
export function shownIds(signals: Signals, evidence: readonly Evidence[]): ReadonlySet<string> {
  const found = foundResources(evidence).flatMap(({ rows }) => rows);
  const ids = [...signals.resources, ...found].flatMap(({ id }) => {
    const { subscriptionId, resourceGroup } = parseArmResourceId(id) ?? {};
    return subscriptionId === undefined || resourceGroup === undefined
      ? [id]
      : [id, `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`];
  });
  return new Set(ids.map(plain));
}

/**
 * True for something that Azure itself has shown, or that lies inside it: where a text of the request, a tag or a log row
 * merely sends a reader, nobody goes.
 */
export function isShown(path: string, ids: ReadonlySet<string>): boolean {
  const asked = plain(path);
  return ids.has(asked) || [...ids].some((id) => asked.startsWith(`${id}/`));
}

function plain(path: string): string {
  return path.toLowerCase().replace(/\/+$/u, "");
}
