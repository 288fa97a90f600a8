import type { Playbook, PlaybookRead } from "../../playbook.ts";
import { anyTextRaises, errorMatches, hasCode, refusedCall } from "../error-text.ts";
import {
  aboutStorage,
  signsOverSmb,
  storageFacts,
  storageReads,
  storageTarget,
} from "../storage/storage-evidence.ts";
import { text } from "../text.ts";

/** Also what the cause without a policy is told apart by. */
export const sharedKeyPolicies: PlaybookRead = {
  title: text("Policies that act on {{target.name}}", "{{target.name}}에 적용되는 정책"),
  request: {
    kind: "resource_graph",
    query:
      "policyresources | where type =~ 'microsoft.policyinsights/policystates' | where properties.resourceId =~ '{{target.id}}' | project id, name, type, properties",
  },
  permission: "Microsoft.PolicyInsights/policyStates/queryResults/read",
};

/** Nothing is evaluated yet where an account is new: then the assignments that reach it, and what they write. */
export const policiesThatReach: PlaybookRead = {
  title: text("Policy assignments that reach {{target.name}}", "{{target.name}}에 적용되는 정책 할당"),
  request: { kind: "arm", path: "{{target.id}}/providers/Microsoft.Authorization/policyAssignments" },
  when: "length(not_null(states.data, `[]`)) == `0`",
  permission: "Microsoft.Authorization/policyAssignments/read",
  optional: true,
};

export const sharedKeyDefinitions: PlaybookRead = {
  title: text("Policy definition {{id_name(item)}}", "정책 정의 {{id_name(item)}}"),
  request: { kind: "arm", path: "{{item}}" },
  each: "readable(reaching) && distinct(not_null(reaching.value, `[]`)[?properties.enforcementMode != 'DoNotEnforce' && contains(lower(not_null(properties.policyDefinitionId, '')), '/policydefinitions/')].properties.policyDefinitionId) || `[]`",
  permission: "Microsoft.Authorization/policyDefinitions/read",
  optional: true,
};

export const sharedKeyPolicyFacts: NonNullable<Playbook["let"]> = {
  writer:
    "readable(definitions) && not_null(definitions, `[]`)[?matches(to_string(not_null(properties.policyRule.then.details.operations, '')), 'allowSharedKeyAccess')] | [0]",
  reachingAssignment:
    "readable(reaching) && writer.id && not_null(reaching.value, `[]`)[?same_id(properties.policyDefinitionId, $.writer.id)] | [0]",
};

