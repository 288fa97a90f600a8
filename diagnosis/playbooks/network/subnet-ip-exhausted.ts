import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { callerFacts, callerReads } from "./caller-network.ts";

/** A cluster asked for nodes and got none; why, only the Activity Log of its node resource group says. */
const noMoreNodes =
  "failed scale-?up|(?:not trigger|NotTrigger).{0,6}scale-?up|ScaleUp(?:Failed|TimedOut)|FailedToScaleUp|autoscaler.{0,80}(?:fail|backoff|not add|n.t add|cannot)|FailedCreatePodSandBox|노드.{0,20}(?:안 늘|늘지|추가되지|생성되지)";
const refusedForRoom =
  "SubnetIsFull|SubnetWithInsufficientIPs|InsufficientSubnetSize|NotEnoughIPAddresses|not have enough capacity for [0-9]{1,5} IP";

export const subnetIpExhausted: Playbook = {
  code: "network.subnet-ip-exhausted",
  title: text("The subnet has no free addresses left", "서브넷에 남은 IP 주소가 없습니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/error-codes/subnetisfull-error-during-upgrade",
    "https://learn.microsoft.com/rest/api/virtualnetwork/virtual-networks/list-usage",
  ],
  raisedBy: `${hasCode("SubnetIsFull", "InsufficientSubnetSize", "SubnetWithInsufficientIPs", "NotEnoughIPAddresses", "PrivateIPAddressNotAvailable")} || ${errorMatches(
    "subnet.{0,200}(?:full|not have enough|insufficient|no (?:more )?(?:free|available)|does not have|exhaust)",
    "not enough (?:free )?ip|out of ip|failed to allocate address|no available (?:ip|address)|insufficient .{0,30}(?:ip|address)",
    "ip address(?:es)? .{0,40}(?:exhaust|available|left)|IP(?: ?주소)?.{0,30}(?:부족|없|모자)",
    "서브넷.{0,60}(?:부족|없|가득|꽉|모자|소진)",
    "subnet.{0,120}(?:ran out|run out|runs out|out of|used up|too small|maximum limit|limit of)",
    "SubnetFull|IPsNotAvailable|No available addresses|(?:ran|run|running|runs) out of (?:free |private |available )?(?:ip|address)",
    noMoreNodes,
  )}`,
  target: "targets('microsoft.network/virtualnetworks')",
  needsTarget: false,
  competitors: ["network.pod-cidr-too-small", "quota.compute-vcpu"],
  reads: {
    ...callerReads,
    fullSubnet: {
      title: text("Subnet {{id_name(subnetId)}}: its range", "서브넷 {{id_name(subnetId)}}: 주소 범위"),
      request: { kind: "arm", path: "{{subnetId}}" },
      permission: "Microsoft.Network/virtualNetworks/subnets/read",
    },
    usages: {
      title: text(
        "Addresses in use in {{id_name(id_parent(subnetId))}}",
        "{{id_name(id_parent(subnetId))}}에서 사용 중인 주소",
      ),
      request: { kind: "arm", path: "{{id_parent(subnetId)}}/usages" },
      permission: "Microsoft.Network/virtualNetworks/usages/read",
    },
    nodeEvents: {
      title: text(
        "Activity Log of {{app.properties.nodeResourceGroup}}, where the nodes are",
        "노드가 있는 {{app.properties.nodeResourceGroup}}의 활동 로그",
      ),
      request: {
        kind: "arm",
        path: "/subscriptions/{{app.subscriptionId}}/providers/Microsoft.Insights/eventtypes/management/values",
        query: {
          $filter:
            "eventTimestamp ge '{{hours_before(signals.observedAt, `24`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `30`)}}' and resourceGroupName eq '{{app.properties.nodeResourceGroup}}'",
        },
      },
      permission: "Microsoft.Insights/eventtypes/values/Read",
      optional: true,
    },
    scaleSet: {
      title: text(
        "Scale set {{id_name(scaleSetId)}}: its subnet",
        "확장 집합 {{id_name(scaleSetId)}}: 서브넷",
      ),
      request: { kind: "arm", path: "{{scaleSetId}}" },
      when: "scaleSetId && !(statedSubnet)",
      permission: "Microsoft.Compute/virtualMachineScaleSets/read",
      optional: true,
    },
    networks: {
      title: text(
        "Virtual networks with the subnet that the error names",
        "오류에 나온 서브넷이 있는 가상 네트워크",
      ),
      request: {
        kind: "resource_graph",
        query:
          "resources | where type =~ 'microsoft.network/virtualnetworks' | project id, name, type, resourceGroup, subscriptionId, properties",
      },
      when: "!(statedSubnet)",
      permission: "Microsoft.Network/virtualNetworks/read",
      optional: true,
    },
  },
  let: {
    ...callerFacts,
    statedSubnet:
      "said(signals.resourceIds[?type == 'microsoft.network/virtualnetworks/subnets'] | [0].id) || `null`",
    subnetName:
      "find(request.error, 'subnet(?: name)?[ :=]{1,3}[\"`]?([A-Za-z][A-Za-z0-9._-]{2,80})') || find(request.error, 'subnet [^A-Za-z0-9]{0,2}([A-Za-z][A-Za-z0-9._-]{2,80})')",
    namedSubnets:
      "networks.data[].properties.subnets[] | [?mentions($.request.error, name) && length(name) > `3`].id",
    scaleSetId: "said(targets('microsoft.compute/virtualmachinescalesets')[0].id) || `null`",
    scaleSetSubnet:
      "said(readable(scaleSet)) && (scaleSet.properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations[].properties.ipConfigurations[].properties.subnet.id | [?mentions($.request.error, id_name(@))] | [0]) || `null`",
    /** Of several that are mentioned, the one whose range stands there too, or whose name is the one that is said to be full. */
    sureSubnets:
      "networks.data[].properties.subnets[] | [?length(name) > `3` && mentions($.request.error, name) && (properties.addressPrefix && mentions($.request.error, properties.addressPrefix) || same_text(name, not_null($.subnetName, '')))].id",
    refusedNode: `readable(nodeEvents) && (nodeEvents.value[?matches(not_null(properties.statusMessage, ''), '${refusedForRoom}')] | [0].properties.statusMessage) || \`null\``,
    /** The subnet that is said there, among those of the cluster's pools; else that of a pool which could not grow. */
    poolSubnet:
      "refusedNode && (app.properties.agentPoolProfiles[?vnetSubnetID && mentions($.refusedNode, id_name(vnetSubnetID))] | [0].vnetSubnetID) || (app.properties.agentPoolProfiles[?vnetSubnetID && same_text(not_null(provisioningState, ''), 'Failed')] | [0].vnetSubnetID)",
    /** Each node of Azure CNI without overlay keeps an address for every pod that it may run, and one of its own. */
    nodeNeeds:
      "same_text(app.properties.networkProfile.networkPlugin, 'azure') && !(app.properties.networkProfile.networkPluginMode) && (app.properties.agentPoolProfiles[?same_id(vnetSubnetID, $.subnetId) && maxPods && !podSubnetID] | [0].maxPods) + `1` || `null`",
    held: "length(not_null(fullSubnet.properties.ipConfigurations, `[]`))",
    subnetId:
      "statedSubnet || said(scaleSetSubnet) || said(length(not_null(sureSubnets, `[]`)) == `1` && sureSubnets[0]) || said(length(not_null(namedSubnets, `[]`)) == `1` && namedSubnets[0]) || said(poolSubnet) || said(app.properties.agentPoolProfiles[?podSubnetID] | [0].podSubnetID) || callerSubnet",
    room: "subnet_room(fullSubnet, usages)",
    requested:
      "to_number(find(request.error, '(?:pre-allocated ips|requires?|needs?|requested) ([0-9]{1,6})'))",
    saysPodRange: errorMatches("networkProfile\\.podCidr|pod ?cidr"),
    saysFull: errorMatches(
      "SubnetIsFull|subnet.{0,200}(?:is full|not have enough|does not have|no (?:more )?(?:free|available))",
      "SubnetFull|IPsNotAvailable|(?:ran|run|running) out of .{0,20}address|failed to allocate address|no available (?:ip|address)|insufficient .{0,30}(?:ip|address)",
    ),
    capacity: "room.usage.limit || room.size",
  },
  holds:
    "(fullSubnet.properties.addressPrefix || fullSubnet.properties.addressPrefixes[0]) && !said(saysPodRange) && (said(room.isFull) || requested && room.size && requested > room.size || requested && room.usage.currentValue + requested > room.usage.limit || said(saysFull) || refusedNode || nodeNeeds && room.size && held + nodeNeeds > room.size)",
  layer: 7,
  explanation: text(
    "The subnet {{id_name(subnetId)}} ({{fullSubnet.properties.addressPrefix}}) has {{capacity}} usable addresses (Azure keeps five of every range), and {{room.usage.currentValue || held || '-'}} are in use. What is to be created or scaled needs more than that leaves.",
    "서브넷 {{id_name(subnetId)}}({{fullSubnet.properties.addressPrefix}})의 사용 가능한 주소는 {{capacity}}개(Azure가 범위마다 5개 예약)이고 {{room.usage.currentValue || held || '-'}}개가 사용 중입니다. 만들거나 확장하려는 리소스에 필요한 주소가 남아 있지 않습니다.",
  ),
  ruledOut: text("The subnet has free addresses.", "서브넷에 사용 가능한 주소가 남아 있습니다."),
  culprits: ["subnetId"],
  actions: [
    {
      title: text("Use a larger subnet", "더 큰 서브넷 사용"),
      why: text(
        "A subnet with resources in it can be enlarged only where its range can grow; else add a range to the virtual network, create a larger subnet, and move node pools or the integration there. For AKS, CNI Overlay needs an address per node only.",
        "리소스가 있는 서브넷은 인접 범위가 비어 있을 때만 확장할 수 있습니다. 그렇지 않으면 가상 네트워크에 주소 범위를 추가하고 더 큰 서브넷을 만들어 노드 풀이나 통합을 옮기세요. AKS는 CNI Overlay를 사용하면 노드마다 주소 하나만 필요합니다.",
      ),
      commands: [
        "az network vnet subnet list --resource-group {{id_group(subnetId)}} --vnet-name {{id_name(id_parent(subnetId))}} --output table",
      ],
      config: "Microsoft.Network/virtualNetworks/subnets: properties.addressPrefix",
      changes: false,
      needsRole: "Network Contributor",
    },
    {
      title: text("Or free addresses", "또는 주소 확보"),
      why: text(
        "Remove unused network interfaces, private endpoints and node pools, or lower maxPods or the node count.",
        "사용하지 않는 네트워크 인터페이스, 프라이빗 엔드포인트, 노드 풀을 제거하거나 maxPods 또는 노드 수를 줄이세요.",
      ),
      commands: ["az network vnet subnet show --ids {{subnetId}} --query ipConfigurations[].id"],
      changes: false,
    },
  ],
  verify: {
    text: text("The subnet shows free addresses.", "서브넷에 사용 가능한 주소가 표시됩니다."),
    commands: [
      "az network vnet list-available-ips --resource-group {{id_group(subnetId)}} --name {{id_name(id_parent(subnetId))}}",
    ],
  },
};
