import type { Playbook, PlaybookEffect } from "../playbook.ts";
import { alsoShown } from "./also-shown.ts";
import { activationDetail } from "./last-activation.ts";
import { text } from "./text.ts";

type Action = Playbook["actions"][number];

/** The check goes on without it; where it is there, it is part of the proof. */
export const eligibilityShown = alsoShown(
  "eligibleAssignment.properties.roleDefinitionId",
  "eligibleAssignment.properties.scope",
  "eligibleAssignment.properties.principalId",
  "hasExpired && lastActivation.properties.scheduleInfo.startDateTime",
);

export const eligibilityDetails: NonNullable<Playbook["details"]> = [
  {
    when: "eligibleAssignment",
    text: text(
      "{{eligiblePerson}} is eligible for {{eligibleRole}} at {{eligibleScope}} by Privileged Identity Management (PIM), which would allow it, but has not activated it: an eligible assignment counts only while it is activated.",
      "{{eligiblePerson}}에게는 Privileged Identity Management(PIM)에서 {{eligibleScope}}의 {{eligibleRole}} 역할이 적격으로 할당되어 있지만 활성화되지 않았습니다. 이 역할이면 작업이 허용되지만 적격 할당은 활성화된 동안에만 적용됩니다.",
    ),
  },
  {
    when: "eligibleGroup",
    text: text(
      "It is eligible as a member of the group {{eligibleGroup}}; each member activates the role for themselves.",
      "그룹 {{eligibleGroup}}의 구성원으로서 적격이며, 역할은 구성원마다 각자 활성화합니다.",
    ),
  },
  activationDetail,
];

/**
 * The role assignment that an activation makes for its time. It is made at the scope of the eligible assignment, for the
 * person, also where a group is eligible.
 */
const activationEffect: PlaybookEffect = {
  kind: "create",
  id: "{{eligibleScope}}/providers/Microsoft.Authorization/roleAssignments/{{principal}}",
  body: "{properties: {roleDefinitionId: eligibleAssignment.properties.roleDefinitionId, principalId: principal, principalType: 'User', scope: eligibleScope}}",
};

const request = (type: string, more: string) =>
  `az rest --method put --url {{eligibleScope}}/providers/Microsoft.Authorization/roleAssignmentScheduleRequests/$(uuidgen) --url-parameters api-version=2020-10-01 --body '{"properties":{"requestType":"${type}","principalId":"{{bare(principal)}}","roleDefinitionId":"{{bare(eligibleAssignment.properties.roleDefinitionId)}}","linkedRoleEligibilityScheduleId":"{{bare(eligibleSchedule)}}"${more}} }'`;

/**
 * What the person does, in place of an administrator who would assign a role.
 *
 * @see https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-activate-your-roles
 * @see https://learn.microsoft.com/rest/api/authorization/role-assignment-schedule-requests/create (api-version 2020-10-01)
 */
export const activateRole: Action = {
  title: text(
    "Activate {{eligibleRole}} in Privileged Identity Management",
    "Privileged Identity Management에서 {{eligibleRole}} 역할 활성화",
  ),
  why: text(
    "The eligible assignment is there: nobody has to assign a role. As {{eligiblePerson}}, in the portal: Privileged Identity Management > My roles > Azure resources > Eligible assignments > Activate. Or by the command, in bash or the Cloud Shell, for one hour (the role's settings say how long it may be, and whether an approval, a ticket or multifactor authentication is asked for). It works within a few minutes.",
    "적격 할당이 이미 있으므로 새 역할 할당은 필요 없습니다. {{eligiblePerson}} 계정으로 포털에서 Privileged Identity Management > 내 역할 > Azure 리소스 > 적격 할당 > 활성화를 선택하세요. 또는 bash나 Cloud Shell에서 명령으로 1시간 동안 활성화하세요(최대 기간과 승인, 티켓, 다단계 인증 요구 여부는 역할 설정에 따릅니다). 몇 분 안에 적용됩니다.",
  ),
  commands: [
    request(
      "SelfActivate",
      ',"justification":"Refused for want of this role","scheduleInfo":{"expiration":{"type":"AfterDuration","duration":"PT1H"}}',
    ),
  ],
  config: "Microsoft.Authorization/roleAssignmentScheduleRequests: properties.requestType = SelfActivate",
  changes: true,
  undo: request("SelfDeactivate", ""),
  effects: [activationEffect],
  when: "eligibleAssignment",
};

/** An action that assigns a role, which an activation makes needless. */
export function unlessEligible(action: Action): Action {
  return { ...action, unless: "eligibleAssignment" };
}
