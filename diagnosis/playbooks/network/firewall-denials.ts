import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";

/**
 * What an Azure Firewall that the route leads to has refused by name. They need `route` and `subnet` beside them.
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/tables/azfwapplicationrule
 */
export const firewallReads: Playbook["reads"] = {
  firewalls: {
    title: text("Azure Firewalls", "Azure Firewall 목록"),
    request: {
      kind: "resource_graph",
      query:
        "resources | where type =~ 'microsoft.network/azurefirewalls' | project id, name, type, resourceGroup, subscriptionId, properties",
    },
    when: "route.properties.nextHopType == 'VirtualAppliance'",
    permission: "Microsoft.Network/azureFirewalls/read",
  },
  denials: {
    title: text(
      "What {{firewall.name}} denied around the failure",
      "실패 시점 전후에 {{firewall.name}}이(가) 거부한 트래픽",
    ),
    request: {
      kind: "logs",
      resourceId: "{{firewall.id}}",
      query: "AZFWApplicationRule | order by TimeGenerated desc | take 200",
      from: "hours_before(signals.observedAt, `6`)",
      to: "minutes_after(signals.observedAt, `15`)",
    },
    permission: "Microsoft.OperationalInsights/workspaces/query/read",
  },
};

/** The firewall behind the route, and the last time that it denied the caller's subnet one of the hosts (a pattern). */
export function firewallFacts(hosts: string): NonNullable<Playbook["let"]> {
  return {
    firewall:
      "firewalls.data[?length(properties.ipConfigurations[?properties.privateIPAddress == $.route.properties.nextHopIpAddress]) > `0` || properties.hubIPAddresses.privateIPAddress == $.route.properties.nextHopIpAddress] | [0]",
    denial: `denials.rows[?Action == 'Deny' && any_in_cidr(SourceIp, [$.subnet.properties.addressPrefix, $.subnet.properties.addressPrefixes[]][]) && matches(Fqdn, '${hosts}')] | [0]`,
  };
}
