import type { Answer } from "../http/answer.ts";
import { parameter, type SimulatedRequest } from "../http/simulated-request.ts";
import { type ArmPath, covers, readActionOf } from "../tenant/arm-path.ts";
import { isTracked } from "../tenant/tracked-types.ts";
import type { World } from "../world.ts";
import { filterItems, pagedAnswer } from "./list-answer.ts";
import { tagSubject } from "./tag-subject.ts";

/** The fields that ARM keeps of every resource; the rest is its provider's. */
const generic = [
  "id",
  "name",
  "type",
  "kind",
  "location",
  "managedBy",
  "sku",
  "plan",
  "identity",
  "zones",
  "tags",
];

/**
 * `GET /subscriptions/{id}/resources` and the same of a group: tracked resources without their properties.
 *
 * @see https://learn.microsoft.com/rest/api/resources/resources/list
 */
export function listGenericResources(path: ArmPath, request: SimulatedRequest, world: World): Answer {
  const scope = path.key.slice(0, path.key.lastIndexOf("/"));
  const found = world.index.all().flatMap((entry) => {
    if (!covers(scope, entry.path.key) || !isTracked(entry)) return [];
    if (world.denials.denies(entry.path.key, readActionOf(entry.path))) return [];
    return [{ body: entry.body, group: entry.path.resourceGroup, type: entry.type }];
  });
  const filter = parameter(request, "$filter");
  const passing = filterItems(request, found, ({ body, group, type }) => ({
    ...tagSubject(body, filter),
    resourceType: type,
    resourceGroup: group,
  }));
  if (!Array.isArray(passing)) return passing;
  const bodies = passing.map(({ body }) =>
    Object.fromEntries(generic.filter((name) => name in body).map((name) => [name, body[name]])),
  );
  return pagedAnswer(request, world, bodies);
}
