import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";
import { dnsFacts, dnsRaise, dnsReads, dnsTarget } from "./dns-evidence.ts";

export const linkedZoneWithoutEndpoint: Playbook = {
  code: "dns.linked-zone-without-endpoint",
  title: text(
    "A private zone is linked although no private endpoint serves it",
    "프라이빗 엔드포인트가 없는데 프라이빗 DNS 영역이 연결되어 있습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/private-link/private-endpoint-dns",
    "https://learn.microsoft.com/azure/dns/private-dns-fallback",
  ],
  raisedBy: dnsRaise,
  target: dnsTarget,
  needsTarget: true,
  competitors: ["dns.linked-zone-missing-record", "dns.private-zone-not-linked"],
  reads: dnsReads,
  let: {
    ...dnsFacts,
    /** An endpoint in a network to which no packet of the caller finds serves others. */
    isUnserved:
      "!said(endpoint) && length(connections) == `0` || endpoint.properties.subnet.id && reachesPrivate == `false` && !(dns.record)",
  },
  holds:
    "dns.link.properties.virtualNetwork.id && dns.link.properties.resolutionPolicy != 'NxDomainRedirect' && !(usesOwnServer) && isUnserved && !(service.properties.network.delegatedSubnetResourceId) && service.properties.apiServerAccessProfile.enablePrivateCluster != `true` && (said(nameUnknown) || dns.record && said(timedOut)) && (said(dns.record.properties.aRecords[0].ipv4Address) || `true`)",
  layer: 2,
  explanation: text(
    "The private zone {{id_name(askedZone)}} is linked to {{network.name}}, so {{host}} is looked up there and nowhere else. But no private endpoint of {{target.name}} serves this network: the zone answers NXDOMAIN (or with an address that leads nowhere) instead of the public address that would work.",
    "프라이빗 영역 {{id_name(askedZone)}}이(가) {{network.name}}에 연결되어 있어 {{host}}을(를) 이 영역에서만 조회합니다. 그런데 이 네트워크에서 쓸 수 있는 {{target.name}}의 프라이빗 엔드포인트가 없어 영역이 NXDOMAIN(또는 더 이상 유효하지 않은 주소)으로 응답하고 공용 주소를 사용하지 못합니다.",
  ),
  ruledOut: text(
    "A private endpoint serves {{target.name}}, or no private zone for its name is linked to the caller's network.",
    "{{target.name}}에 프라이빗 엔드포인트가 있거나 호출자의 네트워크에 해당 프라이빗 영역이 연결되어 있지 않습니다.",
  ),
  culprits: ["askedZone", "dns.link.id"],
  actions: [
    {
      title: text("Remove the link of the unused zone", "사용하지 않는 영역의 링크 제거"),
      why: text(
        "Where no private endpoint in this network uses the zone: the name then resolves publicly again.",
        "이 네트워크에서 이 영역을 사용하는 프라이빗 엔드포인트가 없을 때 가능합니다. 이후 이름이 다시 공용 주소로 확인됩니다.",
      ),
      commands: [
        "az network private-dns link vnet delete --resource-group {{id_group(askedZone)}} --zone-name {{id_name(askedZone)}} --name {{dns.link.name}} --yes",
      ],
      config: "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
      changes: true,
      needsRole: "Private DNS Zone Contributor",
      undo: "az network private-dns link vnet create --resource-group {{id_group(askedZone)}} --zone-name {{id_name(askedZone)}} --name {{dns.link.name}} --virtual-network {{network.id}} --registration-enabled false",
      effects: [{ kind: "delete", id: "{{dns.link.id}}" }],
    },
    {
      title: text("Or create the private endpoint", "또는 프라이빗 엔드포인트 생성"),
      why: text(
        "Where the service should be reached privately: an endpoint in {{network.name}} with a DNS zone group fills the zone. The resolution policy NxDomainRedirect on the link is a third way.",
        "비공개로 접근해야 하는 서비스라면 {{network.name}}에 프라이빗 엔드포인트와 DNS 영역 그룹을 만드세요. 링크의 확인 정책 NxDomainRedirect도 방법입니다.",
      ),
      commands: [
        "az network private-dns link vnet update --resource-group {{id_group(askedZone)}} --zone-name {{id_name(askedZone)}} --name {{dns.link.name}} --resolution-policy NxDomainRedirect",
      ],
      config: "Microsoft.Network/privateEndpoints; virtualNetworkLinks: properties.resolutionPolicy",
      changes: true,
      needsRole: "Network Contributor",
      effects: [
        {
          kind: "set",
          id: "{{dns.link.id}}",
          values: { "/properties/resolutionPolicy": "'NxDomainRedirect'" },
        },
      ],
    },
  ],
  verify: {
    text: text(
      "From the caller, {{host}} resolves to an address that answers.",
      "호출자에서 {{host}}이(가) 응답하는 주소로 확인됩니다.",
    ),
    commands: ["nslookup {{host}}"],
  },
};
