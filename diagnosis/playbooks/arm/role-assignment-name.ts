import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { placeFacts } from "../quota/quota-evidence.ts";
import { text } from "../text.ts";

const saysExists = `(${hasCode("RoleAssignmentExists")} || ${errorMatches("role assignment already exists", "역할 할당이? ?(이미|이 이미)", "role assignment .{0,80}already (exists|present|been (created|made))")})`;

export const armRoleAssignmentName: Playbook = {
  code: "arm.role-assignment-name-not-deterministic",
  title: text(
    "The same principal, role and scope is assigned again under a new name",
    "같은 보안 주체, 역할, 범위가 새 이름으로 다시 할당됩니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---role-assignments-with-identity-not-found",
    "https://learn.microsoft.com/azure/azure-resource-manager/bicep/scenarios-rbac",
  ],
  raisedBy: saysExists,
  needsTarget: false,
  competitors: ["rbac.role-assignment-write-missing"],
  reads: {
    assignments: {
      title: text("Role assignments of subscription {{item}}", "구독 {{item}}의 역할 할당"),
      request: {
        kind: "arm",
        path: "/subscriptions/{{item}}/providers/Microsoft.Authorization/roleAssignments",
      },
      /** Where nothing tells the subscription, the assignment's own ID does. */
      each: "subscription ? [subscription] : existingId ? not_null(subscriptions.value, `[]`)[].subscriptionId : `[]`",
      permission: "Microsoft.Authorization/roleAssignments/read",
    },
    events: {
      title: text("Deployments that failed around then", "그 시점 전후에 실패한 배포"),
      request: {
        kind: "arm",
        path: "/subscriptions/{{subscription}}/providers/Microsoft.Insights/eventtypes/management/values",
        query: {
          $filter:
            "eventTimestamp ge '{{hours_before(signals.observedAt, `1`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `15`)}}'",
        },
      },
      when: "isUntold && !statedDeployment",
      permission: "Microsoft.Insights/eventtypes/values/Read",
      optional: true,
    },
    operations: {
      title: text("Operations of deployment {{id_name(item)}}", "배포 {{id_name(item)}}의 작업"),
      request: { kind: "arm", path: "{{item}}/operations" },
      each: "isUntold && deployments || `[]`",
      permission: "Microsoft.Resources/deployments/operations/read",
      optional: true,
    },
  },
  let: {
    ...placeFacts,
    existingId:
      "replace(not_null(find(request.error, 'role assignment(?: is|.s id is| with id|:) ?[^0-9a-f]?([0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f-]{27})'), ''), '-', '')",
    all: "not_null(assignments, `[]`)[].value[]",
    mentioned: "signals.guids[?role == 'object_id'].guid",
    told: "said(existingId) && (all[?same_text(replace(name, '-', ''), $.existingId)] | [0]) || said(mentioned[0]) && (all[?mentions($.mentioned, properties.principalId)] | [0]) || `null`",
    holder:
      "told || said(isUntold) && (said(length(atNamed) == `1`) && atNamed[0] || said(length(atRefused) == `1`) && atRefused[0] || said(length(ofRole) == `1`) && ofRole[0]) || `null`",
    isUntold: "!said(existingId) && !said(mentioned[0])",
    statedDeployment: "signals.resourceIds[?type == 'microsoft.resources/deployments'] | [0].id",
    /** A module is a deployment of its own, which fails with the one that it is part of. */
    deployments:
      "statedDeployment && [statedDeployment] || readable(events) && distinct(not_null(events.value, `[]`)[?same_text(operationName.value, 'Microsoft.Resources/deployments/write') && same_text(status.value, 'Failed')].resourceId) || `[]`",
    refusedScopes:
      "readable(operations) && not_null(operations, `[]`)[].value[] | [?properties.provisioningState == 'Failed' && same_text(properties.targetResource.resourceType, 'Microsoft.Authorization/roleAssignments')].id_scope(properties.targetResource.id) || `[]`",
    /** What stood where the deployment was refused; of several, that of a role which the code names. */
    atRefused:
      "said(all)[?length($.refusedScopes) > `0` && let $scope = properties.scope in length($.refusedScopes[?same_id(@, $scope)]) > `0`]",
    ofRole: "atRefused[?let $role = last_segment(properties.roleDefinitionId) in file_matches($role)]",
    /** Where no ID is told, the only one of an identity at a resource that the request names. */
    namedIds:
      "signals.resources[?matchedBy != 'neighbour' && type != 'microsoft.resources/subscriptions/resourcegroups'].id",
    atNamed:
      "said(all)[?properties.principalType == 'ServicePrincipal' && length($.namedIds) > `0` && let $scope = properties.scope in length($.namedIds[?same_id(@, $scope)]) > `0`]",
    random: "file_matches('newguid|random_uuid|uuid[(]|uuidgen|guid.newguid|utcnow|deployment[(][)][.]name')",
  },
  holds: `${saysExists} && (!readable(assignments) || (holder.name && holder.properties.principalId && holder.properties.roleDefinitionId && holder.properties.scope) || said(isUntold) && (length(atRefused) > \`0\` || length(refusedScopes) == \`0\`)) && (random || \`true\`)`,
  layer: 8,
  explanation: text(
    "Azure keeps one assignment for a principal, role and scope. The template gives it another name than the assignment {{not_null(holder.name, 'that exists')}} has, so that the deployment tries to make a second one and is refused.",
    "Azure는 보안 주체, 역할, 범위의 조합마다 하나의 할당만 허용합니다. 템플릿이 기존 할당 {{not_null(holder.name, 'that exists')}}과(와) 다른 이름을 사용하여 두 번째 할당을 만들려다 거부되었습니다.",
  ),
  ruledOut: text(
    "Azure did not say that the role assignment exists.",
    "Azure가 역할 할당이 이미 있다고 응답하지 않았습니다.",
  ),
  culprits: ["holder.id"],
  actions: [
    {
      title: text("Derive the name from scope, principal and role", "범위, 보안 주체, 역할에서 이름 생성"),
      why: text(
        "guid(scope.id, principalId, roleDefinitionId) gives the same name at every run. newGuid(), utcNow() or a random UUID gives another each time.",
        "guid(scope.id, principalId, roleDefinitionId)는 실행할 때마다 같은 이름을 만듭니다. newGuid(), utcNow(), 임의 UUID는 매번 다른 이름을 만듭니다.",
      ),
      commands: [],
      config:
        "Microsoft.Authorization/roleAssignments: name = guid(resource.id, principalId, roleDefinitionId)",
      changes: true,
    },
    {
      title: text(
        "Let the template take over, by deleting the assignment that was made by hand",
        "수동으로 만든 할당을 삭제하고 템플릿이 관리하도록 함",
      ),
      why: text(
        "Once, where it was made outside the template; or leave the assignment out of the template.",
        "템플릿 밖에서 만든 경우 한 번만 삭제하거나, 템플릿에서 이 할당을 제외하세요.",
      ),
      commands: ["az role assignment delete --ids {{holder.id}}"],
      changes: true,
      needsRole: "Role Based Access Control Administrator",
      effects: [{ kind: "delete", id: "{{holder.id}}" }],
      when: "holder.id",
    },
  ],
  verify: {
    text: text("The deployment succeeds twice in a row.", "배포가 두 번 연속 성공합니다."),
    commands: ["az role assignment list --scope {{holder.properties.scope}} --output table"],
  },
};
