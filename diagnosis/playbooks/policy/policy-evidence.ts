import type { Playbook } from "../../playbook.ts";
import { errorMatches, errorMentions, hasCode } from "../error-text.ts";
import {
  hiddenMatches,
  hiddenRefusalFacts,
  hiddenRefusalReads,
  hidesRefusal,
} from "../arm/hidden-refusal.ts";
import { text } from "../text.ts";

/** In the words of people and of the portal; policies for access, retries or CORS are others. */
const isTold = `${errorMatches(
  "(denied|disallowed|blocked|rejected|refused|prohibited|stopped) .{0,30}\\bpolic(y|ies)\\b",
  "polic(y|ies) .{0,40}(den(y|ies|ied)|disallow|block|reject|violat|not compliant|non-?compliant|does not meet)",
  "(requirements|violation) of .{0,10}polic(y|ies)",
  "azure policy|정책.{0,40}(거부|차단|위반|허용되지|허용하지|막)",
  "admission webhook .{0,80}denied the request: .{0,4}azurepolicy-",
)} && !${errorMatches("(cors|access|retry|network|password|execution|authorization|firewall|lifecycle|immutab[a-z]{2,6}|content|retention|safety)[- _]?(filter )?polic", "content security policy|조건부 액세스|액세스 정책")}`;

export const saysPolicy = `(${isTold} || ${hasCode("RequestDisallowedByPolicy", "PolicyViolation", "RequestDisallowedByAzure")} || ${errorMentions("disallowed by policy", "disallowed by azure", "because of policy violation", "정책에 의해 허용되지 않", "정책에서 허용되지 않")})`;

export const raisesPolicy = `(${saysPolicy} || ${hidesRefusal})`;
/** A policy refused: as the request says, or as the deployment does that it only names. */
export const refusedByPolicy = `(${saysPolicy} || ${hiddenMatches("RequestDisallowedByPolicy|disallowed by policy")})`;

/** The assignments that reach the request, and the rule of the one that refused it. */
export const policyReads: Playbook["reads"] = {
  ...hiddenRefusalReads,
  assignments: {
    title: text("Policy assignments that reach {{policyScope}}", "{{policyScope}}에 적용되는 정책 할당"),
    request: { kind: "arm", path: "{{policyScope}}/providers/Microsoft.Authorization/policyAssignments" },
    permission: "Microsoft.Authorization/policyAssignments/read",
  },
  /** Each refusal stands in the Activity Log with the assignment that made it. */
  refusals: {
    title: text("Refusals by policy in the Activity Log", "활동 로그의 정책 거부 기록"),
    request: {
      kind: "arm",
      path: "/subscriptions/{{subscriptionId}}/providers/Microsoft.Insights/eventtypes/management/values",
      query: {
        $filter:
          "eventTimestamp ge '{{hours_before(signals.observedAt, `6`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `30`)}}'",
      },
    },
    when: "!(statedAssignment) && !(said(byMessage[0])) && !(said(byName[0]))",
    permission: "Microsoft.Insights/eventtypes/values/Read",
    optional: true,
  },
  assignment: {
    title: text("Policy assignment {{id_name(assignmentId)}}", "정책 할당 {{id_name(assignmentId)}}"),
    request: { kind: "arm", path: "{{assignmentId}}" },
    permission: "Microsoft.Authorization/policyAssignments/read",
  },
  definition: {
    title: text("Policy definition {{id_name(definitionId)}}", "정책 정의 {{id_name(definitionId)}}"),
    request: { kind: "arm", path: "{{definitionId}}" },
    permission: "Microsoft.Authorization/policyDefinitions/read",
  },
  member: {
    title: text("Policy definition {{id_name(memberId)}}", "정책 정의 {{id_name(memberId)}}"),
    request: { kind: "arm", path: "{{memberId}}" },
    permission: "Microsoft.Authorization/policyDefinitions/read",
    optional: true,
  },
  members: {
    title: text("Policy definition {{id_name(item)}}", "정책 정의 {{id_name(item)}}"),
    request: { kind: "arm", path: "{{item}}" },
    each: "memberIds",
    permission: "Microsoft.Authorization/policyDefinitions/read",
    optional: true,
  },
};

/** The value of the parameter that an expression such as `[parameters('effect')]` names, else the text itself. */
const parameterOr = (value: string, given: string, defaults: string) =>
  `(said(starts_with(not_null(${value}, ''), '[')) ? let $name = find(${value}, 'parameters[(].([A-Za-z0-9_]{1,80})') in (items(not_null(${given}, \`{}\`))[?[0] == $name] | [0][1].value) || (items(not_null(${defaults}, \`{}\`))[?[0] == $name] | [0][1].defaultValue) : ${value})`;

