import { type Answer, ok } from "../http/answer.ts";
import { pageOf } from "../http/page.ts";
import { parameter, type SimulatedRequest } from "../http/simulated-request.ts";
import { InvalidFilterError } from "../odata/filter.ts";
import { matchesFilter } from "../odata/matches-filter.ts";
import { parseFilter } from "../odata/parse-filter.ts";
import { fieldOf, sameText, textOf } from "../tenant/field.ts";
import type { World } from "../world.ts";
import { deriveGraphBody, isDirectoryCollection, parseGraphPath } from "./derive-graph-body.ts";
import { GraphDirectory } from "./graph-directory.ts";
import { graphDenied, graphError, graphNotFound } from "./graph-errors.ts";
import { expandObject, orderItems, selectFields } from "./shape-graph-body.ts";

/** `…/memberOf/microsoft.graph.group` keeps the items of one type. */
const castPath = /^(.+)\/(microsoft\.graph\.\w+)$/i;

/**
 * Microsoft Graph, for reading: the tenant's bodies by path and what follows from them, with `$filter`, `$select`,
 * `$expand`, `$orderby`, `$top` and `$count`.
 *
 * @see https://learn.microsoft.com/graph/query-parameters
 */
export function answerGraph(request: SimulatedRequest, world: World): Answer {
  const [, plainPath = request.path, cast] = castPath.exec(request.path) ?? [];
  const isDenied = [plainPath, plainPath.replace(/^\/beta\//i, "/v1.0/")].some((path) =>
    world.denials.denies(path),
  );
  if (isDenied || request.method !== "GET") return graphDenied(world);
  const directory = new GraphDirectory(world);
  const path = parseGraphPath(plainPath);
  // A collection is put together from all that the tenant holds of it; everything else is as the tenant has it.
  const held = isDirectoryCollection(path) ? undefined : directory.at(plainPath);
  const body = held ?? deriveGraphBody(path, directory);
  if (body === undefined) return graphNotFound(path.segments[1] ?? path.segments.join("/"), world);
  const value = fieldOf(body, "value");
  if (Array.isArray(value)) {
    const items = (value as unknown[]).filter((item) => cast === undefined || isOfType(item, cast));
    return answerCollection(request, world, body, items, directory);
  }
  const expanded = expandObject(body, request.path, parameter(request, "$expand"), directory);
  return ok(selectFields(expanded, parameter(request, "$select"), parameter(request, "$expand")));
}

function isOfType(item: unknown, type: string): boolean {
  const own = textOf(item, "@odata.type");
  return own === "" || sameText(own, `#${type}`);
}

function answerCollection(
  request: SimulatedRequest,
  world: World,
  body: unknown,
  all: readonly unknown[],
  directory: GraphDirectory,
): Answer {
  const filter = parameter(request, "$filter");
  let passing = [...all];
  if (filter !== undefined && filter.trim() !== "") {
    try {
      const parsed = parseFilter(filter);
      passing = passing.filter((item) => matchesFilter(parsed, item));
    } catch (error) {
      if (!(error instanceof InvalidFilterError)) throw error;
      return graphError(400, "Request_UnsupportedQuery", error.message, world);
    }
  }
  const ordered = orderItems(passing, parameter(request, "$orderby"));
  const { items, nextLink } = pageOf(request, world.origin, ordered, world.pageSize);
  const expand = parameter(request, "$expand");
  const shaped = items.map((item) =>
    selectFields(expandObject(item, request.path, expand, directory), parameter(request, "$select"), expand),
  );
  const { value: _all, ...rest } = body as Record<string, unknown>;
  const count = parameter(request, "$count") === "true" ? { "@odata.count": passing.length } : {};
  return ok({
    ...rest,
    ...count,
    ...(nextLink === undefined ? {} : { "@odata.nextLink": nextLink }),
    value: shaped,
  });
}
