import type { Playbook } from "../playbook.ts";

/** Role assignments that reach the target, the roles among them that are not built in, and the members of groups. */
export const roleReads: Playbook["reads"] = {
  assignments: {
    title: {
      en: "Role assignments at {{target.name}} and above",
      ko: "{{target.name}} 및 상위 범위의 역할 할당",
    },
    request: { kind: "arm", path: "{{target.id}}/providers/Microsoft.Authorization/roleAssignments" },
    permission: "Microsoft.Authorization/roleAssignments/read",
  },
  definitions: {
    title: { en: "Role definition {{id_name(item)}}", ko: "역할 정의 {{id_name(item)}}" },
    request: { kind: "arm", path: "{{item}}" },
    each: "unread_roles(ownAssignments)",
    permission: "Microsoft.Authorization/roleDefinitions/read",
  },
  groupMembers: {
    title: {
      en: "Members of a group that holds a role at {{target.name}}",
      ko: "{{target.name}}에 역할이 있는 그룹의 구성원",
    },
    request: { kind: "graph", path: "/v1.0/groups/{{item}}/members" },
    each: "groupIds",
    permission: "GroupMember.Read.All (Microsoft Graph)",
    optional: true,
  },
};

const covering =
  "(id_covers(properties.scope, $.target.id) || starts_with(properties.scope, '/providers/Microsoft.Management/managementGroups/'))";

export const roleFacts: NonNullable<Playbook["let"]> = {
  ownAssignments: `principal && assignments.value[?same_text(properties.principalId, $.principal) && ${covering}] || \`[]\``,
  groupIds: `distinct(assignments.value[?properties.principalType == 'Group' && ${covering}].properties.principalId)`,
};
