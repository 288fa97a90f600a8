import type { Playbook } from "../../playbook.ts";
import { activateRole, eligibilityDetails, eligibilityShown, unlessEligible } from "../activate-role.ts";
import { alsoShown } from "../also-shown.ts";
import { refusedByManagement } from "../error-text.ts";
import { targetOr } from "../resource-evidence.ts";
import { roleEffect } from "../role-effect.ts";
import { text } from "../text.ts";
import {
  aboutMessaging,
  messagingFacts,
  messagingReads,
  refusesMessaging,
  saysClaim,
  saysIpPrevented,
  saysLocalAuthOff,
  serviceBusType,
} from "./messaging-evidence.ts";

const refused = `${aboutMessaging} && ${refusesMessaging}`;
const base = {
  verdict: "azure",
  raisedBy: refused,
  target: `targets('${serviceBusType}')`,
  needsTarget: true,
  reads: messagingReads,
  let: messagingFacts,
} as const satisfies Partial<Playbook>;
const sources = [
  "https://learn.microsoft.com/azure/service-bus-messaging/service-bus-managed-service-identity",
  "https://learn.microsoft.com/azure/service-bus-messaging/service-bus-troubleshooting-guide",
];
const notOtherwise = `!said(${saysIpPrevented}) && !said(${saysLocalAuthOff}) && !said(${refusedByManagement})`;
const verify = {
  text: text(
    "The assignment is listed, and the next call succeeds.",
    "역할 할당이 표시되고 다음 호출이 성공합니다.",
  ),
  commands: [
    "az role assignment list --assignee {{principal}} --scope {{target.id}} --include-inherited --output table",
  ],
};
const grant = {
  title: text("Grant {{roleName}} on the namespace", "네임스페이스에 {{roleName}} 역할 할당"),
  why: text(
    "To the identity that connects; narrow it to the queue or topic where that is enough. It takes effect within about five minutes.",
    "실제로 연결하는 ID에 부여하고, 큐나 토픽 범위로 충분하면 좁히세요. 약 5분 안에 적용됩니다.",
  ),
  commands: [
    "az role assignment create --assignee-object-id {{principal}} --role {{roleName}} --scope {{target.id}}",
  ],
  config: "Microsoft.Authorization/roleAssignments on the namespace",
  changes: true,
  needsRole: "User Access Administrator",
  undo: "az role assignment delete --assignee {{principal}} --role {{roleName}} --scope {{target.id}}",
  effects: [roleEffect("target.id", "roleId")],
};

export const serviceBusRbacMissing: Playbook = {
  ...base,
  code: "servicebus.rbac-missing-data-role",
  title: text("The identity has no Service Bus data role", "ID에 Service Bus 데이터 역할이 없습니다"),
  sources,
  competitors: [
    "servicebus.firewall-deny",
    "servicebus.local-auth-disabled",
    "servicebus.rbac-wrong-principal",
    "servicebus.rbac-wrong-scope",
    "servicebus.sas-policy-missing-claim",
  ],
  holds: `isGranted == \`false\` && byIdentity && !said(length(grantedElsewhere) > \`0\`) && !grantedToOther && !said(namedHolder) && !said(grantedToNamesake) && ${notOtherwise} && !said(statedPolicy) && !said(byKeyOnly) && ${alsoShown("ownAssignments[0].properties.principalId", "ownAssignments[0].properties.roleDefinitionId", "namespace.properties.disableLocalAuth")} && ${eligibilityShown}`,
  layer: 6,
  explanation: text(
    "Identity {{principal}} holds no role on {{target.name}} that allows {{dataAction}}. Owner and Contributor manage the namespace and do not reach its messages.",
    "ID {{principal}}에 {{target.name}}에서 {{dataAction}} 작업을 허용하는 역할이 없습니다. 소유자와 기여자는 네임스페이스를 관리할 뿐 메시지에 접근할 수 없습니다.",
  ),
  details: eligibilityDetails,
  ruledOut: text(
    "The identity holds a data role for the operation, or the answer is not one that a missing role gives.",
    "ID에 해당 작업의 데이터 역할이 있거나 역할 누락으로 발생하는 응답이 아닙니다.",
  ),
  actions: [activateRole, unlessEligible(grant)],
  verify,
};

