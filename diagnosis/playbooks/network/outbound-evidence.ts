import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";
import { callerFacts, callerReads, serviceTargets } from "./caller-network.ts";
import { isBuild, nameUnknown, peerAddress, peerPort, timedOut } from "./network-symptoms.ts";

/** A connection that nobody answers; what every outbound cause is raised by. */
export const outboundRaise = timedOut;

export const outboundReads: Playbook["reads"] = {
  ...callerReads,
  service: {
    title: text("{{addressed.name}}: private endpoints", "{{addressed.name}}: 프라이빗 엔드포인트"),
    request: { kind: "arm", path: "{{addressed.id}}" },
    when: "denied || route",
    permission: "*/read",
    optional: true,
  },
};

export const outboundFacts: NonNullable<Playbook["let"]> = {
  ...callerFacts,
  /** What the call is addressed to, where the request names a service that the developer can see. */
  addressed: `${serviceTargets} | [0]`,
  standard: "service_flow(addressed.type)",
  peerAddress,
  port: `to_number(${peerPort} || standard.port)`,
  flow: "{direction: 'Outbound', port: port, address: peerAddress, tags: standard.tags, local: subnet.properties.addressPrefix}",
  decided: "not_null(groups, `[]`)[].deciding_rule(@, $.flow)",
  denied: "decided[?properties.access == 'Deny'] | [0]",
  route: "effective_route(routeTable, peerAddress, standard.tags)",
  /** By a private endpoint the traffic stays in the network, which rules and routes for the Internet do not touch. */
  staysInside:
    "said(!(peerAddress) && readable(service) && service.properties.privateEndpointConnections[0].id)",
  /** A service endpoint is a route of its own, more specific than the default one. */
  takesEndpoint:
    "said(route.properties.addressPrefix == '0.0.0.0/0' && standard.endpoint && subnet.properties.serviceEndpoints[?service == $.standard.endpoint] | [0].service)",
  isBuild,
  nameUnknown,
  timedOut,
};
