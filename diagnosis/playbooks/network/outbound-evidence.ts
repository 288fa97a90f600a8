import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";
import { callerFacts, callerReads, serviceTargets } from "./caller-network.ts";
import { isBuild, nameUnknown, peerAddress, peerPort, timedOut } from "./network-symptoms.ts";

/** A connection that nobody answers; what every outbound cause is raised by. */
export const outboundRaise = timedOut;

/** As clients of Java, Python, JavaScript, Go and curl name the host to which they did not get. */
const calledHosts = [
  "(login[.]microsoftonline[.](?:com|us)|login[.]windows[.]net|sts[.]windows[.]net|management[.]azure[.]com|[a-z0-9.]{0,40}mcr[.]microsoft[.]com|[a-z0-9.-]{1,80}[.]applicationinsights[.]azure[.]com|dc[.]services[.]visualstudio[.]com|[a-z0-9.-]{1,80}[.](?:ods|oms)[.]opinsights[.]azure[.]com)",
  "HTTPS?ConnectionPool[(]host=.([a-z0-9-]{1,63}[.][a-z0-9.-]{2,200})",
  "(?:connect(?:ing|ion)? (?:to|with)|timed out:|dial tcp:? lookup|dial tcp) .?(?:https?://)?([a-z][a-z0-9-]{0,62}[.][a-z0-9.-]{1,200}[.]?[a-z]{2,20})",
  "url: ?.https?://([a-z0-9-]{1,63}[.][a-z0-9.-]{2,200})",
] as const;

export const addressHoldersQuery =
  "resources | where type in~ ('microsoft.network/networkinterfaces', 'microsoft.network/azurefirewalls', 'microsoft.network/loadbalancers', 'microsoft.network/publicipaddresses', 'microsoft.compute/virtualmachines') | project id, name, type, resourceGroup, subscriptionId, properties";
export const privateEndpointsQuery =
  "resources | where type =~ 'microsoft.network/privateendpoints' | project id, name, type, location, resourceGroup, subscriptionId, properties";

export const outboundReads: Playbook["reads"] = {
  ...callerReads,
  service: {
    title: text("{{addressed.name}}: private endpoints", "{{addressed.name}}: 프라이빗 엔드포인트"),
    request: { kind: "arm", path: "{{addressed.id}}" },
    when: "length(groupIds) > `0` || subnet.properties.routeTable.id",
    permission: "*/read",
    optional: true,
  },
  endpoints: {
    title: text("Private endpoints and what they lead to", "프라이빗 엔드포인트와 연결 대상"),
    request: { kind: "resource_graph", query: privateEndpointsQuery },
    when: "!(peerAddress) && readable(service) && service.properties.privateEndpointConnections[0].id && length(groupIds) > `0`",
    permission: "Microsoft.Network/privateEndpoints/read",
    optional: true,
  },
  /** A managed instance or a flexible server may live in a subnet itself. */
  serviceSubnet: {
    title: text("Subnet of {{addressed.name}}", "{{addressed.name}}의 서브넷"),
    request: { kind: "arm", path: "{{injectedInto}}" },
    when: "!(peerAddress)",
    permission: "Microsoft.Network/virtualNetworks/subnets/read",
    optional: true,
  },
  endpointInterface: {
    title: text(
      "Address of the private endpoint of {{addressed.name}}",
      "{{addressed.name}} 프라이빗 엔드포인트의 주소",
    ),
    request: { kind: "arm", path: "{{endpoint.properties.networkInterfaces[0].id}}" },
    permission: "Microsoft.Network/networkInterfaces/read",
    optional: true,
  },
};

export const outboundFacts: NonNullable<Playbook["let"]> = {
  ...callerFacts,
  /** What the call is addressed to, where the request names a service that the developer can see. */
  nearest: `${serviceTargets} | [0]`,
  /** The host that did not answer, where it is none of a resource: an endpoint of Azure itself, or somebody else's. */
  calledHost: `said(length(signals.hosts[?type && starts_with(pointer, '/error')]) == \`0\`) && (${calledHosts.map((pattern) => `find(request.error, '${pattern}')`).join(" || ")}) || \`null\``,
  platformTag: [
    "calledHost && matches(calledHost, '^(?:login[.]|sts[.]windows)') && 'AzureActiveDirectory'",
    "calledHost && matches(calledHost, '^management[.]') && 'AzureResourceManager'",
    "calledHost && matches(calledHost, 'mcr[.]microsoft[.]com$') && 'MicrosoftContainerRegistry'",
    "calledHost && matches(calledHost, 'applicationinsights|visualstudio|monitor[.]azure|opinsights') && 'AzureMonitor'",
    "`null`",
  ].join(" || "),
  /** What only stands beside is not what is called where the error says another host. */
  addressed: "calledHost && nearest.matchedBy == 'neighbour' ? `null` : nearest",
  standard:
    "said(platformTag) && {tags: [platformTag], port: `443`, redirectPort: `null`, endpoint: `null`} || service_flow(addressed.type)",
  peerAddress: `said(${peerAddress})`,
  port: `to_number(${peerPort} || standard.port)`,
  endpoint:
    "readable(endpoints) && (endpoints.data[?properties.privateLinkServiceConnections[?same_id(properties.privateLinkServiceId, $.addressed.id)] || properties.manualPrivateLinkServiceConnections[?same_id(properties.privateLinkServiceId, $.addressed.id)]] | [0]) || `null`",
  endpointAddress:
    "readable(endpointInterface) && endpointInterface.properties.ipConfigurations[0].properties.privateIPAddress || `null`",
  /** The call takes the private endpoint: the public one is closed, or the name was seen to resolve to it. */
  goesPrivate:
    "endpointAddress && (same_text(service.properties.publicNetworkAccess, 'Disabled') || mentions(request.error, endpointAddress))",
  injectedInto:
    "readable(service) && (service.properties.network.delegatedSubnetResourceId || addressed.type == 'microsoft.sql/managedinstances' && !matches(request.error, '[.]public[.]') && service.properties.subnetId) || `null`",
  injectedRange:
    "said(readable(serviceSubnet) && (serviceSubnet.properties.addressPrefix || serviceSubnet.properties.addressPrefixes[0])) || `null`",
  calledAddress: "peerAddress || said(said(goesPrivate) && endpointAddress) || injectedRange",
  /** Service tags stand for public addresses alone. */
  flow: "{direction: 'Outbound', port: port, address: calledAddress, tags: calledAddress && is_private_address(calledAddress) ? `[]` : standard.tags, local: subnet.properties.addressPrefix || subnet.properties.addressPrefixes[0]}",
  decided: "not_null(groups, `[]`)[].deciding_rule(@, $.flow)",
  denied: "decided[?properties.access == 'Deny'] | [0]",
  route:
    "effective_route(routeTable, peerAddress || injectedRange, (peerAddress || injectedRange) && is_private_address(peerAddress || injectedRange) ? `[]` : standard.tags)",
  hasEndpoint:
    "said(!(peerAddress) && readable(service) && service.properties.privateEndpointConnections[0].id)",
  /** By a private endpoint the traffic stays in the network: rules for the Internet do not touch it. */
  staysInside: "hasEndpoint && !(said(goesPrivate))",
  /** A service endpoint is a route of its own, more specific than the default one. */
  takesEndpoint:
    "said(route.properties.addressPrefix == '0.0.0.0/0' && standard.endpoint && subnet.properties.serviceEndpoints[?service == $.standard.endpoint] | [0].service)",
  isBuild,
  nameUnknown,
  timedOut,
};
