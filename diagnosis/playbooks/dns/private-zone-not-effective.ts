import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";
import { dnsFacts, dnsRaise, dnsReads, dnsTarget } from "./dns-evidence.ts";

export const privateZoneNotEffective: Playbook = {
  code: "dns.private-zone-not-effective",
  title: text(
    "The private zone has no effect for the caller's network: the name resolves publicly",
    "프라이빗 DNS 영역이 호출자의 네트워크에 적용되지 않아 이름이 공용 주소로 확인됩니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/private-link/private-endpoint-dns-integration#virtual-network-workloads-with-dns-forwarder",
    "https://learn.microsoft.com/azure/virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances#name-resolution-that-uses-your-own-dns-server",
  ],
  raisedBy: dnsRaise,
  target: dnsTarget,
  needsTarget: true,
  competitors: [
    "dns.private-zone-not-linked",
    "dns.linked-zone-missing-record",
    "network.vnet-integration-missing",
  ],
  reads: dnsReads,
  let: dnsFacts,
  holds:
    "network.id && isPrivate && reachesPrivate && zoneSeen && (usesOwnServer && !(dns.peerLink) || dns.link.properties.virtualNetworkLinkState == 'InProgress') && dns.link.properties.virtualNetwork.id && dns.record.properties.aRecords[0].ipv4Address && !said(nameUnknown)",
  layer: 2,
  explanation: text(
    "The zone {{id_name(zoneIds[0])}} is linked to {{network.name}} and has the record, but the network asks its own DNS server {{dns.server}} instead of Azure's resolver. That server does not know the zone (its own network has no link, and it does not forward to 168.63.129.16), so {{host}} resolves to the public address.",
    "영역 {{id_name(zoneIds[0])}}은(는) {{network.name}}에 연결되어 있고 레코드도 있지만, 이 네트워크는 Azure 확인자가 아닌 사용자 지정 DNS 서버 {{dns.server}}에 질의합니다. 그 서버는 이 영역을 알지 못하므로(서버의 네트워크에 링크가 없고 168.63.129.16으로 전달하지도 않음) {{host}}이(가) 공용 주소로 확인됩니다.",
  ),
  ruledOut: text(
    "The caller's network asks a DNS server that knows the private zone, or the zone is not linked at all.",
    "호출자의 네트워크가 프라이빗 영역을 아는 DNS 서버를 사용하거나 영역이 아예 연결되어 있지 않습니다.",
  ),
  culprits: ["network.id", "zoneIds[0]"],
  actions: [
    {
      title: text(
        "Forward the zone to Azure's resolver on the DNS server",
        "DNS 서버에서 Azure 확인자로 조건부 전달",
      ),
      why: text(
        "On {{dns.server}}, add a conditional forwarder for the public zone (the one without privatelink) to 168.63.129.16, or to a DNS Private Resolver; and link the private zone to the network in which that server stands.",
        "{{dns.server}}에서 공용 영역(privatelink가 없는 이름)에 대해 168.63.129.16 또는 DNS Private Resolver로 조건부 전달자를 추가하고, 그 서버가 있는 네트워크에 프라이빗 영역을 연결하세요.",
      ),
      commands: [
        "az network private-dns link vnet list --resource-group {{id_group(zoneIds[0])}} --zone-name {{id_name(zoneIds[0])}} --output table",
      ],
      config:
        "conditional forwarder to 168.63.129.16; Microsoft.Network/virtualNetworks: properties.dhcpOptions.dnsServers",
      changes: false,
    },
    {
      title: text(
        "Or use Azure-provided DNS in {{network.name}}",
        "또는 {{network.name}}에서 Azure 제공 DNS 사용",
      ),
      why: text(
        "Where nothing else in the network needs the own server. Machines take the change over after a restart or a DHCP renewal.",
        "네트워크의 다른 리소스가 사용자 지정 DNS 서버를 필요로 하지 않을 때 가능합니다. 다시 시작하거나 DHCP를 갱신해야 적용됩니다.",
      ),
      commands: ["az network vnet update --ids {{network.id}} --remove dhcpOptions.dnsServers"],
      config: "Microsoft.Network/virtualNetworks: properties.dhcpOptions.dnsServers",
      changes: true,
      needsRole: "Network Contributor",
      undo: "az network vnet update --ids {{network.id}} --dns-servers {{dns.server}}",
      effects: [
        { kind: "set", id: "{{network.id}}", values: { "/properties/dhcpOptions/dnsServers": "`[]`" } },
      ],
    },
  ],
  verify: {
    text: text(
      "From the caller, the name resolves to the private address {{dns.record.properties.aRecords[0].ipv4Address}}.",
      "호출자에서 이름이 사설 주소 {{dns.record.properties.aRecords[0].ipv4Address}}(으)로 확인됩니다.",
    ),
    commands: ["nslookup {{host}}"],
  },
};