export const serviceBusRbacWrongScope: Playbook = {
  ...base,
  code: "servicebus.rbac-wrong-scope",
  title: text(
    "The data role is granted at a scope where the operation does not happen",
    "작업이 일어나지 않는 범위에 데이터 역할이 할당되어 있습니다",
  ),
  sources,
  competitors: [
    "servicebus.firewall-deny",
    "servicebus.local-auth-disabled",
    "servicebus.rbac-missing-data-role",
  ],
  holds: `length(grantedElsewhere) > \`0\` && ${alsoShown("grantedElsewhere[0].properties.scope", "grantedElsewhere[0].properties.principalId")} && isGranted == \`false\` && byIdentity && !said(grantedToNamesake) && ${notOtherwise} && ${eligibilityShown}`,
  layer: 6,
  explanation: text(
    "Identity {{principal}} has a Service Bus data role at {{grantedElsewhere[0].properties.scope}}, which does not cover what the code uses on {{target.name}}.",
    "ID {{principal}}의 Service Bus 데이터 역할은 {{grantedElsewhere[0].properties.scope}}에 있어 코드가 사용하는 {{target.name}}의 항목에는 적용되지 않습니다.",
  ),
  details: eligibilityDetails,
  ruledOut: text(
    "The identity has no data role at another scope.",
    "다른 범위에 ID의 데이터 역할이 없습니다.",
  ),
  culprits: ["carrier.id", "grantedElsewhere[0].id"],
  actions: [activateRole, unlessEligible(grant)],
  verify,
};

export const serviceBusRbacWrongPrincipal: Playbook = {
  ...base,
  code: "servicebus.rbac-wrong-principal",
  title: text(
    "The data role is granted to another principal than the one that connects",
    "실제로 연결하는 보안 주체가 아닌 다른 보안 주체에 데이터 역할이 할당되어 있습니다",
  ),
  sources,
  competitors: [
    "servicebus.firewall-deny",
    "servicebus.local-auth-disabled",
    "servicebus.rbac-missing-data-role",
  ],
  holds: `(grantedToOther || namedHolder || grantedToNamesake) && isGranted == \`false\` && byIdentity && ${notOtherwise} && ${alsoShown("ownIdentity[1].principalId", "heldHere[0].properties.principalId", "namespace.properties.disableLocalAuth")}`,
  layer: 6,
  explanation: text(
    "{{app.name}} connects as {{principal}}, but the data role on {{target.name}} belongs to another identity ({{namedHolder.name || namesake.name || join(', ', otherIdentities)}}).",
    "{{app.name}}은(는) {{principal}}(으)로 연결하지만 {{target.name}}의 데이터 역할은 다른 ID({{namedHolder.name || namesake.name || join(', ', otherIdentities)}})에 있습니다.",
  ),
  ruledOut: text(
    "No identity that is easily mistaken for the connecting one holds the role instead.",
    "연결하는 ID와 혼동하기 쉬운 다른 ID에 역할이 대신 할당되어 있지 않습니다.",
  ),
  culprits: ["app.id", "namedHolder.id", "namesake.id"],
  actions: [
    grant,
    {
      title: text(
        "Or let the code pick the identity that has the role",
        "또는 코드가 역할이 있는 ID를 사용하도록 설정",
      ),
      why: text(
        "AZURE_CLIENT_ID (or the connection's clientId) chooses among user-assigned identities.",
        "AZURE_CLIENT_ID(또는 연결의 clientId)로 사용자 할당 ID를 선택합니다.",
      ),
      commands: ["az resource show --ids {{app.id}} --query identity"],
      config: "AZURE_CLIENT_ID",
      changes: false,
    },
  ],
  verify,
};

