import type { Playbook } from "../../playbook.ts";
import { errorMentions, hasCode } from "../error-text.ts";
import { text } from "../text.ts";

export const saysPolicy = `(${hasCode("RequestDisallowedByPolicy", "RequestDisallowedByAzure", "PolicyViolation")} || ${errorMentions("disallowed by policy", "policy violation", "RequestDisallowedByPolicy")})`;

/** The assignments that the refusal may come from, with what they are set to. */
export const policyReads: Playbook["reads"] = {
  assignments: {
    title: text("Policy assignments that reach {{policyScope}}", "{{policyScope}}에 적용되는 정책 할당"),
    request: { kind: "arm", path: "{{policyScope}}/providers/Microsoft.Authorization/policyAssignments" },
    permission: "Microsoft.Authorization/policyAssignments/read",
  },
  definitions: {
    title: text("Policy definition {{id_name(item)}}", "정책 정의 {{id_name(item)}}"),
    request: { kind: "arm", path: "{{item}}" },
    each: "suspectDefinitions",
    permission: "Microsoft.Authorization/policyDefinitions/read",
    optional: true,
  },
};

export const policyFacts: NonNullable<Playbook["let"]> = {
  policyScope:
    "target.id && id_subscription(target.id) && join('', ['/subscriptions/', id_subscription(target.id)]) || signals.subscriptionIds[0] && join('', ['/subscriptions/', signals.subscriptionIds[0]]) || subscriptions.value[0].id",
  enforced: "not_null(assignments.value, `[]`)[?properties.enforcementMode != 'DoNotEnforce']",
};
