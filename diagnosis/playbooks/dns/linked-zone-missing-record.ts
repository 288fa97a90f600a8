import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { text } from "../text.ts";
import { dnsFacts, dnsRaise, dnsReads, dnsTarget } from "./dns-evidence.ts";

export const linkedZoneMissingRecord: Playbook = {
  code: "dns.linked-zone-missing-record",
  title: text(
    "The linked private zone has no record for the name",
    "연결된 프라이빗 DNS 영역에 해당 이름의 레코드가 없습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/private-link/private-endpoint-dns",
    "https://learn.microsoft.com/azure/dns/private-dns-fallback",
  ],
  raisedBy: dnsRaise,
  target: dnsTarget,
  needsTarget: true,
  competitors: [
    "dns.private-zone-not-linked",
    "dns.linked-zone-without-endpoint",
    "dns.private-zone-not-effective",
  ],
  reads: dnsReads,
  let: {
    ...dnsFacts,
    /** A record would lead to where no packet of the caller's finds. */
    isFar: "endpoint.properties.subnet.id && reachesPrivate == `false`",
    /** A server inside the network is an alias of a record of its zone whose name no one chooses. */
    isInjected: "service.properties.network.delegatedSubnetResourceId",
    /** What stands before the zone's own name. */
    publicZone: "join('', ['.', replace(id_name(askedZone), 'privatelink.', '')])",
    /** The private zone of a vault is called otherwise than the public one. */
    recordName: "said(ends_with(host, publicZone)) ? strip_suffix(host, publicZone) : split(host, '.')[0]",
    /** The endpoint says which names it wants to be found under. */
    wanted: "endpoint.properties.customDnsConfigs[?same_text(fqdn, $.host)] | [0].fqdn",
  },
  holds: `askedLink.properties.virtualNetwork.id && askedLink.properties.resolutionPolicy != 'NxDomainRedirect' && !(dns.record) && !(isInjected && length(records[].value[]) > \`0\`) && isPrivate && !said(isFar) && said(nameUnknown) && ${alsoShown("said(wanted)")}`,
  layer: 2,
  explanation: text(
    "{{network.name}} asks the private zone {{id_name(askedZone)}} for {{host}}, since the zone is linked to it. The zone has no record of that name and answers NXDOMAIN; Azure does not fall back to the public address. The private endpoint of {{target.name}} was created without registering itself there.",
    "{{network.name}}에는 프라이빗 영역 {{id_name(askedZone)}}이(가) 연결되어 있어 {{host}}을(를) 이 영역에 질의합니다. 영역에 해당 레코드가 없어 NXDOMAIN으로 응답하며 공용 주소로 대체되지 않습니다. {{target.name}}의 프라이빗 엔드포인트가 이 영역에 등록되지 않았습니다.",
  ),
  ruledOut: text(
    "The private zone has a record for the name, or it is not linked to the caller's network.",
    "프라이빗 영역에 해당 이름의 레코드가 있거나 영역이 호출자의 네트워크에 연결되어 있지 않습니다.",
  ),
  culprits: ["askedZone", "endpoint.id"],
  actions: [
    {
      title: text("Register the private endpoint in the zone", "프라이빗 엔드포인트를 영역에 등록"),
      why: text(
        "A DNS zone group keeps the A record of the endpoint in the zone up to date.",
        "DNS 영역 그룹을 만들면 엔드포인트의 A 레코드가 영역에 자동으로 유지됩니다.",
      ),
      commands: [
        "az network private-endpoint dns-zone-group create --resource-group {{id_group(endpoint.id)}} --endpoint-name {{id_name(endpoint.id)}} --name default --private-dns-zone {{askedZone}} --zone-name {{id_name(askedZone)}}",
      ],
      config: "Microsoft.Network/privateEndpoints/privateDnsZoneGroups: properties.privateDnsZoneConfigs",
      changes: true,
      needsRole: "Network Contributor, Private DNS Zone Contributor",
      undo: "az network private-endpoint dns-zone-group delete --resource-group {{id_group(endpoint.id)}} --endpoint-name {{id_name(endpoint.id)}} --name default",
      when: "endpoint.id",
      effects: [
        {
          kind: "create",
          id: "{{askedZone}}/A/{{recordName}}",
          body: "{properties: {ttl: `10`, aRecords: [{ipv4Address: endpoint.properties.customDnsConfigs[?same_text(fqdn, $.host)] | [0].ipAddresses[0]}]}}",
        },
      ],
    },
    {
      title: text("Or let the zone fall back to the Internet", "또는 영역에서 인터넷으로 대체 허용"),
      why: text(
        "With the resolution policy NxDomainRedirect on the link, names that the zone does not have are looked up publicly.",
        "링크의 확인 정책을 NxDomainRedirect로 바꾸면 영역에 없는 이름은 공용 DNS에서 조회됩니다.",
      ),
      commands: [
        "az network private-dns link vnet update --resource-group {{id_group(askedZone)}} --zone-name {{id_name(askedZone)}} --name {{askedLink.name}} --resolution-policy NxDomainRedirect",
      ],
      config: "Microsoft.Network/privateDnsZones/virtualNetworkLinks: properties.resolutionPolicy",
      changes: true,
      needsRole: "Private DNS Zone Contributor",
      effects: [
        {
          kind: "set",
          id: "{{askedLink.id}}",
          values: { "/properties/resolutionPolicy": "'NxDomainRedirect'" },
        },
      ],
    },
  ],
  verify: {
    text: text("The record is listed in the zone.", "영역에 레코드가 표시됩니다."),
    commands: [
      "az network private-dns record-set a list --resource-group {{id_group(askedZone)}} --zone-name {{id_name(askedZone)}} --output table",
    ],
  },
};
