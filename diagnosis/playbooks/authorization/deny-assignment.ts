import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { errorMatches, errorMentions, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { authorizationFacts, authorizationReads } from "./authorization-evidence.ts";

const saysDenied = `(${hasCode("DenyAssignmentAuthorizationFailed")} || ${errorMentions("deny assignment", "거부 할당", "deny settings")})`;

/** Terraform's word for a refusal of Azure Resource Manager, whose own may be cut off. */
const saysBare = errorMatches("performing [A-Za-z]{3,60}: unexpected status 403");

export const rbacDenyAssignment: Playbook = {
  code: "rbac.deny-assignment",
  title: { en: "A deny assignment blocks the action", ko: "거부 할당이 작업을 차단합니다" },
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/role-based-access-control/deny-assignments"],
  raisedBy: `${saysDenied} || ${saysBare}`,
  needsTarget: false,
  target: "signals.resources[?matchedBy == 'id']",
  competitors: ["rbac.missing-at-scope", "lock.cannot-delete", "lock.read-only"],
  reads: {
    ...authorizationReads,
    denyAssignments: {
      title: text("Deny assignments at {{deniedAt}}", "{{deniedAt}}의 거부 할당"),
      request: { kind: "arm", path: "{{deniedAt}}/providers/Microsoft.Authorization/denyAssignments" },
      permission: "Microsoft.Authorization/denyAssignments/read",
    },
    events: {
      title: text(
        "Activity Log around the failure: what was refused, and to whom",
        "실패 시점 전후의 활동 로그: 거부된 작업과 호출자",
      ),
      request: {
        kind: "arm",
        path: "/subscriptions/{{id_subscription(scope)}}/providers/Microsoft.Insights/eventtypes/management/values",
        query: {
          $filter:
            "eventTimestamp ge '{{hours_before(signals.observedAt, `1`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `15`)}}'",
        },
      },
      when: "saysBare",
      permission: "Microsoft.Insights/eventtypes/values/Read",
      optional: true,
    },
  },
  let: {
    ...authorizationFacts,
    saysDenied,
    saysBare,
    /** The refusal says where the assignment stands; what it kept from being made cannot be asked. */
    statedAt:
      "find(request.error, 'deny assignment.{1,500} at scope[^/]{1,6}(/subscriptions/[A-Za-z0-9/_.() -]{10,400}[A-Za-z0-9_)])')",
    deniedAt: "statedAt || readableScope",
    blocking: "denyAssignments.value[?id_covers(not_null(properties.scope, ''), $.scope)]",
    refused:
      "readable(events) && (not_null(events.value, `[]`)[?same_text(level, 'Error') && same_text(subStatus.value, 'Forbidden') && id_covers($.scope, resourceId)] | [0]) || `null`",
    refusedAction: "said(refused.operationName.value) || ''",
    refusedCaller:
      'said(refused.claims."http://schemas.microsoft.com/identity/claims/objectidentifier") || said(refused.caller) || `null`',
    /** Where the answer does not say it: an assignment for everybody but a few denies what the log shows refused. */
    deniesAction:
      "refusedCaller && blocking[?properties.principals[?id == '00000000-0000-0000-0000-000000000000'] && !(properties.excludePrincipals[?same_text(id, $.refusedCaller)]) && properties.permissions[?(contains(actions, '*') || contains(actions, join('/', ['*', last_segment($.refusedAction)]))) && !contains(not_null(notActions, `[]`), $.refusedAction)]]",
  },
  holds: `(saysDenied || saysBare && refused.operationName.value && length(deniesAction) > \`0\`) && length(blocking) > \`0\` && ${alsoShown("blocking[0].properties.denyAssignmentName", "blocking[0].properties.permissions[0].actions[0]", "blocking[0].properties.isSystemProtected")}`,
  /** A deny assignment is looked at before any role. */
  layer: 5,
  explanation: {
    en: "The deny assignment {{blocking[0].properties.denyAssignmentName}} covers the scope. It beats every role: managed applications, deployment stacks and Azure itself make such assignments to protect resources.",
    ko: "거부 할당 {{blocking[0].properties.denyAssignmentName}}이(가) 이 범위에 적용됩니다. 거부 할당은 모든 역할보다 우선하며 관리형 애플리케이션, 배포 스택 또는 Azure가 리소스를 보호하기 위해 만듭니다.",
  },
  ruledOut: {
    en: "The call was not refused by a deny assignment.",
    ko: "거부 할당 때문에 거부된 호출이 아닙니다.",
  },
  culprits: ["blocking[].id"],
  actions: [
    {
      title: { en: "Change the resource through what protects it", ko: "리소스를 보호하는 주체를 통해 변경" },
      why: {
        en: "A deny assignment cannot be deleted directly: change the deployment stack's deny settings, or go through the managed application's publisher.",
        ko: "거부 할당은 직접 삭제할 수 없습니다. 배포 스택의 거부 설정을 변경하거나 관리형 애플리케이션 게시자를 통해야 합니다.",
      },
      commands: ["az stack group list --resource-group {{id_group(scope)}} --output table"],
      config: "Microsoft.Resources/deploymentStacks: properties.denySettings",
      changes: false,
    },
  ],
  verify: {
    text: { en: "The call succeeds.", ko: "호출이 성공합니다." },
    commands: [
      "az rest --method get --url {{readableScope}}/providers/Microsoft.Authorization/denyAssignments?api-version=2022-04-01",
    ],
  },
};
