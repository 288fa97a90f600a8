import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";

export const podCidrTooSmall: Playbook = {
  code: "network.pod-cidr-too-small",
  title: text(
    "The pod address range is too small for the nodes asked for",
    "Pod 주소 범위(podCidr)가 요청한 노드 수에 비해 너무 작습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay#ip-address-planning",
    "https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/error-codes/insufficientsubnetsize-error",
  ],
  raisedBy: `${hasCode("InsufficientSubnetSize")} || ${errorMatches("pod (?:network|address|ip|subnet)?.{0,12}(?:range|cidr|space)|(?:pod|파드).{0,20}(?:대역|범위|CIDR)|pod ?_?cidr|InsufficientSubnetSize|pre-allocated ips|CIDRNotAvailable")}`,
  target: "targets('microsoft.containerservice/managedclusters')",
  needsTarget: false,
  competitors: ["network.subnet-ip-exhausted", "quota.compute-vcpu"],
  reads: {
    deployment: {
      title: text(
        "Deployment {{id_name(deploymentId)}}: its parameters",
        "배포 {{id_name(deploymentId)}}의 매개 변수",
      ),
      request: { kind: "arm", path: "{{deploymentId}}" },
      permission: "Microsoft.Resources/deployments/read",
      optional: true,
    },
    cluster: {
      title: text(
        "AKS cluster {{target.name}}: pod range and node pools",
        "AKS 클러스터 {{target.name}}: Pod 범위와 노드 풀",
      ),
      request: { kind: "arm", path: "{{target.id}}" },
      permission: "Microsoft.ContainerService/managedClusters/read",
      optional: true,
    },
  },
  let: {
    deploymentId: "signals.resourceIds[?type == 'microsoft.resources/deployments'] | [0].id",
    saysPodCidr: errorMatches(
      "(?:InsufficientSubnetSize|pre-allocated|exceeds|not enough|insufficient|CIDRNotAvailable).{0,300}pod ?_?cidr",
      "pod ?_?cidr.{0,300}(?:InsufficientSubnetSize|pre-allocated|exceeds|not enough|insufficient|too small|no remaining)",
      "CIDRNotAvailable|no remaining CIDRs",
    ),
    wanted: "to_number(find(request.error, 'pre-allocated ips ([0-9]{1,7})'))",
    available: "to_number(find(request.error, 'ips available ([0-9]{1,7})'))",
    /** Overlay and kubenet give every node a /24 of the range. */
    nodesAsked: "wanted && wanted / `256`",
    parameters: "readable(deployment) && values(not_null(deployment.properties.parameters, `{}`)) || `[]`",
    /** The parameters from which that number of nodes comes, and the range itself. */
    countParameter: "said(nodesAsked && (parameters[?value == $.nodesAsked] | [0].value)) || `null`",
    rangeParameter:
      "said(parameters[?type == 'String' && value && mentions($.request.error, value) && matches(value, '^[0-9.]{7,15}/[0-9]{1,2}$')] | [0].value) || `null`",
    clusterRange: "said(readable(cluster) && cluster.properties.networkProfile.podCidr) || `null`",
    range:
      "rangeParameter || clusterRange || said(find(request.error, 'cidr ([0-9.]{7,15}/[0-9]{1,2})')) || `null`",
  },
  holds:
    "saysPodCidr && (countParameter || `true`) && (rangeParameter || `true`) && (clusterRange || `true`)",
  layer: 7,
  explanation: text(
    "Every node takes a /24 (256 addresses) of the pod range {{range || '-'}}, and the maximum of the autoscaler counts for each node pool. {{wanted || '-'}} addresses are asked for ({{nodesAsked || '-'}} nodes), {{available || '-'}} are there. The subnet of the nodes has nothing to do with it.",
    "각 노드는 Pod 범위 {{range || '-'}}에서 /24(주소 256개)를 사용하며, 자동 크기 조정의 최대 노드 수가 노드 풀마다 계산됩니다. 필요한 주소는 {{wanted || '-'}}개(노드 {{nodesAsked || '-'}}개)이고 사용 가능한 주소는 {{available || '-'}}개입니다. 노드의 서브넷과는 관계가 없습니다.",
  ),
  ruledOut: text(
    "The error does not speak of the pod address range.",
    "오류가 Pod 주소 범위에 관한 것이 아닙니다.",
  ),
  culprits: ["deploymentId", "id_scope(deploymentId)"],
  actions: [
    {
      title: text("Give the cluster a larger podCidr", "더 큰 podCidr 지정"),
      why: text(
        "At creation only; the range is private to the cluster, so it may be large (10.244.0.0/16 holds 256 nodes).",
        "생성할 때만 지정할 수 있습니다. 클러스터 내부 범위이므로 넓게 잡아도 됩니다(10.244.0.0/16은 노드 256개).",
      ),
      commands: [],
      config: "Microsoft.ContainerService/managedClusters: properties.networkProfile.podCidr = 10.244.0.0/16",
      changes: true,
      needsRole: "Azure Kubernetes Service Contributor Role",
    },
    {
      title: text("Or lower the maximum node count (maxCount)", "또는 최대 노드 수(maxCount) 줄이기"),
      why: text(
        "The sum of maxCount over all node pools must not exceed the number of /24 ranges in the podCidr.",
        "모든 노드 풀의 maxCount 합이 podCidr에 들어가는 /24 개수를 넘지 않아야 합니다.",
      ),
      commands: [],
      config: "agentPoolProfiles[].maxCount",
      changes: true,
    },
  ],
  verify: {
    text: text("The deployment succeeds.", "배포가 성공합니다."),
    commands: [
      "az deployment group show --resource-group {{id_group(deploymentId)}} --name {{id_name(deploymentId)}} --query properties.provisioningState",
    ],
  },
};
