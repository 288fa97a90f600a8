import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { text } from "../text.ts";
import {
  askExemption,
  policyCulprits,
  policyFacts,
  policyReads,
  policySources,
  raisesPolicy,
  refusedByPolicy,
  verifyPolicy,
} from "./policy-evidence.ts";

/** What the assignment was given, as far as it says what is asked for. */
const toldParameters = [
  "(assignment.properties.nonComplianceMessages[0].message || `true`)",
  "(given[0] || `true`)",
  "(given[1] || `true`)",
  "(given[2] || `true`)",
  "(parameters.listOfAllowedLocations.value[0] || `true`)",
  "(parameters.tagName.value || `true`)",
  "(definition.properties.policyRule.then.effect || !readable(definition) || `true`)",
  "(length(denying) == `1` && denying[0].properties.policyRule.then.effect || `true`)",
].join(" && ");

export const policyDenyLocation: Playbook = {
  code: "policy.deny-location",
  title: text("A policy denies the location", "정책이 위치를 거부합니다"),
  verdict: "azure",
  sources: policySources,
  raisedBy: raisesPolicy,
  needsTarget: false,
  competitors: ["policy.deny-missing-tag", "policy.deny-other"],
  reads: policyReads,
  let: {
    ...policyFacts,
    allowed: "map(&lower(replace(@, ' ', '')), given[?type(@) == 'string'])",
    /** Where the request asks for another: a parameter's default, a flag, a line of the template. */
    asked:
      "signals.settings[?matches(name, '(location|region)$') && matches(value, '^[a-z]{4,20}( ?[a-z0-9]{1,20}){0,2}$') && length($.allowed) > `0` && !contains($.allowed, lower(replace(value, ' ', ''))) && !said(matches(value, '^(location|region|global)$'))] | [0].value",
  },
  holds: `${refusedByPolicy} && assignment.id && !said(isHarmless) && isAboutLocation && ${toldParameters} && ${alsoShown("asked && file_matches(asked)")}`,
  layer: 7,
  explanation: text(
    "Policy assignment {{not_null(assignment.properties.displayName, assignment.name)}} lets resources be made only in {{not_null(given, parameters.listOfAllowedLocations.value)}}. The request asks for another location.",
    "정책 할당 {{not_null(assignment.properties.displayName, assignment.name)}}은(는) {{not_null(given, parameters.listOfAllowedLocations.value)}} 위치에만 리소스를 만들 수 있게 합니다. 요청은 다른 위치를 지정했습니다.",
  ),
  ruledOut: text(
    "No policy refused the request for its location.",
    "위치를 이유로 요청을 거부한 정책이 없습니다.",
  ),
  culprits: policyCulprits,
  actions: [
    {
      title: text("Deploy to an allowed location", "허용된 위치에 배포"),
      why: text(
        "Set the location (region) to one that the policy allows. Resource groups have a policy of their own.",
        "위치(지역)를 정책이 허용하는 값으로 바꾸세요. 리소스 그룹 위치에는 별도의 정책이 있습니다.",
      ),
      commands: [
        "az policy assignment show --name {{assignment.name}} --scope {{assignment.properties.scope}} --query parameters",
      ],
      config: "location",
      changes: false,
    },
    askExemption("location"),
  ],
  verify: verifyPolicy,
};

export const policyDenyMissingTag: Playbook = {
  code: "policy.deny-missing-tag",
  title: text(
    "A policy denies resources without a required tag",
    "정책이 필수 태그가 없는 리소스를 거부합니다",
  ),
  verdict: "azure",
  sources: [
    ...policySources,
    "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-policies",
  ],
  raisedBy: raisesPolicy,
  needsTarget: false,
  competitors: ["policy.deny-location", "policy.deny-other"],
  reads: policyReads,
  let: {
    ...policyFacts,
    tag: "parameters.tagName.value || find(rule, 'tags[.[]+[^a-z]{0,2}([a-z0-9_ -]{1,60})') || given[0]",
  },
  holds: `${refusedByPolicy} && assignment.id && !said(isHarmless) && !said(isAboutLocation) && isAboutTag && ${toldParameters}`,
  layer: 7,
  explanation: text(
    "Policy assignment {{not_null(assignment.properties.displayName, assignment.name)}} refuses what does not carry the tag {{not_null(tag, '-')}}. Tags of a resource group are not inherited by its resources, nor the other way round.",
    "정책 할당 {{not_null(assignment.properties.displayName, assignment.name)}}이(가) {{not_null(tag, '-')}} 태그가 없는 대상을 거부합니다. 리소스 그룹의 태그는 리소스에 상속되지 않으며 반대도 마찬가지입니다.",
  ),
  ruledOut: text(
    "No policy refused the request for a missing tag.",
    "누락된 태그를 이유로 요청을 거부한 정책이 없습니다.",
  ),
  culprits: policyCulprits,
  actions: [
    {
      title: text("Add the required tag: {{not_null(tag, '-')}}", "필수 태그 추가: {{not_null(tag, '-')}}"),
      why: text(
        "On the very resource (or resource group) that was refused: tags: {{not_null(tag, '-')}} with a value.",
        "거부된 바로 그 리소스(또는 리소스 그룹)의 tags에 {{not_null(tag, '-')}}와(과) 값을 추가하세요.",
      ),
      commands: [
        "az policy assignment show --name {{assignment.name}} --scope {{assignment.properties.scope}} --query parameters",
      ],
      config: "tags",
      changes: false,
    },
    askExemption("tags"),
  ],
  verify: verifyPolicy,
};

export const policyDenyOther: Playbook = {
  code: "policy.deny-other",
  title: text("A policy denies another property of the request", "정책이 요청의 다른 속성을 거부합니다"),
  verdict: "azure",
  sources: policySources,
  raisedBy: raisesPolicy,
  needsTarget: false,
  competitors: ["policy.deny-location", "policy.deny-missing-tag"],
  reads: policyReads,
  let: policyFacts,
  holds: `${refusedByPolicy} && assignment.id && !said(isHarmless) && !said(isAboutLocation) && !said(isAboutTag) && (!readable(definition) || knowsRule) && (assignment.properties.displayName || \`true\`) && (assignment.properties.policyDefinitionId || \`true\`) && ${toldParameters}`,
  layer: 7,
  explanation: text(
    "Policy assignment {{not_null(assignment.properties.displayName, assignment.name)}} has the effect deny, and the request does not meet its rule. Roles do not matter here: a policy refuses an Owner too.",
    "deny 효과의 정책 할당 {{not_null(assignment.properties.displayName, assignment.name)}}이(가) 규칙에 맞지 않는 요청을 거부했습니다. 역할과는 무관하며 소유자의 요청도 거부됩니다.",
  ),
  ruledOut: text(
    "No policy refused the request for another property.",
    "다른 속성을 이유로 요청을 거부한 정책이 없습니다.",
  ),
  culprits: policyCulprits,
  actions: [
    {
      title: text("Make the request meet the policy", "정책에 맞게 요청 수정"),
      why: text(
        "Change the property that the rule names. The definition shows the rule; the assignment its parameters.",
        "규칙이 가리키는 속성을 변경하세요. 정의에서 규칙을, 할당에서 매개 변수를 확인할 수 있습니다.",
      ),
      commands: [
        "az rest --method get --url {{definitionId}}?api-version=2023-04-01",
        "az policy assignment show --name {{assignment.name}} --scope {{assignment.properties.scope}} --query parameters",
      ],
      changes: false,
    },
    askExemption("waiver"),
  ],
  verify: verifyPolicy,
};
