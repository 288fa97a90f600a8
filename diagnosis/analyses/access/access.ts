import {
  type AnalysisFunction,
  type Evaluated,
  type EvaluationContext,
  type Known,
  known,
  objectOf,
  type Unknown,
  unknown,
} from "../../evaluation/evaluated.ts";
import { elementsOf, fieldOf } from "../../evaluation/navigate.ts";
import { allOf, noProof, type Proof } from "../../evaluation/proof.ts";
import { supportOf, truthOf } from "../../evaluation/truth.ts";
import { roleGrants } from "./action-match.ts";
import { builtInRoles } from "./built-in-roles.ts";
import { readRoles } from "./read-roles.ts";
import type { ActionKind, Role } from "./role.ts";

const covering =
  "(id_covers(properties.scope, $scope) || starts_with(properties.scope, '/providers/Microsoft.Management/managementGroups/'))";

/**
 * `access(assignments, definitions, principals, action, scope, kind)`: may one of the principals perform an action there?
 *
 * - `assignments`: the body of `GET {scope}/providers/Microsoft.Authorization/roleAssignments`; `definitions`: the role
 *   definitions that were read (a list of bodies, or null), over the table of built-in roles;
 * - `principals`: object IDs of the identity and of its groups; `kind`: `data` or `control`.
 *
 * Gives `granted` (true, false, or unknown where a condition or a role that was not read decides), `role` (the name of the
 * granting role), `assignments` (those of the principals that cover the scope, whatever they grant) and `granting` (those
 * of them that grant the action without a condition).
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/overview#how-azure-rbac-determines-if-a-user-has-access-to-a-resource
 */
export const access: AnalysisFunction = (args, context) => {
  const [assignments, definitions, principals, action, scope, kind] = args;
  for (const needed of [assignments, principals, action, scope, kind])
    if (needed?.kind !== "known")
      return needed ?? unknown({ kind: "undecided", what: { en: "what is asked", ko: "요청한 작업" } });
  const ids = textsOf(principals as Known);
  if (ids.length === 0)
    return unknown({ kind: "undecided", what: { en: "the identity that made the call", ko: "호출한 ID" } });
  const actionText = (action as Known).value;
  if (typeof actionText !== "string")
    return unknown({ kind: "undecided", what: { en: "the action that was refused", ko: "거부된 작업" } });
  const asked = { action: actionText, kind: kindOf(kind as Known) };
  const variables = { assignments: assignments!, principals: known(ids), scope: scope! };
  const own = evaluateOwn(context, variables, ids);
  if (own.kind === "unknown") return own;
  return objectOf({
    granted: granted(context, own, definitions, asked, principals as Known),
    assignments: own,
    role: roleName(own, definitions, asked),
    granting: granting(context, own, definitions, asked),
  });
};

/** The assignments of the principals at the scope or above. One principal is compared by name, so that the proof names it. */
function evaluateOwn(
  context: EvaluationContext,
  variables: Readonly<Record<string, Evaluated>>,
  ids: readonly string[],
): Evaluated {
  if (ids.length === 1)
    return context.evaluate(
      `$assignments.value[?same_text(properties.principalId, $principal) && ${covering}]`,
      known(null),
      { ...variables, principal: known(ids[0]!) },
    );
  return context.evaluate(
    `$assignments.value[?mentions($principals, properties.principalId) && ${covering}]`,
    known(null),
    variables,
  );
}

interface Asked {
  action: string;
  kind: ActionKind;
}

function granted(
  context: EvaluationContext,
  own: Known,
  definitions: Evaluated | undefined,
  asked: Asked,
  principals: Known,
): Evaluated {
  const any = truthOf(own);
  if (any.kind === "unknown") return any;
  const because = principals.place === undefined ? principals.proof : supportOf(principals);
  if (!any.isTrue) return known(false, allOf(any.proof, because));
  const chosen = withRoleFor(context, own, definitions, asked);
  const without = unconditional(context, chosen);
  const free = truthOf(without);
  if (free.kind === "truth" && free.isTrue)
    return known(
      true,
      allOf(
        proofOf(context, without, "[0].properties.principalId"),
        proofOf(context, without, "[0].properties.roleDefinitionId"),
        because,
      ),
    );
  const conditional = truthOf(chosen);
  if (conditional.kind === "unknown") return conditional;
  if (conditional.isTrue)
    return unknown({
      kind: "undecided",
      what: {
        en: "whether the condition of the role assignment is met",
        ko: "역할 할당의 조건이 충족되는지 여부",
      },
    });
  return unreadRole(own, definitions) ?? known(false, allOf(conditional.proof, because));
}

