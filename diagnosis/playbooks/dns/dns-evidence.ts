import type { Playbook } from "../../playbook.ts";
import { concerns, errorMatches } from "../error-text.ts";
import { callerFacts, callerReads, serviceTargets, serviceTypes } from "../network/caller-network.ts";
import { nameUnknown, publicRefusal, timedOut } from "../network/network-symptoms.ts";
import { privateEndpointsQuery } from "../network/outbound-evidence.ts";
import { text } from "../text.ts";

/** Something with a private name is addressed, and it is not found, not reached or not open to the public. */
export const dnsRaise = `(${nameUnknown} || ${concerns(["keyvault", "storage", "sql", "cosmos", "servicebus", "acr", "openai", "cognitive", "appconfig", "redis", "search", "postgres", "mysql", "aks"], serviceTypes)} && (${publicRefusal} || ${timedOut}))`;
const monitorTypes = ["microsoft.insights/components", "microsoft.operationalinsights/workspaces"];
const monitorTargets = monitorTypes.map((type) => `'${type}'`).join(", ");
/** What the error speaks of is Azure Monitor alone, which is reached through a private link scope. */
const isOnlyMonitor =
  "length(signals.hosts[?service == 'monitor' && starts_with(pointer, '/error')]) > `0` && length(signals.hosts[?service != 'monitor' && type && starts_with(pointer, '/error')]) == `0`";
export const dnsTarget = `(${isOnlyMonitor}) && ((targets(${monitorTargets}) || candidates(${monitorTargets})) | [:1]) || ${serviceTargets}`;

/** A resolver says that the private name does not exist: it asked a zone, which is linked to where the caller stands. */
const zoneAnswered = errorMatches(
  "privatelink[.][a-z0-9.-]{3,120}:? ?(?:NXDOMAIN|not found|non-existent)|find [a-z0-9-]{1,63}[.]privatelink[.]|NXDOMAIN.{0,60}[.]privatelink[.]",
);

/** Private names matter only to a caller in a virtual network: nothing else is read for one outside. */
export const dnsReads: Playbook["reads"] = {
  ...callerReads,
  network: { ...callerReads["network"]!, request: { kind: "arm", path: "{{networkId}}" } },
  service: {
    title: text("{{target.name}}: private endpoints", "{{target.name}}: 프라이빗 엔드포인트"),
    request: { kind: "arm", path: "{{target.id}}" },
    when: "callerSubnet || zoneAnswered",
    permission: "*/read",
  },
  endpoints: {
    title: text("Private endpoints and what they lead to", "프라이빗 엔드포인트와 연결 대상"),
    request: { kind: "resource_graph", query: privateEndpointsQuery },
    when: "callerSubnet || zoneAnswered",
    permission: "Microsoft.Network/privateEndpoints/read",
  },
  zones: {
    title: text("Private DNS zones that would answer for {{host}}", "{{host}}에 응답하는 프라이빗 DNS 영역"),
    request: {
      kind: "resource_graph",
      query:
        "resources | where type =~ 'microsoft.network/privatednszones' | project id, name, type, resourceGroup, subscriptionId, properties",
    },
    when: "callerSubnet || zoneAnswered",
    permission: "Microsoft.Network/privateDnsZones/read",
  },
  links: {
    title: text("Virtual network links of {{id_name(item)}}", "{{id_name(item)}}의 가상 네트워크 링크"),
    request: { kind: "arm", path: "{{item}}/virtualNetworkLinks" },
    each: "zoneIds",
    permission: "Microsoft.Network/privateDnsZones/virtualNetworkLinks/read",
  },
  records: {
    title: text("A records of {{id_name(item)}}", "{{id_name(item)}}의 A 레코드"),
    request: { kind: "arm", path: "{{item}}/A" },
    each: "zoneIds",
    permission: "Microsoft.Network/privateDnsZones/A/read",
  },
};

const defaultHosts: Readonly<Record<string, string>> = {
  "microsoft.keyvault/vaults": ".vault.azure.net",
  "microsoft.storage/storageaccounts": ".blob.core.windows.net",
  "microsoft.sql/servers": ".database.windows.net",
  "microsoft.documentdb/databaseaccounts": ".documents.azure.com",
  "microsoft.servicebus/namespaces": ".servicebus.windows.net",
  "microsoft.eventhub/namespaces": ".servicebus.windows.net",
  "microsoft.containerregistry/registries": ".azurecr.io",
  "microsoft.cognitiveservices/accounts": ".openai.azure.com",
  "microsoft.appconfiguration/configurationstores": ".azconfig.io",
  "microsoft.cache/redis": ".redis.cache.windows.net",
  "microsoft.documentdb/mongoclusters": ".mongocluster.cosmos.azure.com",
  "microsoft.search/searchservices": ".search.windows.net",
  "microsoft.dbforpostgresql/flexibleservers": ".postgres.database.azure.com",
  "microsoft.dbformysql/flexibleservers": ".mysql.database.azure.com",
};

