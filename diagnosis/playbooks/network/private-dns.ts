import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { targetRead } from "../resource-evidence.ts";
import { text } from "../text.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";
import { privateDnsFacts, privateDnsReads } from "./private-dns-evidence.ts";

/** The name did not resolve, resolved to the public address, or the public address refused. */
const raisedBy = `(${hasCode("ENOTFOUND", "EAI_AGAIN", "11001", "NXDOMAIN", "47073", "-2")} || ${errorMatches("no such host", "name or service not known", "could not (resolve|translate) host", "getaddrinfo", "deny public network access is set to yes", "public network access (is|on this resource is) disabled", "private ?(endpoint|link)", "connection timed out|i/o timeout|timeout expired|ETIMEDOUT", "ForbiddenByConnection", "UnknownHost")})`;
const saysUnresolved = `(${hasCode("ENOTFOUND", "EAI_AGAIN", "11001", "NXDOMAIN", "-2")} || ${errorMatches("no such host", "name or service not known", "could not (resolve|translate) host", "getaddrinfo", "UnknownHost")})`;

const types =
  "'microsoft.sql/servers', 'microsoft.keyvault/vaults', 'microsoft.storage/storageaccounts', 'microsoft.documentdb/databaseaccounts', 'microsoft.containerregistry/registries', 'microsoft.servicebus/namespaces', 'microsoft.eventhub/namespaces', 'microsoft.cognitiveservices/accounts', 'microsoft.dbforpostgresql/flexibleservers', 'microsoft.dbformysql/flexibleservers', 'microsoft.cache/redis', 'microsoft.web/sites', 'microsoft.search/searchservices', 'microsoft.appconfiguration/configurationstores'";

const base = {
  verdict: "azure",
  raisedBy,
  target: `targets(${types})`,
  needsTarget: true,
  layer: 3,
  reads: {
    resource: targetRead(text("private endpoint connections", "프라이빗 엔드포인트 연결"), "*/read"),
    ...workloadReads,
    ...privateDnsReads,
  },
  let: {
    ...workloadFacts,
    ...privateDnsFacts,
    loggedPrincipal: "`null`",
    loggedAddress: "`null`",
    assignments: "`null`",
    connections: "resource.properties.privateEndpointConnections",
    publicHost:
      "(signals.hosts[?same_text(not_null(name, ''), $.target.name)] | [0].host) || resource.properties.fullyQualifiedDomainName",
  },
} as const satisfies Partial<Playbook>;

const verify = {
  text: text(
    "From the caller's network the name resolves to the private endpoint's address.",
    "호출자의 네트워크에서 이름이 프라이빗 엔드포인트의 주소로 확인됩니다.",
  ),
  commands: ["nslookup {{publicHost}}"],
};
const sources = [
  "https://learn.microsoft.com/azure/private-link/private-endpoint-dns",
  "https://learn.microsoft.com/azure/private-link/private-endpoint-dns-integration",
];

export const dnsZoneNotLinked: Playbook = {
  ...base,
  code: "dns.private-zone-not-linked",
  title: text(
    "The private DNS zone has no link to the caller's virtual network",
    "프라이빗 DNS 영역이 호출자의 가상 네트워크에 연결되어 있지 않습니다",
  ),
  sources,
  competitors: ["dns.private-zone-not-effective", "dns.linked-zone-missing-record"],
  holds:
    "length(approved) > `0` && callerNetwork && length(not_null(zones.data, `[]`)) > `0` && length(linksToCaller) == `0` && length(not_null(ownDnsServers, `[]`)) == `0`",
  explanation: text(
    "{{target.name}} has a private endpoint and zone {{zoneName}} holds its record, but the zone is not linked to {{id_name(callerNetwork)}}. There the name still resolves to the public address.",
    "{{target.name}}에는 프라이빗 엔드포인트가 있고 {{zoneName}} 영역에 레코드도 있지만 영역이 {{id_name(callerNetwork)}}에 연결되어 있지 않아 이름이 공용 주소로 확인됩니다.",
  ),
  ruledOut: text(
    "The zone is linked to the caller's network, or no private endpoint serves the name.",
    "영역이 호출자의 네트워크에 연결되어 있거나 프라이빗 엔드포인트가 없습니다.",
  ),
  culprits: ["zones.data[].id"],
  actions: [
    {
      title: text("Link the zone to the caller's network", "영역을 호출자의 네트워크에 연결"),
      why: text(
        "Takes effect within seconds; cached answers last for their TTL.",
        "몇 초 안에 적용되며 캐시된 응답은 TTL 동안 남습니다.",
      ),
      commands: [
        "az network private-dns link vnet create --resource-group {{id_group(zones.data[0].id)}} --zone-name {{zoneName}} --name link-{{id_name(callerNetwork)}} --virtual-network {{callerNetwork}} --registration-enabled false",
      ],
      config: "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
      changes: true,
      needsRole: "Private DNS Zone Contributor",
    },
  ],
  verify,
};

