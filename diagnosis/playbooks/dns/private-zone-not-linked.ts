import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";
import { dnsFacts, dnsRaise, dnsReads, dnsTarget } from "./dns-evidence.ts";

export const privateZoneNotLinked: Playbook = {
  code: "dns.private-zone-not-linked",
  title: text(
    "The private DNS zone has no link to the caller's virtual network",
    "프라이빗 DNS 영역이 호출자의 가상 네트워크에 연결되어 있지 않습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/private-link/private-endpoint-dns",
    "https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links",
  ],
  raisedBy: dnsRaise,
  target: dnsTarget,
  needsTarget: true,
  competitors: [
    "dns.private-zone-not-effective",
    "dns.linked-zone-missing-record",
    "network.vnet-integration-missing",
  ],
  reads: dnsReads,
  let: dnsFacts,
  holds:
    "!(dns.link) && !(dns.peerLink) && (links[0].value[0].properties.virtualNetwork.id || `true`) && (links[0].value[1].properties.virtualNetwork.id || `true`) && network.id && isPrivate && reachesPrivate && zoneSeen && (said(nameUnknown) || said(publicRefusal) || said(timedOut))",
  layer: 2,
  explanation: text(
    "{{target.name}} is reached over a private endpoint, but its zone {{id_name(zoneIds[0])}} is not linked to {{network.name}}, the network of {{app.name}}. There {{host}} resolves as it does on the Internet (or not at all), so the call never takes the private endpoint.",
    "{{target.name}}에는 프라이빗 엔드포인트가 있지만 영역 {{id_name(zoneIds[0])}}이(가) {{app.name}}의 네트워크인 {{network.name}}에 연결되어 있지 않습니다. 그래서 {{host}}이(가) 인터넷과 같은 공용 주소로 확인되거나(또는 확인되지 않아) 프라이빗 엔드포인트를 사용하지 못합니다.",
  ),
  ruledOut: text(
    "The private DNS zone of {{target.name}} is linked to the caller's virtual network, or it has no private endpoint.",
    "{{target.name}}의 프라이빗 DNS 영역이 호출자의 가상 네트워크에 연결되어 있거나 프라이빗 엔드포인트가 없습니다.",
  ),
  culprits: ["zoneIds[0]", "network.id"],
  actions: [
    {
      title: text("Link the zone to {{network.name}}", "영역을 {{network.name}}에 연결"),
      why: text(
        "A virtual network resolves the names of a private zone only where the zone has a virtual network link to it; peering alone does not carry DNS.",
        "가상 네트워크는 링크된 프라이빗 DNS 영역의 이름만 확인할 수 있으며 피어링만으로는 DNS가 전달되지 않습니다.",
      ),
      commands: [
        "az network private-dns link vnet create --resource-group {{id_group(zoneIds[0])}} --zone-name {{id_name(zoneIds[0])}} --name {{network.name}} --virtual-network {{network.id}} --registration-enabled false",
      ],
      config: "Microsoft.Network/privateDnsZones/virtualNetworkLinks: properties.virtualNetwork.id",
      changes: true,
      needsRole: "Private DNS Zone Contributor, Network Contributor",
      undo: "az network private-dns link vnet delete --resource-group {{id_group(zoneIds[0])}} --zone-name {{id_name(zoneIds[0])}} --name {{network.name}} --yes",
      effects: [
        {
          kind: "create",
          id: "{{zoneIds[0]}}/virtualNetworkLinks/{{network.name}}",
          body: "{location: 'global', properties: {virtualNetwork: {id: network.id}, registrationEnabled: `false`, resolutionPolicy: 'Default', virtualNetworkLinkState: 'Completed', provisioningState: 'Succeeded'}}",
        },
      ],
    },
  ],
  verify: {
    text: text(
      "The link is listed as Completed, and from the caller the name resolves to the private address.",
      "링크 상태가 Completed로 표시되고 호출자에서 이름이 사설 주소로 확인됩니다.",
    ),
    commands: [
      "az network private-dns link vnet list --resource-group {{id_group(zoneIds[0])}} --zone-name {{id_name(zoneIds[0])}} --output table",
    ],
  },
};
