import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { callerFacts, callerReads, serviceTargets } from "./caller-network.ts";
import { peerAddress, peerPort, timedOut } from "./network-symptoms.ts";
import { addressHoldersQuery, privateEndpointsQuery } from "./outbound-evidence.ts";
import { allowEffect, freePriority } from "./rule-effect.ts";

const receivingTypes = [
  "microsoft.compute/virtualmachines",
  "microsoft.network/applicationgateways",
  "microsoft.containerservice/managedclusters",
  "microsoft.app/containerapps",
  "microsoft.apimanagement/service",
  "microsoft.dbforpostgresql/flexibleservers",
  "microsoft.dbformysql/flexibleservers",
  "microsoft.sql/managedinstances",
  "microsoft.network/publicipaddresses",
];

export const nsgIngressDeny: Playbook = {
  code: "network.nsg-ingress-deny",
  title: text(
    "A network security group denies the inbound traffic",
    "네트워크 보안 그룹(NSG)이 인바운드 트래픽을 거부합니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
    "https://learn.microsoft.com/azure/application-gateway/configuration-infrastructure#network-security-groups",
  ],
  raisedBy: `${timedOut} || ${hasCode("502", "504", "ApplicationGatewaySubnetInboundTrafficBlockedByNetworkSecurityGroup")} || ${errorMatches("InboundTrafficBlocked|network security group|nsg|GatewayManager|ssh: connect|health probe")}`,
  target: `targets(${receivingTypes.map((type) => `'${type}'`).join(", ")})`,
  needsTarget: false,
  competitors: ["network.udr-blackhole", "aks.api-server-ip-not-authorized"],
  reads: {
    ...callerReads,
    receiver: {
      title: text("{{target.name}}: where it stands in the network", "{{target.name}}: 네트워크 위치"),
      request: { kind: "arm", path: "{{target.id}}" },
      permission: "*/read",
    },
    holders: {
      title: text("What holds the address {{peerAddress}}", "주소 {{peerAddress}}을(를) 가진 리소스"),
      request: { kind: "resource_graph", query: addressHoldersQuery },
      when: "said(peerAddress)",
      permission: "Microsoft.Network/networkInterfaces/read",
      optional: true,
    },
    /** A network policy of the subnet puts its group before private endpoints. */
    endpoints: {
      title: text("Private endpoints and what they lead to", "프라이빗 엔드포인트와 연결 대상"),
      request: { kind: "resource_graph", query: privateEndpointsQuery },
      when: "addressed.id && !(target.id) && callerSubnet",
      permission: "Microsoft.Network/privateEndpoints/read",
      optional: true,
    },
    nic: {
      title: text("Network interface of {{target.name}}", "{{target.name}}의 네트워크 인터페이스"),
      request: { kind: "arm", path: "{{nicId}}" },
      permission: "Microsoft.Network/networkInterfaces/read",
    },
    publicAddress: {
      title: text("Public address of {{target.name}}", "{{target.name}}의 공용 IP 주소"),
      request: { kind: "arm", path: "{{publicAddressId}}" },
      permission: "Microsoft.Network/publicIPAddresses/read",
    },
    receivingEnvironment: {
      title: text("Container Apps environment of {{target.name}}", "{{target.name}}의 Container Apps 환경"),
      request: { kind: "arm", path: "{{receiver.properties.managedEnvironmentId}}" },
      permission: "Microsoft.App/managedEnvironments/read",
    },
    receivingSubnet: {
      title: text("Subnet of {{target.name}}", "{{target.name}}의 서브넷"),
      request: { kind: "arm", path: "{{subnetId}}" },
      permission: "Microsoft.Network/virtualNetworks/subnets/read",
    },
    receivingGroups: {
      title: text("Network security group {{id_name(item)}}", "네트워크 보안 그룹 {{id_name(item)}}"),
      request: { kind: "arm", path: "{{item}}" },
      each: "receivingGroupIds",
      permission: "Microsoft.Network/networkSecurityGroups/read",
    },
  },
  let: {
    ...callerFacts,
    ...freePriority("receivingGroups"),
    source:
      "caller || isManagement && 'GatewayManager' || said(isCalledInside) && 'VirtualNetwork' || 'Internet'",
    ports: "isManagement && '65200-65535' || to_string(port)",
    isAddressInside: "said(peerAddress && is_private_address(peerAddress))",
    /** The machine that is called may be named by its address alone. */
    calledNic:
      "readable(holders) && (holders.data[?type == 'microsoft.network/networkinterfaces' && length(properties.ipConfigurations[?properties.privateIPAddress == $.peerAddress]) > `0`] | [0].id) || said(readable(holders) && publicNic) || `null`",
    /** A public address leads to the interface that it is bound to; each of the two names the other. */
    calledPublic:
      "holders.data[?type == 'microsoft.network/publicipaddresses' && properties.ipAddress == $.peerAddress] | [0]",
    publicNic:
      "calledPublic && (holders.data[?type == 'microsoft.network/networkinterfaces' && length(properties.ipConfigurations[?same_id(not_null(properties.publicIPAddress.id, ''), $.calledPublic.id)]) > `0`] | [0].id)",
    addressed: `${serviceTargets} | [0]`,
    endpoint:
      "said(!(target.id) && readable(endpoints) && (endpoints.data[?length(not_null(properties.privateLinkServiceConnections, `[]`)[?same_id(properties.privateLinkServiceId, $.addressed.id)]) > `0`] | [0])) || `null`",
    isFiltered:
      "endpoint.id && mentions(['Enabled', 'NetworkSecurityGroupEnabled'], receivingSubnet.properties.privateEndpointNetworkPolicies)",
    nicId:
      "said(calledNic) || said(endpoint.properties.networkInterfaces[0].id) || said(receiver.properties.networkProfile.networkInterfaces[0].id) || said(receiver.properties.ipConfiguration.id && contains(receiver.properties.ipConfiguration.id, '/networkInterfaces/') && id_parent(receiver.properties.ipConfiguration.id)) || `null`",
    subnetId: [
      "said(nic.properties.ipConfigurations[0].properties.subnet.id)",
      "said(receiver.properties.gatewayIPConfigurations[0].properties.subnet.id)",
      "said(receiver.properties.agentPoolProfiles[0].vnetSubnetID)",
      "said(receivingEnvironment.properties.vnetConfiguration.infrastructureSubnetId)",
      "said(receiver.properties.virtualNetworkConfiguration.subnetResourceId)",
      "said(receiver.properties.network.delegatedSubnetResourceId)",
      "said(receiver.properties.subnetId)",
      "`null`",
    ].join(" || "),
    receivingGroupIds:
      "distinct([receivingSubnet.properties.networkSecurityGroup.id, nic.properties.networkSecurityGroup.id, said(isManagement) && (signals.resourceIds[?type == 'microsoft.network/networksecuritygroups'] | [0].id) || `null`][?@ != `null`])",
    stated: "said(signals.clientAddresses[0].address) || `null`",
    peerAddress,
    /** The private address of the resource is called: who calls stands in this network or in one behind it. */
    isCalledInside:
      "isAddressInside || said(endpoint.id) || said(receiver.properties.network.delegatedSubnetResourceId) || said(target.type == 'microsoft.sql/managedinstances' && !matches(request.error, '[.]public[.]')) || said(receivingEnvironment.properties.vnetConfiguration.internal == `true`)",
    /** The caller's own address, or the range of its subnet. */
    callerInside:
      "said(networkInterface.properties.ipConfigurations[0].properties.privateIPAddress) || said(subnet.properties.addressPrefix) || said(subnet.properties.addressPrefixes[0]) || `null`",
    caller: "stated || said(said(isCalledInside) && callerInside) || `null`",
    isManagement: errorMatches("InboundTrafficBlocked|GatewayManager|65200|65503|blocks incoming"),
    defaultPort:
      "target.type == 'microsoft.compute/virtualmachines' && (said(matches(request.error, 'ssh')) && `22` || said(matches(request.error, 'rdp|mstsc|remote desktop|원격 데스크톱')) && `3389`) || target.type == 'microsoft.dbforpostgresql/flexibleservers' && `5432` || target.type == 'microsoft.dbformysql/flexibleservers' && `3306` || said(matches(request.error, 'http://')) && `80` || said(addressed.id && service_flow(addressed.type).port) || `443`",
    port: `isManagement ? \`65200\` : to_number(${peerPort} || defaultPort)`,
    flow: "{direction: 'Inbound', port: port, address: caller, tags: isManagement && ['GatewayManager'] || caller && `[]` || said(isCalledInside) && ['VirtualNetwork'] || ['Internet'], local: nic.properties.ipConfigurations[0].properties.privateIPAddress || receivingSubnet.properties.addressPrefix || `null`}",
    decided: "not_null(receivingGroups, `[]`)[].deciding_rule(@, $.flow)",
    denied: "decided[?properties.access == 'Deny'] | [0]",
    /** A group of the interface stands beside the one of the subnet, and each may refuse. */
    isBoundToInterface: "said(same_id(nic.properties.networkSecurityGroup.id, id_parent(denied.id)))",
    publicAddressId:
      "said(nic.properties.ipConfigurations[0].properties.publicIPAddress.id) || said(receiver.properties.frontendIPConfigurations[?properties.publicIPAddress.id] | [0].properties.publicIPAddress.id) || `null`",
    /** The call goes to this resource: the error names its address, its host, or the rule that its platform misses. */
    isCalled: [
      "said(mentions(request.error, nic.properties.ipConfigurations[0].properties.privateIPAddress))",
      "said(mentions(request.error, publicAddress.properties.ipAddress))",
      "said(mentions(request.error, publicAddress.properties.dnsSettings.fqdn))",
      "said(mentions(request.error, receiver.properties.configuration.ingress.fqdn))",
      "said(mentions(request.error, receiver.properties.fullyQualifiedDomainName))",
      "said(mentions(request.error, receiver.properties.gatewayUrl))",
      "said(mentions(request.error, join('', ['host ', target.name])))",
      "said(target.matchedBy != 'neighbour' && target.type == 'microsoft.compute/virtualmachines' && matches(request.error, 'ssh|rdp|remote desktop|mstsc|browser|web ?(?:page|site)|from (?:the )?(?:outside|internet|office|home)|원격|외부에서|브라우저|접속'))",
      "said(isManagement)",
      "said(isFiltered)",
      "said(target.type == 'microsoft.containerservice/managedclusters' && matches(request.error, 'EXTERNAL-IP|type: LoadBalancer|ingress') && !matches(request.error, 'azmk8s'))",
      "said(!mentions(request.error, peerAddress) && same_id(not_null(calledNic, ''), nic.id))",
    ].join(" || "),
    timedOut,
    saysBlocked: errorMatches("InboundTrafficBlocked|502|504|health probe|unhealthy|ssh: connect"),
  },
  holds: `denied.properties.access == 'Deny' && denied.properties.direction == 'Inbound' && (denied.properties.sourceAddressPrefix || denied.properties.sourceAddressPrefixes[0] || \`true\`) && isCalled && (said(timedOut) || said(saysBlocked)) && ${alsoShown("isBoundToInterface && nic.properties.networkSecurityGroup.id", "said(caller) && callerSubnet", "said(caller) && callerInside")}`,
  layer: 3,
  explanation: text(
    "Inbound traffic to {{target.name || addressed.name || peerAddress}} on port {{port}} is decided by the rule {{denied.name}} (priority {{denied.properties.priority}}) of its network security group, which denies it: no rule before it allows this source and port. Denied packets get no answer.",
    "{{target.name || addressed.name || peerAddress}}의 포트 {{port}}(으)로 들어오는 트래픽에는 네트워크 보안 그룹의 규칙 {{denied.name}}(우선 순위 {{denied.properties.priority}})이 적용되어 거부됩니다. 이 원본과 포트를 허용하는 앞선 규칙이 없습니다. 거부된 패킷에는 응답이 없습니다.",
  ),
  ruledOut: text(
    "The network security groups in front of {{target.name}} let this traffic in.",
    "{{target.name}} 앞의 네트워크 보안 그룹이 이 트래픽을 허용합니다.",
  ),
  culprits: ["id_parent(denied.id)", "denied.id", "said(nic.properties.virtualMachine.id)"],
  actions: [
    {
      title: text("Allow the source and port inbound", "원본과 포트의 인바운드 허용"),
      why: text(
        "A rule with a smaller priority number than the denying one; name the source as narrowly as you can. Application Gateway v2 needs ports 65200-65535 from GatewayManager.",
        "거부 규칙보다 우선 순위 숫자가 작은 규칙을 추가하고 원본을 가능한 한 좁게 지정하세요. Application Gateway v2에는 GatewayManager의 65200-65535 포트가 필요합니다.",
      ),
      commands: [
        "az network nsg rule create --resource-group {{id_group(denied.id)}} --nsg-name {{id_name(id_parent(denied.id))}} --name allow-inbound-{{port}} --priority {{freePriority}} --direction Inbound --access Allow --protocol Tcp --source-address-prefixes {{source}} --destination-port-ranges {{ports}}",
      ],
      config: "Microsoft.Network/networkSecurityGroups/securityRules: direction Inbound, access Allow",
      changes: true,
      needsRole: "Network Contributor",
      undo: "az network nsg rule delete --resource-group {{id_group(denied.id)}} --nsg-name {{id_name(id_parent(denied.id))}} --name allow-inbound-{{port}}",
      effects: [
        allowEffect("Inbound", {
          name: "join('-', ['allow-inbound', to_string(port)])",
          remote: "source",
          port: "ports",
        }),
      ],
    },
  ],
  verify: {
    text: text("The rule is listed, and the connection is accepted.", "규칙이 표시되고 연결이 수락됩니다."),
    commands: [
      "az network nsg rule list --resource-group {{id_group(denied.id)}} --nsg-name {{id_name(id_parent(denied.id))}} --include-default --output table",
    ],
  },
};
