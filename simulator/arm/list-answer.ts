import { type Answer, ok } from "../http/answer.ts";
import { pageOf } from "../http/page.ts";
import { parameter, type SimulatedRequest } from "../http/simulated-request.ts";
import { InvalidFilterError } from "../odata/filter.ts";
import { matchesFilter } from "../odata/matches-filter.ts";
import { parseFilter } from "../odata/parse-filter.ts";
import { readActionOf } from "../tenant/arm-path.ts";
import type { IndexedResource } from "../tenant/resource-index.ts";
import type { World } from "../world.ts";
import { invalidFilter } from "./arm-errors.ts";

/** A page of bodies, as ARM wraps lists: `{ value, nextLink? }`. */
export function pagedAnswer(request: SimulatedRequest, world: World, bodies: readonly unknown[]): Answer {
  const { items, nextLink } = pageOf(request, world.origin, bodies, world.pageSize);
  return ok({ value: items, ...(nextLink === undefined ? {} : { nextLink }) });
}

/** A list without what the signed-in user may not read; ARM leaves that out rather than refusing the whole. */
export function listAnswer(
  request: SimulatedRequest,
  world: World,
  found: readonly IndexedResource[],
): Answer {
  const readable = found.filter(({ path }) => !world.denials.denies(path.key, readActionOf(path)));
  return pagedAnswer(
    request,
    world,
    readable.map(({ body }) => body),
  );
}

/**
 * The items that pass the request's `$filter`, or ARM's 400 where it cannot be read.
 *
 * @param subject what the filter's property names mean for an item.
 */
export function filterItems<T>(
  request: SimulatedRequest,
  items: readonly T[],
  subject: (item: T) => unknown,
  callFunction?: (item: T, name: string, values: readonly unknown[]) => boolean | undefined,
): T[] | Answer {
  const filter = parameter(request, "$filter");
  if (filter === undefined || filter.trim() === "") return [...items];
  try {
    const parsed = parseFilter(filter);
    return items.filter((item) =>
      matchesFilter(parsed, subject(item), (name, values) => callFunction?.(item, name, values)),
    );
  } catch (error) {
    if (error instanceof InvalidFilterError) return invalidFilter(filter);
    throw error;
  }
}