export const serviceBusLocalAuthDisabled: Playbook = {
  ...base,
  code: "servicebus.local-auth-disabled",
  title: text(
    "SAS authentication is disabled on the namespace and the client uses it",
    "네임스페이스에서 SAS 인증이 꺼져 있는데 클라이언트가 SAS를 사용합니다",
  ),
  sources: ["https://learn.microsoft.com/azure/service-bus-messaging/disable-local-authentication"],
  target: targetOr(serviceBusType, saysLocalAuthOff),
  competitors: ["servicebus.firewall-deny", "servicebus.sas-policy-missing-claim"],
  holds: `namespace.properties.disableLocalAuth == \`true\` && (${saysLocalAuthOff} || statedPolicy && !said(usesIdentity) && !said(${saysIpPrevented}))`,
  layer: 5,
  explanation: text(
    "{{target.name}} accepts Microsoft Entra tokens only (disableLocalAuth is true); the client signs in with a shared access key.",
    "{{target.name}}은(는) Microsoft Entra 토큰만 허용하는데(disableLocalAuth가 true) 클라이언트가 공유 액세스 키로 인증합니다.",
  ),
  ruledOut: text(
    "{{target.name}} accepts SAS, or the client does not use it.",
    "{{target.name}}이(가) SAS를 허용하거나 클라이언트가 SAS를 사용하지 않습니다.",
  ),
  actions: [
    {
      title: text("Let the client use a managed identity", "클라이언트가 관리 ID를 사용하도록 변경"),
      why: text(
        "Fully qualified namespace and DefaultAzureCredential in place of the connection string; then the identity needs a data role.",
        "연결 문자열 대신 정규화된 네임스페이스와 DefaultAzureCredential을 사용하고 ID에 데이터 역할을 부여하세요.",
      ),
      commands: [
        "az servicebus namespace show --resource-group {{target.resourceGroup}} --name {{target.name}} --query disableLocalAuth",
      ],
      config: "ServiceBus__fullyQualifiedNamespace",
      changes: false,
    },
    {
      title: text("Or allow SAS again", "또는 SAS 인증 다시 허용"),
      why: text("Only where no policy forbids it.", "금지하는 정책이 없을 때만 가능합니다."),
      commands: [
        "az servicebus namespace update --resource-group {{target.resourceGroup}} --name {{target.name}} --disable-local-auth false",
      ],
      config: "Microsoft.ServiceBus/namespaces: properties.disableLocalAuth",
      changes: true,
      needsRole: "Contributor",
      undo: "az servicebus namespace update --resource-group {{target.resourceGroup}} --name {{target.name}} --disable-local-auth true",
      effects: [{ kind: "set", id: "{{target.id}}", values: { "/properties/disableLocalAuth": "false" } }],
    },
  ],
  verify: {
    text: text("The client connects.", "클라이언트가 연결됩니다."),
    commands: [
      "az servicebus namespace show --resource-group {{target.resourceGroup}} --name {{target.name}} --query disableLocalAuth",
    ],
  },
};

/** A policy stands on the namespace, or on one queue or topic of it. */
function addClaim(level: string, entity: string, when: string): Playbook["actions"][number] {
  const update = `az servicebus ${level} authorization-rule update --resource-group {{target.resourceGroup}} --namespace-name {{target.name}}${entity} --name {{policyName}} --rights {{policy.properties.rights}}`;
  return {
    title: text("Or add the claim to the policy", "또는 정책에 클레임 추가"),
    why: text(
      "Everyone who has a key of {{policyName}} may then do it too.",
      "{{policyName}} 키를 가진 모든 클라이언트가 이 작업을 할 수 있게 됩니다.",
    ),
    commands: [`${update} {{claim}}`],
    config: "Microsoft.ServiceBus/namespaces/AuthorizationRules: properties.rights",
    changes: true,
    needsRole: "Contributor",
    undo: update,
    effects: [{ kind: "append", id: "{{policy.id}}", values: { "/properties/rights": "claim" } }],
    when,
  };
}

