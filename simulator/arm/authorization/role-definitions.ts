import { type Answer, ok } from "../../http/answer.ts";
import type { SimulatedRequest } from "../../http/simulated-request.ts";
import type { ArmPath } from "../../tenant/arm-path.ts";
import { fieldOf, textOf } from "../../tenant/field.ts";
import type { IndexedResource } from "../../tenant/resource-index.ts";
import type { World } from "../../world.ts";
import { resourceNotFound } from "../arm-errors.ts";
import { filterItems, listAnswer } from "../list-answer.ts";

const roleDefinitionType = "microsoft.authorization/roledefinitions";

/** A role definition keeps its GUID at every scope; a built-in one can be read at any. */
export function findRoleDefinition(id: string, world: World): IndexedResource | undefined {
  const exact = world.index.get(id.toLowerCase());
  if (exact !== undefined) return exact;
  const name = id.slice(id.lastIndexOf("/") + 1).toLowerCase();
  return world.index
    .all()
    .find(({ type, path }) => type === roleDefinitionType && path.names.at(-1)?.toLowerCase() === name);
}

export function getRoleDefinition(path: ArmPath, world: World): Answer {
  const found = findRoleDefinition(path.path, world);
  return found === undefined ? resourceNotFound(path) : ok(found.body);
}

/** Every role definition once; `$filter` knows `roleName`, `type` and `atScopeAndBelow()`. */
export function listRoleDefinitions(_path: ArmPath, request: SimulatedRequest, world: World): Answer {
  const byName = new Map<string, IndexedResource>();
  for (const entry of world.index.all()) {
    const name = entry.path.names.at(-1)?.toLowerCase() ?? "";
    if (entry.type === roleDefinitionType && !byName.has(name)) byName.set(name, entry);
  }
  const passing = filterItems(
    request,
    [...byName.values()],
    ({ body }) => ({
      ...(fieldOf(body, "properties") as Record<string, unknown> | undefined),
      name: textOf(body, "name"),
    }),
    (_entry, name) => (name === "atscopeandbelow" ? true : undefined),
  );
  return Array.isArray(passing) ? listAnswer(request, world, passing) : passing;
}
