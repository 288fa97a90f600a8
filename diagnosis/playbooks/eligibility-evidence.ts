import type { Playbook } from "../playbook.ts";
import { activationFacts, activationReads } from "./last-activation.ts";
import { text } from "./text.ts";

type Facts = NonNullable<Playbook["let"]>;

/** What was refused, each part the expression of its value. */
interface Refused {
  /** The resource whose list is read: eligible assignments at it, above it and below it. */
  readonly at: string;
  /** Where the action was refused: an eligible assignment counts there or above. */
  readonly scope: string;
  readonly action: string;
  readonly kind: "control" | "data";
  /** The name of what `access` said of the role assignments. */
  readonly granted?: string;
}

const schedules = (kind: string) => `{{eligibleAt}}/providers/Microsoft.Authorization/${kind}`;
const mayActivateTitle = text(
  "Roles that {{principal}} may activate at {{id_name(eligibleAt)}} (Privileged Identity Management)",
  "{{principal}}이(가) {{id_name(eligibleAt)}}에서 활성화할 수 있는 역할(Privileged Identity Management)",
);

/**
 * Roles that a person may activate by Privileged Identity Management, their own and those of their groups: read where role
 * assignments do not grant what was refused, and only then. Service principals cannot activate a role.
 *
 * `assignedTo('<id>')` gives the eligible assignments of a user; `asTarget()` those of the one who asks, and is taken where
 * the signed-in developer was refused. A schedule instance is an assignment that is eligible at the moment. The page of the REST
 * API asks for Microsoft.Authorization/roleAssignments/read; a refusal names what Azure missed.
 *
 * @see https://learn.microsoft.com/rest/api/authorization/role-eligibility-schedule-instances/list-for-scope (api-version 2020-10-01)
 * @see https://learn.microsoft.com/rest/api/authorization/privileged-role-eligibility-rest-sample
 * @see https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-assign-roles
 */
export const eligibilityReads: Playbook["reads"] = {
  eligible: {
    title: mayActivateTitle,
    request: {
      kind: "arm",
      path: schedules("roleEligibilityScheduleInstances"),
      query: { $filter: "assignedTo('{{principal}}')" },
    },
    when: "mayActivate && !(isSignedIn)",
    permission: "Microsoft.Authorization/roleEligibilityScheduleInstances/read",
    optional: true,
  },
  ownEligible: {
    title: mayActivateTitle,
    request: {
      kind: "arm",
      path: schedules("roleEligibilityScheduleInstances"),
      query: { $filter: "asTarget()" },
    },
    when: "mayActivate && isSignedIn",
    permission: "Microsoft.Authorization/roleEligibilityScheduleInstances/read",
    optional: true,
  },
  eligibleDefinitions: {
    title: text("Role definition {{id_name(item)}}", "역할 정의 {{id_name(item)}}"),
    request: { kind: "arm", path: "{{item}}" },
    each: "unread_roles(eligibleNow)",
    permission: "Microsoft.Authorization/roleDefinitions/read",
    optional: true,
  },
  ...activationReads,
};

/** They need `principal`, `assignments`, `me` and `isApplication` beside them. */
export function eligibilityFacts({ at, scope, action, kind, granted = "grant.granted" }: Refused): Facts {
  return {
    eligibleAt: at,
    isSignedIn: "said(readable(me) && me.id && same_text(me.id, principal))",
    /** The kind of a principal that holds any role here stands at its assignment. */
    assignedKind:
      "principal && (assignments.value[?same_text(properties.principalId, $.principal)] | [0].properties.principalType) || `null`",
    mayActivate: `said(principal) && said(${granted} == \`false\`) && !said(isApplication) && !said(same_text(assignedKind, 'ServicePrincipal'))`,
    eligibleRows:
      "said(readable(ownEligible) && ownEligible.value) || said(readable(eligible) && eligible.value) || `[]`",
    eligibleNow:
      "eligibleRows[?(same_text(properties.principalId, $.principal) || same_text(properties.principalType, 'Group')) && (!(properties.endDateTime) || before($.signals.now, properties.endDateTime))]",
    eligibleGrant: `eligibleNow && access({value: eligibleNow}, eligibleDefinitions, distinct(eligibleNow[].properties.principalId), ${action}, ${scope}, '${kind}')`,
    eligibleAssignment: "said(eligibleGrant.granted == `true`) && eligibleGrant.granting[0] || `null`",
    eligibleRole:
      "eligibleAssignment && (eligibleAssignment.properties.expandedProperties.roleDefinition.displayName || eligibleGrant.role)",
    eligiblePerson:
      "eligibleAssignment && same_text(eligibleAssignment.properties.principalType, 'User') && (eligibleAssignment.properties.expandedProperties.principal.email || eligibleAssignment.properties.expandedProperties.principal.displayName) || principal",
    eligibleScope: "eligibleAssignment && eligibleAssignment.properties.scope",
    eligibleGroup:
      "eligibleAssignment && same_text(eligibleAssignment.properties.principalType, 'Group') && (eligibleAssignment.properties.expandedProperties.principal.displayName || eligibleAssignment.properties.principalId) || `null`",
    eligibleSchedule:
      "eligibleAssignment && last_segment(eligibleAssignment.properties.roleEligibilityScheduleId)",
    ...activationFacts,
  };
}
