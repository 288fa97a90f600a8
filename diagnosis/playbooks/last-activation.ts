import type { Playbook } from "../playbook.ts";
import { text } from "./text.ts";

/**
 * When the person last activated the role that `eligibleAssignment` is for. An activation that is over stands in no list of
 * instances or of role assignments: only the request for it is kept.
 *
 * @see https://learn.microsoft.com/rest/api/authorization/role-assignment-schedule-requests/list-for-scope (api-version 2020-10-01)
 */
export const activationReads: Playbook["reads"] = {
  activations: {
    title: text(
      "Earlier activations of {{eligibleRole}} by {{principal}}",
      "{{principal}}의 이전 {{eligibleRole}} 역할 활성화",
    ),
    request: {
      kind: "arm",
      path: "{{eligibleScope}}/providers/Microsoft.Authorization/roleAssignmentScheduleRequests",
      query: { $filter: "principalId eq '{{principal}}'" },
    },
    permission: "Microsoft.Authorization/roleAssignmentScheduleRequests/read",
    optional: true,
  },
};

const expiration = "lastActivation.properties.scheduleInfo.expiration";
/** Of an ISO 8601 duration such as PT8H or PT1H30M, which is what an activation may have. */
const durationPart = (pattern: string) =>
  `to_number(not_null(find(not_null(${expiration}.duration, ''), '${pattern}'), '0'))`;

export const activationFacts: NonNullable<Playbook["let"]> = {
  activationsBefore:
    "eligibleAssignment && readable(activations) && not_null(activations.value, `[]`)[?same_text(properties.requestType, 'SelfActivate') && same_text(properties.status, 'Provisioned') && same_text(properties.principalId, $.principal) && same_text(last_segment(properties.roleDefinitionId), last_segment($.eligibleAssignment.properties.roleDefinitionId)) && before(properties.scheduleInfo.startDateTime, $.signals.observedAt)] || `[]`",
  lastActivation: "max_by(activationsBefore, &properties.scheduleInfo.startDateTime)",
  activatedAt: "lastActivation && lastActivation.properties.scheduleInfo.startDateTime",
  activationEndedAt: `lastActivation && (${expiration}.endDateTime || same_text(${expiration}.type, 'AfterDuration') && minutes_after(activatedAt, ${durationPart("PT([0-9]{1,3})H")} * \`60\` + ${durationPart("PT(?:[0-9]{1,3}H)?([0-9]{1,4})M")})) || \`null\``,
  /** What ended longer ago has nothing to do with the failure. */
  hasExpired:
    "activationEndedAt && before(activationEndedAt, signals.observedAt) && before(hours_before(signals.observedAt, `24`), activationEndedAt)",
};

export const activationDetail: NonNullable<Playbook["details"]>[number] = {
  when: "hasExpired",
  text: text(
    "The last activation, of {{activatedAt}}, expired at {{activationEndedAt}}, before the failure.",
    "{{activatedAt}}에 시작된 마지막 활성화는 실패 전인 {{activationEndedAt}}에 만료되었습니다.",
  ),
};