export const policyFacts: NonNullable<Playbook["let"]> = {
  ...hiddenRefusalFacts,
  subscriptionId:
    "signals.subscriptionIds[0] || id_subscription(not_null(signals.resourceIds[0].id, '')) || (length(subscriptions.value) == `1` && subscriptions.value[0].subscriptionId) || `null`",
  /** Assignments on a resource group are found from the group. */
  policyScope:
    "said(signals.resources[?type == 'microsoft.resources/subscriptions/resourcegroups' && matchedBy != 'neighbour' && (!($.subscriptionId) || same_text(subscriptionId, $.subscriptionId))] | [0].id) || subscriptionId && join('', ['/subscriptions/', subscriptionId])",
  statedAssignment:
    "(signals.resourceIds[?type == 'microsoft.authorization/policyassignments'] | [0].id) || find(not_null(hiddenText, ''), '((?:/subscriptions/[0-9a-f-]{36}(?:/resourceGroups/[a-z0-9_.()-]{1,90})?|/providers/Microsoft.Management/managementGroups/[a-z0-9_.()-]{1,90})/providers/Microsoft.Authorization/policyAssignments/[a-z0-9_.()-]{1,128})')",
  statedDefinition:
    "find(request.error, '((?:/subscriptions/[0-9a-f-]{36}|/providers/Microsoft.Management/managementGroups/[a-z0-9_.()-]{1,90})?/providers/Microsoft.Authorization/policyDefinitions/[a-z0-9_.()-]{1,120})')",
  enforced: "assignments.value[?properties.enforcementMode != 'DoNotEnforce']",
  byMessage:
    "enforced[?length(not_null(properties.nonComplianceMessages, `[]`)[?message && mentions($.request.error, message)]) > `0`]",
  byName:
    "enforced[?(properties.displayName && mentions($.request.error, properties.displayName)) || matches($.request.error, join('', ['policyassignments/', name]))]",
  /** Where the refusal names none: the only one there is, beside Defender's own, which denies nothing. */
  alone:
    "said(length(enforced[?name != 'SecurityCenterBuiltIn']) == `1`) && enforced[?name != 'SecurityCenterBuiltIn'] | [0] || `null`",
  refused:
    "readable(refusals) && not_null(refusals.value, `[]`)[?matches(operationName.value, 'policies/deny/action') && properties.policies || matches(not_null(properties.statusMessage, ''), 'policyAssignments/')] || `[]`",
  /** Of the resource that the error names, else the only one that there was. */
  refusal:
    "(refused[?mentions($.request.error, id_name(resourceId))] | [0]) || said(length(refused) == `1`) && refused[0] || `null`",
  loggedId: `find(not_null(refusal.properties.policies, ''), '"policyAssignmentId[^A-Za-z0-9/]{3,8}(/[^" ]{20,400}/policyAssignments/[A-Za-z0-9_.()-]{1,120})') || find(not_null(refusal.properties.statusMessage, ''), '"(/[^" ]{20,200}/policyAssignments/[A-Za-z0-9_.()-]{1,120})')`,
  /** The log gives the name beside the ID, or alone; names are told apart by their scope only. */
  loggedName: `find(not_null(refusal.properties.policies, ''), '"policyAssignmentName" ?: ?"([^"]{1,128})"')`,
  byLog:
    "loggedId && (enforced[?same_id(id, $.loggedId)] | [0]) || loggedName && said(length(enforced[?same_text(name, $.loggedName)]) == `1`) && (enforced[?same_text(name, $.loggedName)] | [0])",
  found: "said(byMessage[0]) || said(byName[0]) || said(byLog) || said(alone)",
  assignmentId: "statedAssignment || found.id || loggedId",
  definitionId: "statedDefinition || assignment.properties.policyDefinitionId",
  /** Of an initiative, the member that refused: as the refusal's own message says, where it has one. */
  memberReference: `(found.properties.nonComplianceMessages[?message && mentions($.request.error, message)] | [0].policyDefinitionReferenceId) || find(not_null(refusal.properties.policies, ''), '"policyDefinitionReferenceId" ?: ?"([^"]{1,200})"')`,
  memberId:
    "memberReference && definition.properties.policyDefinitions[?policyDefinitionReferenceId == $.memberReference] | [0].policyDefinitionId",
  setMembers: "not_null(definition.properties.policyDefinitions, `[]`)",
  /** A few members can all be looked at; of many, only the refusal itself tells which. */
  memberIds:
    "!memberReference && length(setMembers) > `0` && said(length(setMembers) <= `6`) && distinct(setMembers[].policyDefinitionId) || `[]`",
  /** Those of them that deny: by their own effect, or by the parameter that the initiative or the assignment sets. */
  denying: `readable(members) && not_null(members, \`[]\`)[?let $id = id in let $own = properties.parameters in let $set = ($.setMembers[?same_id(policyDefinitionId, $id)] | [0].parameters) in let $stated = ${parameterOr("properties.policyRule.then.effect", "$set", "$own")} in same_text(${parameterOr("not_null($stated, '')", "$.parameters", "$.definition.properties.parameters")}, 'deny')] || \`[]\``,
  policyRule:
    "definition.properties.policyRule || said(member.properties.policyRule) || said(length(denying) == `1` && denying[0].properties.policyRule) || `null`",
  /** A refusal that names no assignment is not of one that only audits or writes. */
  statedEffect: `${parameterOr("definition.properties.policyRule.then.effect", "parameters", "definition.properties.parameters")}`,
  isHarmless:
    "!(statedAssignment) && said(matches(not_null(statedEffect, ''), '^(audit|auditifnotexists|disabled|deployifnotexists|append|modify)$'))",
  hasRule: "exists(policyRule)",
  knowsRule:
    "exists(needed(policyRule, 'which policy of the initiative refused (policyDefinitionReferenceId of the refusal)', '이니셔티브의 어떤 정책이 거부했는지 (거부 응답의 policyDefinitionReferenceId)'))",
  rule: "to_string(not_null(policyRule.if, ''))",
  /** A property of one type, such as `Microsoft.Storage/storageAccounts/minimumTlsVersion`; a tag beside it only exempts. */
  asksProperty: 'matches(rule, \'"field":"microsoft[.][a-z.]{2,60}/[a-z]{2,60}/[a-z]\')',
  asksLocation:
    'said(matches(rule, \'"field":"location"\')) || said(matches(request.error, \'allowed locations?|허용되는 위치|"?path"?: ?"?location\'))',
  asksTag:
    "said(matches(rule, '(\"field\":\"|[(]..?)tags|tags[[]')) || said(matches(request.error, 'require.{0,40}tag|tag .{0,60}(is )?required|required tag|태그'))",
  /** Where the rule can be read it decides; the words of the refusal only where it cannot. */
  isAboutLocation:
    'hasRule ? matches(rule, \'"field":"location"\') : asksLocation || readable(definition) && !(asksTag) && !(knowsRule)',
  isAboutTag:
    "hasRule ? matches(rule, 'tags') && !said(asksProperty) : asksTag || readable(definition) && !(asksLocation) && !(knowsRule)",
  parameters: "assignment.properties.parameters",
  given: "values(not_null(parameters, `{}`))[].value[]",
};

