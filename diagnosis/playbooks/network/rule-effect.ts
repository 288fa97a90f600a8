import type { Playbook, PlaybookEffect } from "../../playbook.ts";

/** The priorities of rules that people make; the default rules come after all of them. */
const lastPriority = 4096;
const steps = Array.from({ length: 20 }, (_, index) => index + 1);

/**
 * The priority of a rule that comes before `denied`, the rule that decides now, and that no other rule of its group has.
 *
 * @param groups  name of the read that gives the network security groups.
 * @see https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#security-rules
 */
export function freePriority(groups: string): NonNullable<Playbook["let"]> {
  return {
    takenPriorities: `not_null(${groups}, \`[]\`)[?same_id(id, id_parent($.denied.id))].properties.securityRules[] | [?properties.direction == $.denied.properties.direction].properties.priority`,
    firstTooLate: `min([denied.properties.priority, \`${lastPriority + 1}\`])`,
    freePriority: `[${steps.map((step) => `firstTooLate - \`${step}\``).join(", ")}][?!contains($.takenPriorities, @)] | [0]`,
  };
}

/** One more rule in the group of `denied`, at `freePriority`; name, remote end and port are expressions. */
export function allowEffect(
  direction: "Inbound" | "Outbound",
  rule: { name: string; remote: string; port: string },
): PlaybookEffect {
  const [source, destination] = direction === "Inbound" ? [rule.remote, "'*'"] : ["'*'", rule.remote];
  return {
    kind: "append",
    id: "{{id_parent(denied.id)}}",
    values: {
      "/properties/securityRules": `{id: join('/', [id_parent(denied.id), 'securityRules', ${rule.name}]), name: ${rule.name}, properties: {priority: freePriority, direction: '${direction}', access: 'Allow', protocol: 'Tcp', sourcePortRange: '*', sourceAddressPrefix: ${source}, destinationPortRange: ${rule.port}, destinationAddressPrefix: ${destination}}}`,
    },
  };
}