/** The assignments that grant the action whatever is asked; unknown where none does and one may, once its role is read. */
function granting(
  context: EvaluationContext,
  own: Known,
  definitions: Evaluated | undefined,
  asked: Asked,
): Evaluated {
  const found = unconditional(context, withRoleFor(context, own, definitions, asked));
  const truth = truthOf(found);
  if (truth.kind === "truth" && truth.isTrue) return found;
  return unreadRole(own, definitions) ?? found;
}

/** Why it is not known what one of the roles grants; undefined where all are known. */
function unreadRole(own: Known, definitions: Evaluated | undefined): Unknown | undefined {
  if (!rolesOf(own, definitions).isUnread) return undefined;
  return (
    unreadIn(definitions) ??
    unknown({
      kind: "undecided",
      what: { en: "what one of the identity's roles grants", ko: "ID의 역할이 부여하는 권한" },
    })
  );
}

/** The assignments among them whose role has the action, whatever conditions they have. */
function withRoleFor(
  context: EvaluationContext,
  own: Known,
  definitions: Evaluated | undefined,
  asked: Asked,
): Evaluated {
  const roles = rolesOf(own, definitions)
    .known.filter((role) => roleGrants(role, asked.action, asked.kind))
    .map(({ id }) => id);
  return context.evaluate(
    "$own[?contains($roles, lower(last_segment(properties.roleDefinitionId)))]",
    known(null),
    { own, roles: known(roles) },
  );
}

function unconditional(context: EvaluationContext, chosen: Evaluated): Evaluated {
  return context.evaluate("$chosen[?!(properties.condition)]", known(null), { chosen });
}

function proofOf(context: EvaluationContext, value: Evaluated, path: string): Proof {
  const found = context.evaluate(`$value | ${path}`, known(null), { value });
  return found.kind === "known" ? supportOf(found) : noProof;
}

/** What stands between the caller and a definition: a read that is under way, or one that was refused. */
function unreadIn(definitions: Evaluated | undefined): Unknown | undefined {
  if (definitions?.kind === "unknown") return definitions;
  if (definitions === undefined) return undefined;
  return elementsOf(definitions)?.find((definition) => definition.kind === "unknown");
}

/** The roles of the assignments: as read, else as built in. `isUnread` where one is neither. */
function rolesOf(own: Known, definitions: Evaluated | undefined): { known: Role[]; isUnread: boolean } {
  const read = readRoles(definitions);
  const roles = assignedRoles(own).map((id) => read.get(roleGuid(id)) ?? builtInRoles.get(roleGuid(id)));
  return {
    known: roles.filter((role) => role !== undefined),
    isUnread: roles.some((role) => role === undefined),
  };
}

function roleName(own: Known, definitions: Evaluated | undefined, asked: Asked): Evaluated {
  const role = rolesOf(own, definitions).known.find((each) => roleGrants(each, asked.action, asked.kind));
  return known(role?.name ?? null);
}

/** The role definition IDs of assignments, each once. */
export function assignedRoles(assignments: Known): string[] {
  const ids = (elementsOf(assignments) ?? []).flatMap((assignment) => {
    const id = fieldOf(assignment, "properties.roleDefinitionId");
    return id.kind === "known" && typeof id.value === "string" ? [id.value] : [];
  });
  return [...new Set(ids)];
}

export function roleGuid(roleDefinitionId: string): string {
  return roleDefinitionId.slice(roleDefinitionId.lastIndexOf("/") + 1).toLowerCase();
}

function textsOf(value: Known): string[] {
  const list = Array.isArray(value.value) ? value.value.flat() : [value.value];
  return [...new Set(list.filter((item) => typeof item === "string" && item !== ""))] as string[];
}

function kindOf(value: Known): ActionKind {
  return value.value === "data" ? "data" : "control";
}