export const dnsZoneNotEffective: Playbook = {
  ...base,
  code: "dns.private-zone-not-effective",
  title: text(
    "The private zone is not effective for the caller's network, so the name resolves publicly",
    "프라이빗 영역이 호출자의 네트워크에 적용되지 않아 이름이 공용으로 확인됩니다",
  ),
  sources: [
    ...sources,
    "https://learn.microsoft.com/azure/virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances",
  ],
  competitors: ["dns.private-zone-not-linked", "dns.linked-zone-missing-record"],
  holds: "length(approved) > `0` && callerNetwork && length(ownDnsServers) > `0`",
  explanation: text(
    "{{id_name(callerNetwork)}} asks its own DNS servers ({{join(', ', ownDnsServers)}}) instead of Azure's resolver. A link to the private zone only works through Azure's resolver (168.63.129.16), so unless those servers forward {{zoneName}} to it, the name resolves to the public address.",
    "{{id_name(callerNetwork)}}은(는) Azure 확인자가 아닌 자체 DNS 서버({{join(', ', ownDnsServers)}})에 질의합니다. 프라이빗 영역 연결은 Azure 확인자(168.63.129.16)를 통해서만 동작하므로 해당 서버가 {{zoneName}}을(를) 전달하지 않으면 이름이 공용 주소로 확인됩니다.",
  ),
  ruledOut: text(
    "The caller's network uses Azure's own resolver.",
    "호출자의 네트워크가 Azure 확인자를 사용합니다.",
  ),
  culprits: ["callerNetwork"],
  actions: [
    {
      title: text("Forward the zone to Azure's resolver", "영역을 Azure 확인자로 전달"),
      why: text(
        "On the DNS servers add a conditional forwarder for the public zone (such as database.windows.net) to 168.63.129.16, and link the private zone to the network in which the DNS servers stand; from outside Azure use a DNS Private Resolver.",
        "DNS 서버에 공용 영역(예: database.windows.net)의 조건부 전달자를 168.63.129.16으로 추가하고 DNS 서버가 있는 네트워크에 프라이빗 영역을 연결하세요. Azure 외부라면 DNS Private Resolver를 사용하세요.",
      ),
      commands: ["az network vnet show --ids {{callerNetwork}} --query dhcpOptions.dnsServers"],
      config: "Microsoft.Network/virtualNetworks: properties.dhcpOptions.dnsServers",
      changes: false,
      needsRole: "Network Contributor",
    },
  ],
  verify,
};

