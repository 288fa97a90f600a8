import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";
import { addressHoldersQuery, outboundFacts, outboundRaise, outboundReads } from "./outbound-evidence.ts";

export const udrBlackhole: Playbook = {
  code: "network.udr-blackhole",
  title: text(
    "A user-defined route sends the traffic to a next hop that drops it",
    "사용자 정의 경로(UDR)가 트래픽을 버리는 다음 홉으로 보냅니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview",
    "https://learn.microsoft.com/azure/network-watcher/diagnose-vm-network-routing-problem",
  ],
  raisedBy: outboundRaise,
  needsTarget: false,
  competitors: ["network.nsg-egress-deny", "network.snat-exhaustion"],
  reads: {
    ...outboundReads,
    appliances: {
      title: text("What holds the next hop's address", "다음 홉 주소를 가진 리소스"),
      request: { kind: "resource_graph", query: addressHoldersQuery },
      when: "route.properties.nextHopType == 'VirtualAppliance'",
      permission: "Microsoft.Network/networkInterfaces/read",
    },
    denials: {
      title: text(
        "What {{holder.name}} denied around the failure",
        "실패 시점 전후에 {{holder.name}}이(가) 거부한 트래픽",
      ),
      request: {
        kind: "logs",
        resourceId: "{{firewallId}}",
        query: "{{denialTable}} | order by TimeGenerated desc | take 200",
        from: "hours_before(signals.observedAt, `6`)",
        to: "minutes_after(signals.observedAt, `15`)",
      },
      permission: "Microsoft.OperationalInsights/workspaces/query/read",
      optional: true,
    },
    machine: {
      title: text(
        "State of the appliance {{id_name(machineId)}}",
        "어플라이언스 {{id_name(machineId)}}의 상태",
      ),
      request: { kind: "arm", path: "{{machineId}}/instanceView" },
      permission: "Microsoft.Compute/virtualMachines/instanceView/read",
      optional: true,
    },
  },
  let: {
    ...outboundFacts,
    isInside: "peerAddress && is_private_address(peerAddress) || injectedRange",
    holder:
      "appliances.data[?length([properties.ipConfigurations[].properties.privateIPAddress, properties.frontendIPConfigurations[].properties.privateIPAddress][] | [?@ == $.route.properties.nextHopIpAddress]) > `0`] | [0]",
    denialTable: "peerAddress && 'AZFWNetworkRule' || 'AZFWApplicationRule'",
    deniedAs: "said(denial.Fqdn) || said(denial.DestinationIp) || '-'",
    firewallId: "holder.type == 'microsoft.network/azurefirewalls' && holder.id || `null`",
    calledHosts: "[signals.hosts[?starts_with(pointer, '/error')].host, signals.hosts[].host][]",
    /** The appliance drops it: an Azure Firewall whose rules let this traffic of the subnet not pass. */
    denial:
      "readable(denials) && (not_null(denials.rows, `[]`)[?Action == 'Deny' && any_in_cidr(SourceIp, [$.subnet.properties.addressPrefix, $.subnet.properties.addressPrefixes[]][]) && (mentions($.calledHosts, Fqdn) || $.peerAddress && (DestinationIp == $.peerAddress))] | [0]) || `null`",
    /** The interface names its machine; where it does not, the machine names its interfaces. */
    machineId:
      "holder.properties.virtualMachine.id || (holder.type == 'microsoft.network/networkinterfaces' && appliances.data[?properties.networkProfile.networkInterfaces[?same_id(id, $.holder.id)]] | [0].id) || `null`",
    stoppedMachine:
      "readable(machine) && machine.statuses[?code == 'PowerState/deallocated' || code == 'PowerState/stopped'] | [0].code",
    dropped:
      "route.properties.nextHopType == 'None' || route.properties.nextHopType == 'VirtualAppliance' && (!(holder) || stoppedMachine || said(denial.Action) || holder.type == 'microsoft.network/networkinterfaces' && holder.properties.enableIPForwarding == `false`)",
  },
  holds:
    "dropped && route.properties.addressPrefix && subnet.properties.routeTable.id && said(timedOut) && !(hasEndpoint) && !(takesEndpoint)",
  layer: 3,
  explanation: text(
    "The route {{route.name}} ({{route.properties.addressPrefix}}) of the subnet {{subnet.name}} sends the traffic of {{app.name}} to next hop {{route.properties.nextHopType}} {{route.properties.nextHopIpAddress || '-'}}, where it is dropped: the hop is None, nothing holds that address, the machine behind it is stopped or does not forward, or the firewall there denies it (denied: {{deniedAs}}).",
    "서브넷 {{subnet.name}}의 경로 {{route.name}}({{route.properties.addressPrefix}})이(가) {{app.name}}의 트래픽을 다음 홉 {{route.properties.nextHopType}} {{route.properties.nextHopIpAddress || '-'}}(으)로 보내 트래픽이 버려집니다. 다음 홉이 None이거나, 그 주소를 가진 리소스가 없거나, 가상 머신이 중지되었거나 IP 전달이 꺼져 있거나, 방화벽이 거부합니다(거부된 대상: {{deniedAs}}).",
  ),
  ruledOut: text(
    "No user-defined route of the caller's subnet leads the traffic to where it is dropped.",
    "호출자 서브넷의 사용자 정의 경로가 트래픽을 버리는 곳으로 보내지 않습니다.",
  ),
  culprits: ["routeTable.id", "route.id", "subnet.id"],
  actions: [
    {
      title: text("Remove the route", "경로 제거"),
      why: text(
        "The address is private: without this route Azure's own routes of the network and its peerings lead there. Keep it only where its next hop runs and forwards.",
        "사설 주소이므로 이 경로가 없으면 가상 네트워크와 피어링의 시스템 경로를 사용합니다. 다음 홉이 실행되고 트래픽을 전달하는 경우에만 유지하세요.",
      ),
      commands: [
        "az network route-table route delete --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --name {{route.name}}",
      ],
      config: "Microsoft.Network/routeTables/routes",
      changes: true,
      needsRole: "Network Contributor",
      undo: "az network route-table route create --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --name {{route.name}} --address-prefix {{route.properties.addressPrefix}} --next-hop-type {{route.properties.nextHopType}}",
      when: "said(isInside) && !said(denial.Action)",
      effects: [{ kind: "delete", id: "{{route.id}}" }],
    },
    {
      title: text("Correct the route's next hop", "경로의 다음 홉 수정"),
      why: text(
        "Point it at an appliance that runs and forwards, or to the Internet for what needs no appliance; or remove the route.",
        "실행 중이고 트래픽을 전달하는 어플라이언스로 바꾸거나, 어플라이언스가 필요 없는 대상이면 Internet으로 바꾸거나, 경로를 제거하세요.",
      ),
      commands: [
        "az network route-table route update --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --name {{route.name}} --next-hop-type Internet",
      ],
      config: "Microsoft.Network/routeTables/routes: properties.nextHopType, properties.nextHopIpAddress",
      changes: true,
      needsRole: "Network Contributor",
      undo: "az network route-table route update --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --name {{route.name}} --next-hop-type VirtualAppliance --next-hop-ip-address {{route.properties.nextHopIpAddress}}",
      when: "route.properties.nextHopIpAddress && !said(isInside) && !said(denial.Action)",
      effects: [
        {
          kind: "set",
          id: "{{route.id}}",
          values: { "/properties/nextHopType": "'Internet'", "/properties/nextHopIpAddress": "`null`" },
        },
      ],
    },
    {
      title: text("Give the route a next hop", "경로에 다음 홉 지정"),
      why: text(
        "A next hop of None drops everything: send it to the Internet or to an appliance, or remove the route.",
        "다음 홉이 None이면 모든 트래픽이 버려집니다. Internet이나 어플라이언스로 바꾸거나 경로를 제거하세요.",
      ),
      commands: [
        "az network route-table route update --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --name {{route.name}} --next-hop-type Internet",
      ],
      config: "Microsoft.Network/routeTables/routes: properties.nextHopType",
      changes: true,
      needsRole: "Network Contributor",
      undo: "az network route-table route update --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --name {{route.name}} --next-hop-type None",
      when: "!(route.properties.nextHopIpAddress) && !said(isInside)",
      effects: [
        {
          kind: "set",
          id: "{{route.id}}",
          values: { "/properties/nextHopType": "'Internet'", "/properties/nextHopIpAddress": "`null`" },
        },
      ],
    },
    {
      title: text("Allow the destination on the firewall", "방화벽에서 대상 허용"),
      why: text(
        "The next hop works and denies {{deniedAs}}: add a rule for the caller's subnet to its policy.",
        "다음 홉은 정상이지만 {{deniedAs}}을(를) 거부합니다. 방화벽 정책에 호출자 서브넷의 허용 규칙을 추가하세요.",
      ),
      commands: ["az network firewall show --ids {{firewallId}} --query firewallPolicy.id"],
      config: "Microsoft.Network/firewallPolicies/ruleCollectionGroups: targetFqdns, destinationAddresses",
      changes: false,
      needsRole: "Network Contributor",
      when: "said(denial.Action)",
    },
    {
      title: text("Start the appliance", "어플라이언스 시작"),
      why: text("The machine behind the next hop is stopped.", "다음 홉의 가상 머신이 중지되어 있습니다."),
      commands: ["az vm start --ids {{machineId}}"],
      changes: true,
      needsRole: "Virtual Machine Contributor",
      when: "stoppedMachine",
      effects: [
        {
          kind: "set",
          id: "{{machineId}}/instanceView",
          values: { "/statuses": "[{code: 'PowerState/running'}]" },
        },
      ],
    },
  ],
  verify: {
    text: text(
      "The route shows the new next hop, and the call answers.",
      "경로에 새 다음 홉이 표시되고 호출이 응답합니다.",
    ),
    commands: [
      "az network route-table route list --resource-group {{id_group(routeTable.id)}} --route-table-name {{routeTable.name}} --output table",
    ],
  },
};
