import { type AnalysisFunction, type Evaluated, known } from "../../evaluation/evaluated.ts";
import { contains, parseRange } from "../../evaluation/functions/plain/ip-range.ts";
import { elementsOf, fieldOf } from "../../evaluation/navigate.ts";

/** A service tag beats the default route, and any range that is spelled out beats a tag. */
const tagLength = 1;

/**
 * `effective_route(routeTable, address, tags)`: the user-defined route that traffic takes: the longest prefix that covers the
 * address, where a service tag of `tags` counts for less than any range but the default route. `address` may be null: then
 * only tags and the default route can match (the public endpoint of a service whose addresses change). Null where no
 * route of the table matches: Azure's system routes decide.
 *
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview#how-azure-selects-a-route
 */
export const effectiveRoute: AnalysisFunction = ([table, address, tags]) => {
  if (table?.kind !== "known") return table ?? known(null);
  const routes = fieldOf(table, "properties.routes");
  if (routes.kind === "unknown") return routes;
  const destination = address?.kind === "known" && typeof address.value === "string" ? address.value : null;
  const wanted = tags?.kind === "known" && Array.isArray(tags.value) ? tags.value.map(String) : [];
  let best: { route: Evaluated; length: number } | undefined;
  for (const route of elementsOf(routes) ?? []) {
    if (route.kind === "unknown") return route;
    const prefix = textAt(route, "properties.addressPrefix");
    const length = prefix === undefined ? undefined : matchedLength(prefix, destination, wanted);
    if (length !== undefined && (best === undefined || length > best.length)) best = { route, length };
  }
  return best?.route ?? known(null, routes.proof);
};

/** How specific the prefix is where it covers the destination; undefined where it does not. */
function matchedLength(
  prefix: string,
  destination: string | null,
  tags: readonly string[],
): number | undefined {
  if (isTag(prefix, tags)) return tagLength;
  if (prefix === "0.0.0.0/0") return 0;
  if (destination === null || parseRange(prefix) === undefined || !contains(prefix, destination))
    return undefined;
  return tagLength + 1 + Number(prefix.split("/")[1] ?? 32);
}

/** `Storage` covers `Storage` and is covered by `Storage.WestEurope` of the same region; regions are compared by name only. */
export function isTag(prefix: string, tags: readonly string[]): boolean {
  const own = prefix.toLowerCase();
  return tags.some((tag) => own === tag.toLowerCase() || own.startsWith(`${tag.toLowerCase()}.`));
}

function textAt(value: Evaluated, path: string): string | undefined {
  const found = fieldOf(value, path);
  return found.kind === "known" && typeof found.value === "string" ? found.value : undefined;
}
