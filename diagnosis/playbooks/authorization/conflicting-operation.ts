import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";

const saysConflict = `(${hasCode("AnotherOperationInProgress", "ConcurrentUpdateError", "DeploymentActive", "OperationInProgress", "ConflictingConcurrentWriteNotAllowed", "EntityStoreOperationConflict", "InProgress", "RetryableError", "ServerIsBusy", "ContainerAppOperationInProgress", "ManagedEnvironmentOperationInProgress", "ProvisioningStateNotTerminal", "RequestConflict", "ResourceOperationInProgress", "ConcurrentOperationError", "ClusterOperationInProgress", "OperationPreempted", "PutManagedClusterAndComponentsInProgress", "AccountProvisioningStateInvalid", "StorageAccountOperationInProgress")} || ${errorMatches("another operation .{0,60}(in progress|is being|running)", "operation is (already )?in progress", "provisioning state is not terminal", "conflict(s|ing)? with (an|another) (active|ongoing|pending)", "is being (updated|modified|deleted) by another", "(an?|another|other) in.?progress .{0,60}operation", "operation in progress", "superseded (due to|by) (another|a newer)", "\\bis in (the )?(updating|upgrading|scaling|starting|stopping|deleting|creating) state", "is being (updated|scaled|upgraded|patched)", "operation (?:[^n]|n[^o]).{0,30} in progress", "(busy|still) processing another operation", "existing deployment .{0,30}still active", "provisioning state .{0,40}(updating|creating|deleting).{0,60}(cannot|not allowed|retry|wait)", "(다른|이전) (작업|배포|업데이트).{0,30}(진행|실행) ?중")})`;

export const armConflictingOperation: Playbook = {
  code: "arm.conflicting-operation",
  title: {
    en: "Another operation on the same resource is still running",
    ko: "같은 리소스에서 다른 작업이 아직 실행 중입니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors",
  ],
  raisedBy: saysConflict,
  needsTarget: false,
  target: [
    "signals.resources[?matchedBy == 'id' && !matches(type, 'resourcegroups$|deployments$')]",
    "signals.resources[?matchedBy == 'name' && !contains(type, 'resourcegroups')]",
    "signals.resources[?matchedBy == 'id']",
  ].join(" || "),
  competitors: ["lock.read-only", "lock.cannot-delete"],
  reads: {
    resource: {
      title: { en: "State of {{target.name}}", ko: "{{target.name}}의 상태" },
      request: { kind: "arm", path: "{{target.id}}" },
      permission: "Microsoft.Resources/subscriptions/resources/read",
      optional: true,
    },
    pools: {
      title: { en: "Node pools of {{target.name}}", ko: "{{target.name}}의 노드 풀" },
      request: { kind: "arm", path: "{{target.id}}/agentPools" },
      when: "same_text(target.type, 'microsoft.containerservice/managedclusters')",
      permission: "Microsoft.ContainerService/managedClusters/agentPools/read",
      optional: true,
    },
    deployment: {
      title: {
        en: "State of the deployment {{id_name(deploymentId)}}",
        ko: "배포 {{id_name(deploymentId)}}의 상태",
      },
      request: { kind: "arm", path: "{{deploymentId}}" },
      permission: "Microsoft.Resources/deployments/read",
      optional: true,
    },
    events: {
      title: {
        en: "What was done to {{target.name}} around the failure",
        ko: "실패 시점 전후 {{target.name}}에 대한 작업",
      },
      request: {
        kind: "arm",
        path: "/subscriptions/{{target.subscriptionId}}/providers/Microsoft.Insights/eventtypes/management/values",
        query: {
          $filter:
            "eventTimestamp ge '{{hours_before(signals.observedAt, `6`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `30`)}}' and resourceUri eq '{{target.id}}'",
        },
      },
      permission: "Microsoft.Insights/eventtypes/values/Read",
      optional: true,
    },
  },
  let: {
    /** A deployment is no resource that a search finds; only the error gives its ID. */
    deploymentId:
      "find(request.error, '(/subscriptions/[0-9a-f-]{36}/(?:resourceGroups/[^/ ]{1,90}/)?providers/Microsoft[.]Resources/deployments/[A-Za-z0-9._-]{1,64})')",
    settled: "(readable(resource) || !(readable(resource))) && (readable(events) || !(readable(events)))",
    busy: "readable(resource) && resource.properties.provisioningState && resource.properties.provisioningState != 'Succeeded'",
    /** Servers and databases tell it by their state or status instead. */
    phase: "readable(resource) && (resource.properties.state || resource.properties.status)",
    isChanging: "phase && matches(phase, 'ing$') && !matches(phase, '^running$')",
    busyPool:
      "readable(pools) && not_null(pools.value, `[]`)[?properties.provisioningState && properties.provisioningState != 'Succeeded'] | [0]",
    others:
      "readable(events) && not_null(events.value, `[]`)[?contains(['Started', 'Accepted'], status.value) && before(eventTimestamp, $.signals.observedAt)] || `[]`",
  },
  holds: `${saysConflict} && settled && (busyPool.properties.provisioningState || \`true\`) && (busy && resource.properties.provisioningState || \`true\`) && (isChanging && (resource.properties.state || resource.properties.status) || \`true\`) && (length(others) > \`0\` || \`true\`) && (said(readable(deployment)) && deployment.properties.provisioningState || \`true\`)`,
  layer: 7,
  explanation: {
    en: "Azure runs one change to a resource at a time; when this one was asked for, another had not finished. It goes away by itself.",
    ko: "Azure는 한 리소스에 대해 한 번에 하나의 변경만 실행합니다. 이 작업을 요청했을 때 다른 작업이 끝나지 않은 상태였으며 저절로 해소됩니다.",
  },
  ruledOut: {
    en: "The service did not say that another operation is running.",
    ko: "서비스가 다른 작업이 실행 중이라고 응답하지 않았습니다.",
  },
  culprits: ["busyPool.id", "said(readable(deployment)) && deployment.id"],
  actions: [
    {
      title: { en: "Wait for the other operation, then run this again", ko: "다른 작업이 끝난 뒤 다시 실행" },
      why: {
        en: "And keep two pipelines from changing the same resource at once.",
        ko: "두 파이프라인이 같은 리소스를 동시에 변경하지 않도록 하세요.",
      },
      commands: ["az resource show --ids {{target.id}} --query properties.provisioningState"],
      changes: false,
    },
  ],
  verify: {
    text: {
      en: "The resource's provisioningState is Succeeded.",
      ko: "리소스의 provisioningState가 Succeeded입니다.",
    },
    commands: ["az resource show --ids {{target.id}} --query properties.provisioningState"],
  },
};