export const serviceBusSasClaim: Playbook = {
  ...base,
  code: "servicebus.sas-policy-missing-claim",
  title: text(
    "The shared access policy lacks the claim that the operation needs",
    "공유 액세스 정책에 작업에 필요한 클레임이 없습니다",
  ),
  sources: ["https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas"],
  raisedBy: `${aboutMessaging} && (${saysClaim} || ${refusesMessaging})`,
  competitors: ["servicebus.local-auth-disabled", "servicebus.firewall-deny"],
  let: {
    ...messagingFacts,
    claim:
      "find(request.error, '(Send|Listen|Manage)(?:,Entity[A-Za-z]{4,5})?.{0,3} claim') || (matches(request.error, 'SubCode=40100|unauthorized access for .{1,40} operation') && 'Manage') || (sends && 'Send' || 'Listen')",
    lacking: "policies.value[?!mentions(properties.rights, $.claim)]",
    /** The entity's own policy comes before a namesake of the namespace. */
    ofEntity: "policyName && entityPolicies[].value[] | [?name == $.policyName] | [0]",
    /** The answer is the same for a key and for an identity: without either in sight, a policy that lacks the claim may be it. */
    policyName: `statedPolicy || (${saysClaim} && !said(usesIdentity) && length(not_null(lacking, \`[]\`)) > \`0\` && needed(statedPolicy, 'how the client signs in: with which shared access policy, or with which identity', '클라이언트의 인증 방식: 어떤 공유 액세스 정책 또는 어떤 ID')) || \`null\``,
    ofNamespace: "policyName && policies.value[?name == $.policyName] | [0]",
    policy: "said(readable(entityPolicies) && ofEntity) || ofNamespace",
    entityKind: "policy && find(policy.id, '/(queues|topics|eventhubs)/')",
    entityName: "policy && find(policy.id, '/(?:queues|topics|eventhubs)/([^/]{1,260})/')",
  },
  holds: `namespace.properties.disableLocalAuth != \`true\` && policy.name && !mentions(policy.properties.rights, claim) && ${alsoShown("policy.properties.rights[0]", "policy.properties.rights[1]")} && !said(${saysIpPrevented})`,
  layer: 6,
  explanation: text(
    "The client signs in with the policy {{policyName}}, whose rights are {{join(', ', policy.properties.rights)}}; the operation needs {{claim}}.",
    "클라이언트는 정책 {{policyName}}(으)로 인증하는데 권한은 {{join(', ', policy.properties.rights)}}이며 작업에는 {{claim}} 권한이 필요합니다.",
  ),
  ruledOut: text(
    "The policy has the claim, or none is used.",
    "정책에 클레임이 있거나 정책을 사용하지 않습니다.",
  ),
  culprits: ["policy.id"],
  actions: [
    {
      title: text("Use a policy with the right claim", "필요한 클레임이 있는 정책 사용"),
      why: text(
        "Make one policy for each role of the application; Manage includes Send and Listen.",
        "애플리케이션의 역할별로 정책을 만드세요. Manage에는 Send와 Listen이 포함됩니다.",
      ),
      commands: [
        "az servicebus namespace authorization-rule create --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --name app-{{lower(claim)}} --rights {{claim}}",
      ],
      config: "Microsoft.ServiceBus/namespaces/AuthorizationRules: properties.rights",
      changes: true,
      needsRole: "Contributor",
      undo: "az servicebus namespace authorization-rule delete --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --name app-{{lower(claim)}}",
    },
    addClaim("namespace", "", "!entityKind"),
    addClaim("queue", " --queue-name {{entityName}}", "entityKind == 'queues'"),
    addClaim("topic", " --topic-name {{entityName}}", "entityKind == 'topics'"),
  ],
  verify: {
    text: text("The operation succeeds with the new policy.", "새 정책으로 작업이 성공합니다."),
    commands: [
      "az servicebus namespace authorization-rule list --resource-group {{target.resourceGroup}} --namespace-name {{target.name}} --output table",
    ],
  },
};
