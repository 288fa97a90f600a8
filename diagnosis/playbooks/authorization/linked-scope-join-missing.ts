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

const joins =
  "(join|joinViaServiceEndpoint|joinLoadBalancer|joinNetworkSecurityGroup|sharedKeys|assign|use|share|PrivateEndpointConnectionsApproval)/action";
const saysLinked = `(${hasCode("LinkedAuthorizationFailed", "LinkedAccessCheckFailed", "LinkedInvalidPropertyId")} || ${errorMatches("linked scope", "linked subscription", "연결된 범위")} || (${saysUnauthorized} && ${errorMatches(`/${joins}`)}))`;

export const rbacLinkedScopeJoinMissing: Playbook = {
  code: "rbac.linked-scope-join-missing",
  title: text(
    "The principal may not join or use a linked resource in another scope",
    "보안 주체에 다른 범위의 연결된 리소스를 사용할 권한이 없습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting",
    "https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-subnet#permissions",
  ],
  raisedBy: saysLinked,
  needsTarget: false,
  competitors: ["rbac.deny-assignment", "lock.on-linked-resource"],
  reads: {
    ...authorizationReads,
    operations: {
      title: text("Operations of deployment {{id_name(deployment)}}", "배포 {{id_name(deployment)}}의 작업"),
      request: { kind: "arm", path: "{{deployment}}/operations" },
      when: "!(statedLinked) && !(statedJoin)",
      permission: "Microsoft.Resources/deployments/operations/read",
      optional: true,
    },
  },
  let: {
    ...authorizationFacts,
    deployment:
      "(signals.resourceIds[?type == 'microsoft.resources/deployments'] | [0].id) || find(request.error, '(/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/ ]{1,90}/providers/Microsoft[.]Resources/deployments/[A-Za-z0-9_.()-]{1,64})')",
    /** Logs cut long messages; the deployment keeps the whole one. */
    kept: "(readable(operations) && (not_null(operations.value, `[]`)[].[properties.statusMessage.error.message, properties.statusMessage.error.details[].message][][] | [?@ && matches(@, 'linked scope')] | [0])) || `null`",
    keptAction: `kept && find(kept, 'action[^A-Za-z]{1,8}s?[^A-Za-z]{1,4}([A-Za-z.]{3,60}/[A-Za-z/]{3,120}/action)')`,
    keptLinked: "kept && find(kept, 'linked scope[^/]{1,8}(/subscriptions/[^ ,]{10,400}[a-z0-9_)])')",
    quotedLinked: "find(request.error, 'linked scope[^/]{1,8}(/subscriptions/[^ ,]{10,400}[a-z0-9_)])')",
    /** Pipelines mask the subscription: the names that follow tell which resource it is, and which child of it. */
    linkedParts: "contains(not_null(quotedLinked, ''), '*') && split(quotedLinked, '/') || `[]`",
    linkedRow:
      "linkedParts[8] && (signals.resources[?same_text(name, $.linkedParts[8]) && same_text(resourceGroup, $.linkedParts[4])] | [0].id)",
    statedLinked:
      "contains(not_null(quotedLinked, ''), '*') ? (linkedRow && (linkedParts[9] ? join('/', [linkedRow, linkedParts[9], linkedParts[10]]) : linkedRow) || `null`) : quotedLinked",
    statedJoin: `signals.actions[?matches(action, '/${joins}$')] | [0]`,
    linkedAction: "statedJoin || (signals.actions[1]) || (signals.actions[0])",
    action: "statedJoin.action || keptAction || linkedAction.action",
    scope:
      "statedLinked || keptLinked || linkedAction.scope || (signals.resourceIds[1].id) || (signals.resourceIds[0].id)",
  },
  holds: `${saysLinked} && grant.granted == \`false\` && ${heldRoles} && ${eligibilityShown}`,
  layer: 6,
  explanation: text(
    "Principal {{principal}} may write the resource itself, but the resource uses {{scope}}, and there the principal lacks {{action}}. Azure checks the right on both.",
    "보안 주체 {{principal}}에 리소스 자체의 쓰기 권한은 있지만 리소스가 사용하는 {{scope}}에 {{action}} 권한이 없습니다. Azure는 양쪽 모두의 권한을 확인합니다.",
  ),
  details: eligibilityDetails,
  ruledOut: text(
    "The call was not refused for a linked resource, or the principal may use it.",
    "연결된 리소스 때문에 거부된 호출이 아니거나 보안 주체에 사용 권한이 있습니다.",
  ),
  culprits: ["scope"],
  actions: [
    activateRole,
    unlessEligible({
      title: text(
        "Grant a role with the action on the linked resource",
        "연결된 리소스에 작업을 포함한 역할 부여",
      ),
      why: text(
        "Network Contributor on the subnet for subnets/join/action, Managed Identity Operator on the identity for assign/action; or a custom role with {{action}} alone.",
        "subnets/join/action은 서브넷에 네트워크 기여자, assign/action은 ID에 관리 ID 운영자 역할을 부여하거나 {{action}}만 포함한 사용자 지정 역할을 사용하세요.",
      ),
      commands: [
        "az role assignment create --assignee-object-id {{principal}} --role 'Network Contributor' --scope {{scope}}",
      ],
      config: "Microsoft.Authorization/roleAssignments",
      changes: true,
      needsRole: "User Access Administrator at the linked resource",
      undo: "az role assignment delete --assignee {{principal}} --role 'Network Contributor' --scope {{scope}}",
      effects: [roleEffect("readableScope", "4d97b98b-1d4f-4787-a291-c67834d212e7")],
      when: "matches(action, 'microsoft.network/')",
    }),
    unlessEligible({
      title: text("Grant Website Contributor on the plan", "App Service 플랜에 웹 사이트 기여자 역할 부여"),
      why: text(
        "It carries {{action}}, which putting an app on the plan needs.",
        "플랜에 앱을 배치하는 데 필요한 {{action}}이(가) 포함되어 있습니다.",
      ),
      commands: [
        "az role assignment create --assignee-object-id {{principal}} --role 'Website Contributor' --scope {{scope}}",
      ],
      config: "Microsoft.Authorization/roleAssignments",
      changes: true,
      needsRole: "User Access Administrator at the plan",
      undo: "az role assignment delete --assignee {{principal}} --role 'Website Contributor' --scope {{scope}}",
      effects: [roleEffect("readableScope", "de139f84-1756-47ae-9be6-808fbbe84772")],
      when: "matches(action, 'microsoft.web/')",
    }),
    unlessEligible({
      title: text("Grant a role that carries {{action}}", "{{action}}이(가) 포함된 역할 부여"),
      why: text(
        "Contributor on the linked resource carries it; a custom role with this action alone is narrower.",
        "연결된 리소스의 기여자 역할에 포함되어 있으며 이 작업만 포함한 사용자 지정 역할이 더 좁은 범위입니다.",
      ),
      commands: [
        "az role assignment create --assignee-object-id {{principal}} --role Contributor --scope {{scope}}",
      ],
      config: "Microsoft.Authorization/roleAssignments",
      changes: true,
      needsRole: "User Access Administrator at the linked resource",
      undo: "az role assignment delete --assignee {{principal}} --role Contributor --scope {{scope}}",
      effects: [roleEffect("readableScope", "b24988ac-6180-42a0-ab88-20f7382dd24c")],
      when: "!matches(action, 'microsoft.network/|microsoft.web/|managedidentity')",
    }),
    unlessEligible({
      title: text("Grant Managed Identity Operator on the identity", "ID에 관리 ID 운영자 역할 부여"),
      why: text(
        "It carries {{action}}, which attaching a user-assigned identity needs.",
        "사용자 할당 ID를 연결하는 데 필요한 {{action}}이(가) 포함되어 있습니다.",
      ),
      commands: [
        "az role assignment create --assignee-object-id {{principal}} --role 'Managed Identity Operator' --scope {{scope}}",
      ],
      config: "Microsoft.Authorization/roleAssignments",
      changes: true,
      needsRole: "User Access Administrator at the identity",
      effects: [roleEffect("readableScope", "f1a07417-d97a-45cb-824c-7a7467783830")],
      when: "matches(action, 'managedidentity')",
    }),
  ],
  verify: {
    text: text(
      "The assignment is listed, and the operation succeeds.",
      "역할 할당이 표시되고 작업이 성공합니다.",
    ),
    commands: [
      "az role assignment list --assignee {{principal}} --scope {{scope}} --include-inherited --output table",
    ],
  },
};
