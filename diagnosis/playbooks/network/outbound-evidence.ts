import type { Playbook } from "../../playbook.ts";
import { callerFacts, callerReads, serviceTargets } from "./caller-network.ts";
import { isBuild, nameUnknown, peerAddress, peerPort, timedOut } from "./network-symptoms.ts";

/** A connection that nobody answers; what every outbound cause is raised by. */
export const outboundRaise = timedOut;

export const outboundReads: Playbook["reads"] = callerReads;

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
  isBuild,
  nameUnknown,
  timedOut,
};