const isMonitor = `contains([${monitorTargets}], target.type)`;

export const dnsFacts: NonNullable<Playbook["let"]> = {
  ...callerFacts,
  /** Who talks to a cluster's API server is not the cluster: a machine that the request names. */
  workloadIds:
    "target.type == 'microsoft.containerservice/managedclusters' ? signals.resources[?type == 'microsoft.compute/virtualmachines' && matchedBy != 'neighbour'].id : workload_ids()",
  zoneAnswered,
  /** Where nothing tells who called, one of the networks that ask this zone. */
  networkId:
    "said(callerSubnet) && id_parent(callerSubnet) || said(zoneAnswered) && (links[].value[].properties.virtualNetwork.id | [0]) || `null`",
  /** Of several hosts of one resource, the one that a resolver did not know. */
  unresolvedHost:
    "find(request.error, '(?:ENOTFOUND|EAI_AGAIN|getaddrinfo|resolve|NXDOMAIN|lookup|known)[^a-z0-9]{1,12}([a-z0-9][a-z0-9-]{0,62}[.][a-z0-9.-]{3,200}[a-z])') || ''",
  /** The host that was addressed: as the request writes it, else the service's usual one. */
  host: [
    `said(${isMonitor} && (signals.hosts[?service == 'monitor' && starts_with(pointer, '/error')] | [0].host))`,
    "said(signals.hosts[?same_text(name, $.target.name) && same_text(host, $.unresolvedHost)] | [0].host)",
    "said(signals.hosts[?same_text(name, $.target.name)] | [0].host)",
    "said(service.properties.privateFQDN || service.properties.fqdn)",
    ...Object.entries(defaultHosts).map(
      ([type, suffix]) => `target.type == '${type}' && join('', [target.name, '${suffix}'])`,
    ),
    "`null`",
  ].join(" || "),
  zoneNames: "private_zones(host)",
  matchingZones: "zones.data[?mentions($.zoneNames, name)]",
  zoneIds:
    "distinct([matchingZones[].id, service.properties.network.privateDnsZoneArmResourceId, service.properties.network.privateDnsZoneResourceId][])",
  /** A zone that would answer; where none is seen, rights may hide it. */
  zoneSeen:
    "matchingZones[0].id || service.properties.network.privateDnsZoneArmResourceId || service.properties.network.privateDnsZoneResourceId",
  /** Azure Monitor's endpoint leads to a private link scope, which stands for all that is in it. */
  endpoint: `${isMonitor} ? (endpoints.data[?length(not_null(properties.privateLinkServiceConnections, \`[]\`)[?id_type(properties.privateLinkServiceId) == 'microsoft.insights/privatelinkscopes']) > \`0\`] | [0]) : serviceEndpoint`,
  serviceEndpoint:
    "endpoints.data[?properties.privateLinkServiceConnections[?same_id(properties.privateLinkServiceId, $.target.id)] || properties.manualPrivateLinkServiceConnections[?same_id(properties.privateLinkServiceId, $.target.id)]] | [0]",
  connections:
    "not_null(service.properties.privateEndpointConnections, `[]`)[?properties.privateLinkServiceConnectionState.status == 'Approved']",
  /** The service has a private address: by an endpoint, which it shows itself, or because it lives in a virtual network. */
  isPrivate:
    "said(endpoint.properties.privateLinkServiceConnections[0].properties.privateLinkServiceConnectionState.status == 'Approved') || length(connections) > `0` || service.properties.network.delegatedSubnetResourceId || service.properties.apiServerAccessProfile.enablePrivateCluster == `true`",
  /** The network in which the service has its private address. */
  privateNetworkId:
    "said(endpoint.properties.subnet.id && id_parent(endpoint.properties.subnet.id)) || said(service.properties.network.delegatedSubnetResourceId && id_parent(service.properties.network.delegatedSubnetResourceId)) || `null`",
  /** From the caller's network a packet can get there: it is the same one, or peered (with a hub perhaps). */
  reachesPrivate:
    "!(privateNetworkId) || same_id(privateNetworkId, network.id) || length(not_null(network.properties.virtualNetworkPeerings, `[]`)) > `0`",
  dns: "dns_path(links, records, host, network)",
  /** Of several zones of one name, the one that the caller's network asks. */
  askedZone: "askedLink.id && id_parent(askedLink.id) || zoneIds[0]",
  /** A network with a DNS server of its own in a peered one asks as that one does. */
  askedLink: "usesOwnServer ? dns.peerLink : dns.link",
  nameUnknown,
  publicRefusal,
  timedOut,
  usesOwnServer: "dns.server",
};
