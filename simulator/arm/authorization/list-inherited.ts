import type { Answer } from "../../http/answer.ts";
import type { SimulatedRequest } from "../../http/simulated-request.ts";
import { type ArmPath, covers } from "../../tenant/arm-path.ts";
import { fieldOf, sameText, scalarText, textOf } from "../../tenant/field.ts";
import type { IndexedResource } from "../../tenant/resource-index.ts";
import type { World } from "../../world.ts";
import { filterItems, listAnswer } from "../list-answer.ts";

/** What applies at its scope and below it, so that a list at a scope shows what is at, above and below. */
export const inheritedTypes = [
  "microsoft.authorization/roleassignments",
  "microsoft.authorization/denyassignments",
  "microsoft.authorization/locks",
  "microsoft.authorization/policyassignments",
  "microsoft.authorization/policyexemptions",
  "microsoft.authorization/roleassignmentschedules",
  "microsoft.authorization/roleassignmentscheduleinstances",
  "microsoft.authorization/roleassignmentschedulerequests",
  "microsoft.authorization/roleeligibilityschedules",
  "microsoft.authorization/roleeligibilityscheduleinstances",
  "microsoft.authorization/roleeligibilityschedulerequests",
] as const;

type Relation = "at" | "above" | "below";

interface Inherited {
  entry: IndexedResource;
  relation: Relation;
}

/**
 * Lists role assignments, locks, policy assignments and their kin at a scope.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/role-assignments-list-rest
 */
export function listInherited(path: ArmPath, request: SimulatedRequest, world: World): Answer {
  const found: Inherited[] = [];
  for (const entry of world.index.all()) {
    if (entry.type !== path.type) continue;
    const relation = relationOf(scopeOf(entry), path.scope);
    if (relation !== undefined) found.push({ entry, relation });
  }
  const subject = ({ entry }: Inherited): unknown => ({
    ...entry.body,
    ...(fieldOf(entry.body, "properties") as Record<string, unknown> | undefined),
  });
  const passing = filterItems(request, found, subject, ({ entry, relation }, name, values) => {
    switch (name) {
      case "atscope":
        return relation !== "below";
      case "atexactscope":
        return relation === "at";
      case "astarget":
        return isAssignedTo(entry, world.signedIn.objectId, world);
      case "assignedto":
        return isAssignedTo(entry, scalarText(values.at(-1)), world);
      default:
        return undefined;
    }
  });
  if (!Array.isArray(passing)) return passing;
  return listAnswer(
    request,
    world,
    passing.map(({ entry }) => entry),
  );
}

function isAssignedTo(entry: IndexedResource, principalId: string, world: World): boolean {
  const assigned = textOf(entry.body, "properties", "principalId");
  return sameText(assigned, principalId) || world.groups.of(principalId).has(assigned.toLowerCase());
}

/** The scope that an assignment or lock applies to, in lower case. */
export function scopeOf(entry: IndexedResource): string {
  const scope = textOf(entry.body, "properties", "scope") || entry.path.scope;
  return scope.replace(/\/+$/, "").toLowerCase();
}

/** Where `scope` stands to `listed`; undefined where neither holds the other. */
export function relationOf(scope: string, listed: string): Relation | undefined {
  if (scope === listed) return "at";
  if (isAbove(scope, listed)) return "above";
  return isAbove(listed, scope) ? "below" : undefined;
}

/** Tenants do not tell which subscription is in which management group, so each is taken to be above all of them. */
function isAbove(scope: string, key: string): boolean {
  if (
    scope.startsWith("/providers/microsoft.management/managementgroups/") &&
    key.startsWith("/subscriptions/")
  )
    return true;
  return covers(scope, key);
}