export const dnsLinkedZoneMissingRecord: Playbook = {
  ...base,
  code: "dns.linked-zone-missing-record",
  title: text(
    "A linked private zone has no record for the name and answers NXDOMAIN",
    "연결된 프라이빗 영역에 레코드가 없어 NXDOMAIN을 반환합니다",
  ),
  sources,
  competitors: [
    "dns.private-zone-not-linked",
    "dns.private-zone-not-effective",
    "dns.linked-zone-without-endpoint",
  ],
  holds: `${saysUnresolved} && length(approved) > \`0\` && length(linksToCaller) > \`0\` && length(ownRecords) == \`0\``,
  explanation: text(
    "Zone {{zoneName}} is linked to {{id_name(callerNetwork)}} and answers for it alone, but holds no A record {{hostLabel}}. The lookup ends there, and does not go on to public DNS.",
    "{{zoneName}} 영역이 {{id_name(callerNetwork)}}에 연결되어 단독으로 응답하지만 A 레코드 {{hostLabel}}이(가) 없습니다. 조회는 거기서 끝나며 공용 DNS로 이어지지 않습니다.",
  ),
  ruledOut: text(
    "The linked zone has a record for the name, or no zone is linked.",
    "연결된 영역에 레코드가 있거나 연결된 영역이 없습니다.",
  ),
  culprits: ["zones.data[].id"],
  actions: [
    {
      title: text(
        "Let the private endpoint keep its record in the zone",
        "프라이빗 엔드포인트가 영역의 레코드를 관리하도록 설정",
      ),
      why: text(
        "A DNS zone group writes the record and keeps it right when the address changes.",
        "DNS 영역 그룹이 레코드를 만들고 주소가 바뀌어도 유지합니다.",
      ),
      commands: [
        "az network private-endpoint dns-zone-group create --ids {{approved[0].properties.privateEndpoint.id}}/privateDnsZoneGroups/default --private-dns-zone {{zones.data[0].id}} --zone-name {{zoneName}}",
      ],
      config: "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
      changes: true,
      needsRole: "Network Contributor, Private DNS Zone Contributor",
    },
  ],
  verify,
};

export const dnsLinkedZoneWithoutEndpoint: Playbook = {
  ...base,
  code: "dns.linked-zone-without-endpoint",
  title: text(
    "A private zone is linked although no private endpoint serves it",
    "프라이빗 엔드포인트가 없는데 프라이빗 영역이 연결되어 있습니다",
  ),
  sources,
  competitors: ["dns.linked-zone-missing-record", "dns.private-zone-not-linked"],
  holds: `${saysUnresolved} && length(approved) == \`0\` && length(linksToCaller) > \`0\` && length(ownRecords) == \`0\``,
  explanation: text(
    "Zone {{zoneName}} is linked to {{id_name(callerNetwork)}}, so it answers there for every {{zoneName}} name; {{target.name}} has no private endpoint and no record in it, and the lookup fails although the public name exists.",
    "{{zoneName}} 영역이 {{id_name(callerNetwork)}}에 연결되어 해당 이름을 모두 응답하는데 {{target.name}}에는 프라이빗 엔드포인트도 레코드도 없어 공용 이름이 있어도 조회가 실패합니다.",
  ),
  ruledOut: text(
    "No private zone stands between the caller and the public name.",
    "호출자와 공용 이름 사이에 프라이빗 영역이 없습니다.",
  ),
  culprits: ["zones.data[].id"],
  actions: [
    {
      title: text(
        "Fall back to public DNS, or give the resource an endpoint",
        "공용 DNS로 대체하거나 엔드포인트 추가",
      ),
      why: text(
        "Set the link's resolution policy to NxDomainRedirect so that names without a record are looked up publicly; or add a private endpoint; or remove the link.",
        "레코드가 없는 이름을 공용 DNS로 조회하도록 연결의 확인 정책을 NxDomainRedirect로 설정하거나, 프라이빗 엔드포인트를 추가하거나, 연결을 제거하세요.",
      ),
      commands: [
        "az network private-dns link vnet update --ids {{linksToCaller[0].id}} --resolution-policy NxDomainRedirect",
      ],
      config: "Microsoft.Network/privateDnsZones/virtualNetworkLinks: properties.resolutionPolicy",
      changes: true,
      needsRole: "Private DNS Zone Contributor",
      undo: "az network private-dns link vnet update --ids {{linksToCaller[0].id}} --resolution-policy Default",
    },
  ],
  verify,
};
