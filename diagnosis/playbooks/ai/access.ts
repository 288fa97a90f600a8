import type { Playbook } from "../../playbook.ts";
import { activateRole, eligibilityDetails, eligibilityShown, unlessEligible } from "../activate-role.ts";
import { eligibilityFacts, eligibilityReads } from "../eligibility-evidence.ts";
import { errorMatches, hasCode, refusedCall } from "../error-text.ts";
import { roleEffect } from "../role-effect.ts";
import { roleFacts, roleReads } from "../role-evidence.ts";
import { text } from "../text.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";
import { accountReads, concernsAi } from "./account-evidence.ts";

const saysNoAction = `(${errorMatches("lacks (?:the )?required data actions?", "does not have .{0,40}permission.{0,40}data ?action", "principal does not have access to api/operation", "lacks permission.{0,40}Microsoft.CognitiveServices")} || ${hasCode("PermissionDenied")})`;

export const aiMissingDataAction: Playbook = {
  code: "ai.rbac-missing-data-action",
  title: text(
    "The identity lacks the role with the AI data action it calls",
    "ID에 호출하는 AI 데이터 작업을 허용하는 역할이 없습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/role-based-access-control",
    "https://learn.microsoft.com/azure/ai-foundry/concepts/rbac-azure-ai-foundry",
  ],
  raisedBy: `${concernsAi} && (${saysNoAction} || ${refusedCall})`,
  target:
    "targets('microsoft.cognitiveservices/accounts') || targets('microsoft.cognitiveservices/accounts/projects') || targets('microsoft.machinelearningservices/workspaces') || (length(signals.guids[?role == 'object_id' && starts_with(pointer, '/error')]) > `0` && candidates('microsoft.cognitiveservices/accounts')) || `[]`",
  needsTarget: true,
  competitors: ["openai.public-access-disabled", "openai.wrong-endpoint-with-network-rules"],
  reads: { ...accountReads, ...workloadReads, ...roleReads, ...eligibilityReads },
  let: {
    ...workloadFacts,
    ...roleFacts,
    loggedPrincipal: "`null`",
    loggedAddress: "`null`",
    /** Refused without the reason: a token was sent, and no network rule stands in the way. */
    byIdentity:
      "sent_matches('DefaultAzureCredential', 'ManagedIdentityCredential', 'TokenProvider', 'managed identity', '관리 ID')",
    isOpen:
      "!same_text(account.properties.publicNetworkAccess, 'Disabled') && !same_text(account.properties.networkAcls.defaultAction, 'Deny')",
    dataAction:
      "(signals.actions[?matches(action, 'CognitiveServices|MachineLearningServices')] | [0].action) || (said(sent_matches('AIProjectClient', 'azure[.-]ai[.-](agents|projects)', 'api/projects', 'PersistentAgents', 'Foundry.{0,40}(agent|project)')) && 'Microsoft.CognitiveServices/accounts/AIServices/agents/write') || 'Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action'",
    /** The least built-in role with the action. */
    roleName:
      "matches(dataAction, '/OpenAI/') && 'Cognitive Services OpenAI User' || matches(dataAction, '/AIServices/|MachineLearningServices') && 'Azure AI User' || 'Cognitive Services User'",
    roleId:
      "matches(dataAction, '/OpenAI/') && '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd' || matches(dataAction, '/AIServices/|MachineLearningServices') && '53ca6127-db72-4b80-b1b0-d745d6d5456d' || 'a97b65f3-24c7-4388-baec-2e87135dc908'",
    groupsOfCaller:
      "principal && readable(groupMembers) && not_null(groupMembers, `[]`)[?length(value[?same_text(id, $.principal)]) > `0`] || `[]`",
    grant: "access(assignments, definitions, principal, dataAction, target.id, 'data')",
    ...eligibilityFacts({ at: "target.id", scope: "target.id", action: "dataAction", kind: "data" }),
  },
  holds: `(${saysNoAction} || byIdentity && isOpen) && !(${errorMatches("public access is disabled", "virtual network/firewall")}) && principal && (mentions(request.error, dataAction) || \`true\`) && grant.granted == \`false\` && length(groupsOfCaller) == \`0\` && (ownAssignments[0].properties.roleDefinitionId || \`true\`) && (ownAssignments[0].properties.principalId || \`true\`) && (ownAssignments[1].properties.principalId || \`true\`) && ${eligibilityShown}`,
  layer: 6,
  explanation: text(
    "Principal {{principal}} has no role at {{target.name}} or above that carries the data action {{dataAction}}. Owner, Contributor and Cognitive Services Contributor manage the account, but carry no data action for inference.",
    "보안 주체 {{principal}}에 {{target.name}} 또는 상위 범위에서 데이터 작업 {{dataAction}}을(를) 허용하는 역할이 없습니다. 소유자, 기여자, Cognitive Services 기여자 역할은 계정을 관리할 뿐 추론 데이터 작업을 포함하지 않습니다.",
  ),
  details: eligibilityDetails,
  ruledOut: text(
    "The service did not refuse the call for a missing data action, or the identity has it.",
    "서비스가 데이터 작업 누락을 이유로 거부하지 않았거나 ID에 해당 권한이 있습니다.",
  ),
  actions: [
    activateRole,
    unlessEligible({
      title: text("Grant {{roleName}} on the account", "계정에 {{roleName}} 역할 할당"),
      why: text(
        "Cognitive Services OpenAI User for calls to models; Azure AI User for agents and projects of Foundry; Cognitive Services User for the other AI services. It takes a few minutes to work.",
        "모델 호출에는 Cognitive Services OpenAI User, Foundry의 에이전트와 프로젝트에는 Azure AI User, 그 밖의 AI 서비스에는 Cognitive Services User 역할을 사용하세요. 적용까지 몇 분이 걸립니다.",
      ),
      commands: [
        "az role assignment create --assignee-object-id {{principal}} --role {{roleName}} --scope {{target.id}}",
      ],
      config: "Microsoft.Authorization/roleAssignments",
      changes: true,
      needsRole: "Role Based Access Control Administrator",
      effects: [roleEffect("target.id", "roleId")],
      undo: "az role assignment delete --assignee {{principal}} --role {{roleName}} --scope {{target.id}}",
    }),
  ],
  verify: {
    text: text(
      "The assignment is listed, and the call is answered.",
      "역할 할당이 표시되고 호출이 성공합니다.",
    ),
    commands: [
      "az role assignment list --assignee {{principal}} --scope {{target.id}} --include-inherited --output table",
    ],
  },
};