export const policyModifySharedKey: Playbook = {
  code: "policy.modify-shared-key",
  title: text(
    "A policy turns shared-key access off at write time",
    "정책이 쓰기 시점에 공유 키 액세스를 끕니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/governance/policy/concepts/effect-modify",
    "https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent",
  ],
  raisedBy: `${hasCode("KeyBasedAuthenticationNotPermitted")} || ${errorMatches("key.?based (auth|access)[a-z]{0,15}.{0,60}(not permitted|disabled|not allowed)", "allow_?shared_?key_?access|shared_access_key_enabled", "shared.?key.{0,60}(disabled|not permitted|turned off|off again)", "(공유 키|계정 키|키 액세스).{0,60}(꺼|비활성|거부|사용 안)")} || ${aboutStorage} && (${signsOverSmb} || ${refusedCall} && ${anyTextRaises("AccountKey=|SharedKeyCredential|NamedKeyCredential|account[_-]?key")})`,
  target: storageTarget,
  needsTarget: true,
  competitors: ["storage.network-rule-deny"],
  reads: {
    ...storageReads,
    states: sharedKeyPolicies,
    reaching: policiesThatReach,
    definitions: sharedKeyDefinitions,
    assignment: {
      title: text("Policy assignment {{id_name(assignmentId)}}", "정책 할당 {{id_name(assignmentId)}}"),
      request: { kind: "arm", path: "{{assignmentId}}" },
      permission: "Microsoft.Authorization/policyAssignments/read",
      optional: true,
    },
    events: {
      title: text("Policy actions on {{target.name}}", "{{target.name}}에 대한 정책 작업"),
      request: {
        kind: "arm",
        path: "/subscriptions/{{target.subscriptionId}}/providers/Microsoft.Insights/eventtypes/management/values",
        query: {
          $filter:
            "eventTimestamp ge '{{days_before(signals.observedAt, `7`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `30`)}}' and resourceUri eq '{{target.id}}'",
        },
      },
      permission: "Microsoft.Insights/eventtypes/values/Read",
      optional: true,
    },
  },
  let: {
    ...storageFacts,
    modifying: "not_null(states.data, `[]`)[?same_text(properties.policyDefinitionAction, 'modify')]",
    ...sharedKeyPolicyFacts,
    assignmentId: "modifying[0].properties.policyAssignmentId || reachingAssignment.id || `null`",
    assignmentSettled: "readable(assignment) || !(readable(assignment))",
    modified:
      "readable(events) && not_null(events.value, `[]`)[?same_text(operationName.value, 'Microsoft.Authorization/policies/modify/action')] || `[]`",
  },
  holds:
    "account.properties.allowSharedKeyAccess == `false` && (keyIsRefused) && (length(modifying) > `0` || length(modified) > `0` || (writer.properties.policyRule.then.effect && reachingAssignment.id)) && assignmentSettled && (said(readable(assignment) && assignment.properties.policyDefinitionId) || `true`)",
  layer: 5,
  explanation: text(
    "A policy with the effect modify sets allowSharedKeyAccess to false on {{target.name}} each time it is written. The template's own value is overwritten, so the key is refused although the template allows it.",
    "modify 효과의 정책이 {{target.name}}을(를) 쓸 때마다 allowSharedKeyAccess를 false로 설정합니다. 템플릿의 값이 덮어써지므로 템플릿에서 허용해도 키가 거부됩니다.",
  ),
  ruledOut: text(
    "No policy with the effect modify acts on {{target.name}}.",
    "{{target.name}}에 적용되는 modify 효과의 정책이 없습니다.",
  ),
  culprits: ["modifying[].properties.policyAssignmentId", "assignmentId", "writer.id"],
  actions: [
    {
      title: text("Use Microsoft Entra ID in place of the key", "키 대신 Microsoft Entra ID 사용"),
      why: text(
        "What the policy wants: for a deployment script a user-assigned identity with a storage data role; for apps a managed identity.",
        "정책의 의도에 맞는 방법입니다. 배포 스크립트는 스토리지 데이터 역할이 있는 사용자 할당 ID를, 앱은 관리 ID를 사용하세요.",
      ),
      commands: ["az policy state list --resource {{target.id}} --output table"],
      changes: false,
    },
    {
      title: text("Or ask for an exemption", "또는 정책 예외 요청"),
      why: text(
        "The owners of the policy can exempt this account; then allow shared keys again.",
        "정책 담당자가 이 계정을 예외로 처리할 수 있으며, 그 후 공유 키를 다시 허용하세요.",
      ),
      commands: [
        "az policy exemption create --name shared-key --exemption-category Waiver --scope {{target.id}} --policy-assignment {{modifying[0].properties.policyAssignmentId}}",
      ],
      config: "Microsoft.Authorization/policyExemptions",
      changes: true,
      needsRole: "Resource Policy Contributor",
      undo: "az policy exemption delete --name shared-key --scope {{target.id}}",
      when: "length(modifying) > `0`",
    },
  ],
  verify: {
    text: text(
      "After a deployment the property keeps the value that was asked for.",
      "배포 후에도 속성이 요청한 값을 유지합니다.",
    ),
    commands: [
      "az storage account show --name {{target.name}} --resource-group {{target.resourceGroup}} --query allowSharedKeyAccess",
    ],
  },
};
