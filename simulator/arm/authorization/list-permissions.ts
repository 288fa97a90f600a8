import type { Answer } from "../../http/answer.ts";
import type { SimulatedRequest } from "../../http/simulated-request.ts";
import type { ArmPath } from "../../tenant/arm-path.ts";
import { listOf, textOf } from "../../tenant/field.ts";
import type { World } from "../../world.ts";
import { pagedAnswer } from "../list-answer.ts";
import { relationOf, scopeOf } from "./list-inherited.ts";
import { findRoleDefinition } from "./role-definitions.ts";

/**
 * Lists what the signed-in user may do at a scope: the permissions of every role assigned to them, or to a group of
 * theirs, at that scope or above it.
 *
 * @see https://learn.microsoft.com/rest/api/authorization/permissions/list-for-resource
 */
export function listPermissions(path: ArmPath, request: SimulatedRequest, world: World): Answer {
  const me = world.signedIn.objectId.toLowerCase();
  const principals = new Set([me, ...world.groups.of(me)]);
  const permissions = world.index.all().flatMap((entry) => {
    if (entry.type !== "microsoft.authorization/roleassignments") return [];
    if (!principals.has(textOf(entry.body, "properties", "principalId").toLowerCase())) return [];
    const relation = relationOf(scopeOf(entry), path.scope);
    if (relation !== "at" && relation !== "above") return [];
    const definition = findRoleDefinition(textOf(entry.body, "properties", "roleDefinitionId"), world);
    return listOf(definition?.body, "properties", "permissions");
  });
  return pagedAnswer(request, world, permissions);
}
