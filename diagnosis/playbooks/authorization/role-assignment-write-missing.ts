import type { Playbook } from "../../playbook.ts";
import { activateRole, eligibilityDetails, eligibilityShown, unlessEligible } from "../activate-role.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { roleEffect } from "../role-effect.ts";
import { text } from "../text.ts";
import {
  authorizationFacts,
  authorizationReads,
  heldRoles,
  saysUnauthorized,
} from "./authorization-evidence.ts";

const asksRoleWrite = errorMatches("Microsoft.Authorization/roleAssignments/write");
/** Tools that hand on no more than the status; which call it was the Activity Log then tells. */
const asksByTool = errorMatches(
  "New-AzRoleAssignment|role assignment create|azurerm_role_assignment|roleAssignments|create a role assignment|attach-acr",
);
const saysForbidden = `(${hasCode("403", "Forbidden")} || ${errorMatches("forbidden|not authorized|권한이 없|are you an owner")})`;
const saysCondition = `(${errorMatches("abac condition")} || ${hasCode("AbacConditionNotFulfilled")})`;

export const rbacRoleAssignmentWriteMissing: Playbook = {
  code: "rbac.role-assignment-write-missing",
  title: text("The principal may not write role assignments", "보안 주체에 역할 할당 권한이 없습니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting",
    "https://learn.microsoft.com/azure/role-based-access-control/role-assignments-steps",
  ],
  raisedBy: `${asksRoleWrite} || (${asksByTool} && ${saysForbidden}) || (${saysUnauthorized} && ${errorMatches("roleAssignments", "assign roles?", "역할.{0,10}할당")})`,
  needsTarget: false,
  competitors: ["rbac.deny-assignment", "lock.read-only"],
  reads: {
    ...authorizationReads,
    refusals: {
      title: text(
        "Activity Log around the failure: who was refused to write a role assignment",
        "실패 시점 전후의 활동 로그: 역할 할당 쓰기가 거부된 호출자",
      ),
      request: {
        kind: "arm",
        path: "/subscriptions/{{signals.subscriptionIds[0]}}/providers/Microsoft.Insights/eventtypes/management/values",
        query: {
          $filter:
            "eventTimestamp ge '{{hours_before(signals.observedAt, `1`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `15`)}}'",
        },
      },
      when: "!(statedPrincipal)",
      permission: "Microsoft.Insights/eventtypes/values/Read",
      optional: true,
    },
    person: {
      title: text("The person {{personName}}", "사용자 {{personName}}"),
      request: { kind: "graph", path: "/v1.0/users/{{personName}}" },
      permission: "User.ReadBasic.All (Microsoft Graph)",
      optional: true,
    },
  },
  let: {
    ...authorizationFacts,
    statedPrincipal:
      "said(signals.guids[?(role == 'object_id' || role == 'client_id') && starts_with(pointer, '/error')] | [0].guid)",
    refused:
      "readable(refusals) && not_null(refusals.value, `[]`)[?same_text(operationName.value, 'Microsoft.Authorization/roleAssignments/write') && same_text(level, 'Error')] || `[]`",
    /** Of several callers it is not known which one the error is of. */
    refusal: "!(statedPrincipal) && said(length(distinct(refused[].caller)) == `1`) && refused[0] || `null`",
    claimedId: 'said(refusal.claims."http://schemas.microsoft.com/identity/claims/objectidentifier")',
    /** The Activity Log names a person who called by the sign-in name alone, where the token's claims are cut. */
    personName:
      "!(claimedId) && contains(not_null(refusal.caller, ''), '@') && said(refusal.caller) || `null`",
    appId: `${authorizationFacts["appId"]} || said(refusal.claims.appid) || \`null\``,
    principal: `${authorizationFacts["principal"]} || claimedId || said(readable(person) && person.id) || \`null\``,
    action: "'Microsoft.Authorization/roleAssignments/write'",
    scope:
      "(signals.actions[?same_text(action, 'Microsoft.Authorization/roleAssignments/write') && scope && !contains(scope, '*')] | [0].scope) || said(refusal.authorization.scope) || (signals.resourceIds[?!contains(id, '*')] | [0].id) || masked || (signals.subscriptionIds[0] && join('', ['/subscriptions/', signals.subscriptionIds[0]]))",
    /** A condition on the assignment limits which roles may be given, and to whom. */
    limited:
      "ownAssignments[?properties.condition && mentions(properties.condition, 'Microsoft.Authorization/roleAssignments/write') && mentions(properties.condition, '@Request[')]",
    /** Without that assignment nothing gives the right: refused all the same, the condition was not met. */
    unlimited:
      "access({value: assignments.value[?!(properties.condition)]}, definitions, principal, action, readableScope, 'control')",
    conditionUnmet:
      "length(limited) > `0` && limited[0].properties.condition && unlimited.granted == `false`",
  },
  holds: `(${asksRoleWrite} && ${saysUnauthorized} || ${asksByTool} && ${saysForbidden} && refusal.operationName.value) && (grant.granted == \`false\` || conditionUnmet || ${saysCondition}) && ${heldRoles} && ${eligibilityShown}`,
  layer: 6,
  explanation: text(
    "Principal {{principal}} may not create role assignments at {{readableScope}}. Contributor leaves out Microsoft.Authorization/*/write; only Owner, User Access Administrator and Role Based Access Control Administrator carry it, and none that a condition narrows to other roles or principals gives this one (narrowed here: {{limited[0].name || '-'}}).",
    "보안 주체 {{principal}}은(는) {{readableScope}}에서 역할 할당을 만들 수 없습니다. 기여자 역할은 Microsoft.Authorization/*/write를 제외하며 소유자, 사용자 액세스 관리자, 역할 기반 액세스 제어 관리자만 이 권한이 있으며, 조건으로 다른 역할이나 보안 주체만 허용한 할당으로는 만들 수 없습니다(조건이 있는 할당: {{limited[0].name || '-'}}).",
  ),
  details: eligibilityDetails,
  ruledOut: text(
    "The call was not refused for writing a role assignment, or the principal may write them.",
    "역할 할당 쓰기 때문에 거부된 호출이 아니거나 보안 주체에 해당 권한이 있습니다.",
  ),
  culprits: ["readableScope", "ownAssignments[].id"],
  actions: [
    activateRole,
    unlessEligible({
      title: text(
        "Grant Role Based Access Control Administrator, limited to the roles that are assigned",
        "할당할 역할로 제한하여 역할 기반 액세스 제어 관리자 부여",
      ),
      why: text(
        "At the scope of the deployment. Or let somebody with that right make the assignment once, and turn it off in the template.",
        "배포 범위에 부여하세요. 또는 권한이 있는 사람이 한 번 할당하고 템플릿에서는 끄세요.",
      ),
      commands: [
        "az role assignment create --assignee-object-id {{principal}} --role 'Role Based Access Control Administrator' --scope {{readableScope}}",
      ],
      config: "Microsoft.Authorization/roleAssignments",
      changes: true,
      needsRole: "Owner or User Access Administrator",
      effects: [roleEffect("readableScope", "f58310d9-a9f6-439a-9e8d-f62e7b41a168")],
      undo: "az role assignment delete --assignee {{principal}} --role 'Role Based Access Control Administrator' --scope {{readableScope}}",
    }),
  ],
  verify: {
    text: text(
      "The assignment is listed, and the deployment succeeds.",
      "역할 할당이 표시되고 배포가 성공합니다.",
    ),
    commands: [
      "az role assignment list --assignee {{principal}} --scope {{readableScope}} --include-inherited --output table",
    ],
  },
};
