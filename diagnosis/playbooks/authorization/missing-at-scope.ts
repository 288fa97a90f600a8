import type { Playbook } from "../../playbook.ts";
import { activateRole, eligibilityDetails, eligibilityShown, unlessEligible } from "../activate-role.ts";
import { errorMatches } from "../error-text.ts";
import { roleEffect } from "../role-effect.ts";
import {
  authorizationFacts,
  authorizationReads,
  heldRoles,
  saysUnauthorized,
} from "./authorization-evidence.ts";

/** A sign-in lists the subscriptions in which the principal has any role. */
const saysNoSubscription = errorMatches("no subscriptions? (?:were |was )?found|구독을 찾을 수 없");

export const rbacMissingAtScope: Playbook = {
  code: "rbac.missing-at-scope",
  title: {
    en: "The principal has no role with the action at that scope",
    ko: "해당 범위에서 보안 주체에 작업을 허용하는 역할이 없습니다",
  },
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/role-based-access-control/troubleshooting"],
  raisedBy: `${saysUnauthorized} || ${saysNoSubscription}`,
  needsTarget: false,
  target: "signals.resources[?matchedBy == 'id']",
  competitors: ["rbac.deny-assignment", "lock.read-only", "subscription.disabled"],
  reads: authorizationReads,
  let: {
    ...authorizationFacts,
    saysNoSubscription,
    signedInSubscription: "said(saysNoSubscription) && signals.subscriptionIds[0] || `null`",
    action: `signedInSubscription && 'Microsoft.Resources/subscriptions/read' || ${authorizationFacts["action"]}`,
    scope: `signedInSubscription && join('', ['/subscriptions/', signedInSubscription]) || ${authorizationFacts["scope"]}`,
    appId: `${authorizationFacts["appId"]?.replace(" || `null`", "")} || signedInSubscription && (signals.guids[?role == 'client_id'] | [0].guid) || \`null\``,
    /** One role below the subscription is enough to see it. */
    hasNoRole: "signedInSubscription && principal && !(ownAssignments)",
    isRoleWrite: "mentions(not_null(action, ''), 'Microsoft.Authorization/roleAssignments/write')",
    isJoin: "matches(not_null(action, ''), '/(join|joinViaServiceEndpoint|assign)/action$')",
  },
  holds: `(${saysUnauthorized} || hasNoRole) && !said(${errorMatches("LinkedAuthorizationFailed|has permission to perform action", "data ?actions?[^a-z]")}) && scope && !said(isRoleWrite) && !said(isJoin) && grant.granted == \`false\` && (readable(elsewhere) || !readable(elsewhere)) && (heldBeside.properties.scope || \`true\`) && ${heldRoles} && ${eligibilityShown}`,
  layer: 6,
  explanation: {
    en: "Principal {{principal}} has no role assignment at {{scope}} or above that allows {{action}}.",
    ko: "보안 주체 {{principal}}에 {{scope}} 또는 상위 범위에서 {{action}} 작업을 허용하는 역할 할당이 없습니다.",
  },
  details: eligibilityDetails,
  ruledOut: {
    en: "Azure Resource Manager did not refuse the call for a missing role.",
    ko: "Azure Resource Manager가 역할 누락을 이유로 호출을 거부하지 않았습니다.",
  },
  // What is only to be made stands in no list: what it hangs on does.
  culprits: ["readableScope", "said(!exists(assignments)) && id_parent(readableScope)", "heldBeside.id"],
  actions: [
    activateRole,
    unlessEligible({
      title: { en: "Grant a role that allows the action", ko: "작업을 허용하는 역할 할당" },
      why: {
        en: "The least that fits: a built-in role of the service, or a custom role with {{action}}, at this scope.",
        ko: "이 범위에서 해당 서비스의 기본 제공 역할이나 {{action}}을(를) 포함한 사용자 지정 역할 중 최소 권한을 부여하세요.",
      },
      commands: [
        "az role assignment create --assignee-object-id {{principal}} --role Contributor --scope {{readableScope}}",
      ],
      config: "Microsoft.Authorization/roleAssignments",
      changes: true,
      needsRole: "User Access Administrator",
      effects: [roleEffect("readableScope", "b24988ac-6180-42a0-ab88-20f7382dd24c")],
      undo: "az role assignment delete --assignee {{principal}} --role Contributor --scope {{readableScope}}",
    }),
  ],
  verify: {
    text: {
      en: "The assignment is listed, and the call succeeds after a few minutes.",
      ko: "역할 할당이 표시되고 몇 분 후 호출이 성공합니다.",
    },
    commands: [
      "az role assignment list --assignee {{principal}} --scope {{readableScope}} --include-inherited --output table",
    ],
  },
};
