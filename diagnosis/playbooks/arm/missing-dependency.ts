import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";

const saysParent = `(${hasCode("ParentResourceNotFound")} || ${errorMatches("operation on nested resource. parent resource", "parent resource .{0,120}not found")})`;
/** A deployment that asks for something that is not there yet. */
const saysMissing = `(${saysParent} || ((${hasCode("ResourceNotFound", "NotFound", "ResourceGroupNotFound", "InvalidResourceReference", "ReferencedResourceNotProvisioned")} || ${errorMatches("the resource .{0,200}was not found", "is not found or (is )?not provisioned")}) && ${errorMatches("deployment|deploying|referenced by resource|template|bicep|arm template|terraform|배포")}))`;

export const armMissingDependency: Playbook = {
  code: "arm.missing-dependency",
  title: text(
    "The deployment creates a child before its parent because a dependency is missing",
    "종속성이 누락되어 배포가 부모 리소스보다 자식 리소스를 먼저 만듭니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-parent-resource",
    "https://learn.microsoft.com/azure/azure-resource-manager/templates/resource-dependency",
  ],
  raisedBy: saysMissing,
  needsTarget: false,
  competitors: ["context.wrong-subscription"],
  reads: {
    deployments: {
      title: text("Deployments of {{id_name(group)}}", "{{id_name(group)}}의 배포"),
      request: { kind: "arm", path: "{{group}}/providers/Microsoft.Resources/deployments" },
      when: "group && !(deploymentName)",
      permission: "Microsoft.Resources/deployments/read",
      optional: true,
    },
    operations: {
      title: text("Operations of deployment {{id_name(deployment)}}", "배포 {{id_name(deployment)}}의 작업"),
      request: { kind: "arm", path: "{{deployment}}/operations" },
      permission: "Microsoft.Resources/deployments/operations/read",
    },
    nested: {
      title: text("Operations of deployment {{id_name(item)}}", "배포 {{id_name(item)}}의 작업"),
      request: { kind: "arm", path: "{{item}}/operations" },
      each: "nestedIds",
      permission: "Microsoft.Resources/deployments/operations/read",
    },
    parent: {
      title: text("{{parentName}}: whether it exists now", "{{parentName}}: 현재 존재 여부"),
      request: { kind: "arm", path: "{{parentRow.id}}" },
      permission: "Microsoft.Resources/subscriptions/resources/read",
      optional: true,
    },
  },
  let: {
    group:
      "signals.resources[?type == 'microsoft.resources/subscriptions/resourcegroups' && matchedBy != 'neighbour'] | [0].id",
    deploymentName:
      "find(request.error, 'deployment [^a-z0-9 ]{1,2}([a-z0-9][a-z0-9._-]{0,62}[a-z0-9])[^a-z0-9]{1,2} ?(?:has )?failed') || find(request.error, 'deployment group (?:create|validate) .{0,200}(?:--name|-n)[ =]([a-z0-9][a-z0-9._-]{0,62}[a-z0-9])')",
    deployment:
      "(signals.resourceIds[?type == 'microsoft.resources/deployments'] | [0].id) || group && deploymentName && join('', [group, '/providers/Microsoft.Resources/deployments/', deploymentName]) || lastFailed.id || `null`",
    lastFailed:
      "readable(deployments) && not_null(deployments.value, `[]`)[?properties.provisioningState == 'Failed' && properties.timestamp] | max_by(@, &properties.timestamp)",
    /** The ID of what was not there, where the error gives it whole. */
    missingId:
      "find(request.error, 'resource .{0,2}?(/subscriptions/[^ ]{10,400}) referenced by') || find(request.error, 'referenced resource .{0,2}?(/subscriptions/[^ ]{10,400}[a-z0-9_)])[^a-z0-9_)]{1,3}is not found') || find(request.error, 'parent resource .{0,2}?(/subscriptions/[^ ]{10,400}[a-z0-9_)])[^a-z0-9_)]{1,3}could not')",
    parentName:
      "last_segment(not_null(missingId, '')) || find(request.error, 'parent resource .{0,3}?([a-z0-9][a-z0-9_./-]{1,120})[^a-z0-9_./-]{1,4} ?(was |is )?not found') || find(request.error, '/([a-z0-9][a-z0-9_.-]{1,100})[^a-z0-9/_.-]{1,3}(under resource group .{0,100}|was |is )not ')",
    parentRow: "signals.resources[?same_text(name, last_segment(not_null($.parentName, '')))] | [0]",
    nestedIds:
      "distinct(operations.value[?properties.targetResource.resourceType == 'Microsoft.Resources/deployments'].properties.targetResource.id)",
    steps: "[not_null(operations.value, `[]`), not_null(nested[].value[], `[]`)][]",
    failed:
      "steps[?properties.provisioningState == 'Failed' && properties.statusMessage.error.code != 'DeploymentFailed' && properties.statusMessage.error.code != 'ResourceDeploymentFailure' && properties.targetResource.resourceType != 'Microsoft.Resources/deployments'] | [0]",
    made: "steps[?properties.provisioningState == 'Succeeded' && (same_text(properties.targetResource.resourceName, last_segment(not_null($.parentName, ''))) || $.missingId && id_covers(not_null(properties.targetResource.id, ''), $.missingId)) && properties.targetResource.resourceType != 'Microsoft.Resources/deployments'] | [0]",
  },
  holds: [
    `(${saysMissing} && exists(failed) && exists(made) && before(failed.properties.timestamp, made.properties.timestamp) && (parent.properties.provisioningState || !readable(parent) || \`true\`) && ${alsoShown("file_matches('dependsOn|depends_on')")})`,
    `(${saysParent} && (!readable(operations) || !exists(operations)) && parent.systemData.createdAt && (!before(parent.systemData.createdAt, minutes_before(signals.observedAt, \`60\`))))`,
  ].join(" || "),
  layer: 8,
  explanation: text(
    "Azure Resource Manager started the child before {{not_null(parentName, '-')}} was there, since nothing in the template says that it depends on it: a name given as a parameter or an existing reference makes no dependency. That is why a second run succeeds.",
    "템플릿에 종속성이 없어 Azure Resource Manager가 {{not_null(parentName, '-')}}이(가) 만들어지기 전에 자식 리소스를 시작했습니다. 매개 변수로 전달한 이름이나 existing 참조는 종속성을 만들지 않습니다. 그래서 다시 실행하면 성공합니다.",
  ),
  ruledOut: text(
    "The missing resource was not created later by the same deployment.",
    "누락된 리소스가 같은 배포에서 나중에 만들어지지 않았습니다.",
  ),
  culprits: ["deployment", "parentRow.id"],
  actions: [
    {
      title: text("Declare the dependency in the template", "템플릿에 종속성 선언"),
      why: text(
        "Pass an output of the parent's module (its name or uri) to the child's module, use the parent property of Bicep, or write dependsOn.",
        "부모 모듈의 출력(name 또는 uri)을 자식 모듈에 전달하거나 Bicep의 parent 속성을 사용하거나 dependsOn을 작성하세요.",
      ),
      commands: [],
      config: "Bicep: dependsOn: [ keyvault ] or params: { name: keyvault.outputs.name }",
      changes: true,
    },
  ],
  verify: {
    text: text(
      "A deployment into an empty resource group succeeds at the first run.",
      "빈 리소스 그룹에 처음 배포해도 성공합니다.",
    ),
    commands: [
      "az deployment operation group list --resource-group {{id_group(deployment)}} --name {{id_name(deployment)}} --output table",
    ],
  },
};
