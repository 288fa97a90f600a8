import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { text } from "../text.ts";

/** A deployment only says that it failed; of nodes that a cluster asked for and did not get, not even that is said. */
const saysNoMoreNodes = errorMatches(
  "failed scale-?up|(?:not trigger|NotTrigger).{0,6}scale-?up|ScaleUp(?:Failed|TimedOut)|FailedToScaleUp",
);
export const hidesRefusal = `(${errorMatches("at least one resource deployment operation failed|list deployment operations|\\\\bDeploymentFailed\\\\b|ResourceDeploymentFailure")} || ${saysNoMoreNodes})`;

/** Why Azure Resource Manager refused a step is in the deployment itself, or in the Activity Log of the node resource group. */
export const hiddenRefusalReads: Playbook["reads"] = {
  failedDeployment: {
    title: text(
      "Deployment {{id_name(failedDeploymentId)}}: what failed in it",
      "배포 {{id_name(failedDeploymentId)}}: 실패한 작업",
    ),
    request: { kind: "arm", path: "{{failedDeploymentId}}" },
    permission: "Microsoft.Resources/deployments/read",
    optional: true,
  },
  /** A module is a deployment of its own. */
  failedModule: {
    title: text(
      "Deployment {{id_name(failedModuleId)}}: what failed in it",
      "배포 {{id_name(failedModuleId)}}: 실패한 작업",
    ),
    request: { kind: "arm", path: "{{failedModuleId}}" },
    permission: "Microsoft.Resources/deployments/read",
    optional: true,
  },
  scalingCluster: {
    title: text("{{id_name(scalingClusterId)}}: its nodes", "{{id_name(scalingClusterId)}}: 노드"),
    request: { kind: "arm", path: "{{scalingClusterId}}" },
    permission: "Microsoft.ContainerService/managedClusters/read",
    optional: true,
  },
  nodeRefusals: {
    title: text(
      "Activity Log of {{scalingCluster.properties.nodeResourceGroup}}, where the nodes are",
      "노드가 있는 {{scalingCluster.properties.nodeResourceGroup}}의 활동 로그",
    ),
    request: {
      kind: "arm",
      path: "/subscriptions/{{id_subscription(scalingClusterId)}}/providers/Microsoft.Insights/eventtypes/management/values",
      query: {
        $filter:
          "eventTimestamp ge '{{hours_before(signals.observedAt, `24`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `30`)}}' and resourceGroupName eq '{{scalingCluster.properties.nodeResourceGroup}}'",
      },
    },
    permission: "Microsoft.Insights/eventtypes/values/Read",
    optional: true,
  },
};

const outer = "'DeploymentFailed', 'ResourceDeploymentFailure', 'InvalidTemplateDeployment'";

export const hiddenRefusalFacts: NonNullable<Playbook["let"]> = {
  failedDeploymentId: `said(${hidesRefusal}) && (find(request.error, '(/subscriptions/[0-9a-f-]{36}/(?:resourceGroups/[^/ ]{1,90}/)?providers/Microsoft[.]Resources/deployments/[A-Za-z0-9._-]{1,64})')) || \`null\``,
  failedModuleId:
    "said(readable(failedDeployment)) && (failedDeployment.properties.error.details[?contains(not_null(target, ''), '/deployments/') && !same_id(target, $.failedDeploymentId)] | [0].target) || `null`",
  scalingClusterId: `said(${saysNoMoreNodes}) && (signals.resources[?type == 'microsoft.containerservice/managedclusters' && matchedBy != 'neighbour'] | [0].id) || \`null\``,
  /** The first step that failed by itself: \`{ code, message }\`. */
  failedStep: `said(readable(failedModule)) && (failedModule.properties.error.details[?code && !contains([${outer}], code)] | [0]) || said(readable(failedDeployment)) && (failedDeployment.properties.error.details[?code && !contains([${outer}], code)] | [0]) || \`null\``,
  refusedNodes:
    "said(readable(nodeRefusals)) && (nodeRefusals.value[?properties.statusMessage && status.value == 'Failed'] | [0].properties.statusMessage) || `null`",
  /** What Azure said, where the request does not have it. */
  hiddenText:
    "failedStep && join(': ', [failedStep.code, not_null(failedStep.message, '')]) || refusedNodes || `null`",
};

/** What was hidden says one of these. */
export function hiddenMatches(...patterns: readonly string[]): string {
  return `(hiddenText && (${patterns.map((pattern) => `matches(hiddenText, '${pattern}')`).join(" || ")}))`;
}