const exempt = (name: string) =>
  `az policy exemption create --name ${name} --exemption-category Waiver --scope {{policyScope}} --policy-assignment {{assignment.id}}`;

/** The last resort of every refusal by policy. */
export function askExemption(name: string): Playbook["actions"][number] {
  return {
    title: text("Or ask the policy's owner for an exemption", "또는 정책 담당자에게 예외 요청"),
    why: text(
      "Assigned at {{not_null(assignment.properties.scope, policyScope)}} under the name {{not_null(assignment.properties.displayName, assignment.name)}}.",
      "{{not_null(assignment.properties.scope, policyScope)}}에 {{not_null(assignment.properties.displayName, assignment.name)}} 이름으로 할당되어 있습니다.",
    ),
    commands: [exempt(name)],
    config: "Microsoft.Authorization/policyExemptions",
    changes: true,
    needsRole: "Resource Policy Contributor",
    undo: `az policy exemption delete --name ${name} --scope {{policyScope}}`,
  };
}

export const policyCulprits = [
  "assignment.id",
  "definitionId",
  "member.id || length(denying) == `1` && denying[0].id",
];

export const policySources = [
  "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-policy-requestdisallowedbypolicy",
  "https://learn.microsoft.com/azure/governance/policy/concepts/effect-deny",
];

export const verifyPolicy: Playbook["verify"] = {
  text: text(
    "The deployment is accepted, and the resource shows as compliant.",
    "배포가 허용되고 리소스가 규정 준수로 표시됩니다.",
  ),
  commands: ["az policy assignment show --name {{assignment.name}} --scope {{assignment.properties.scope}}"],
};
