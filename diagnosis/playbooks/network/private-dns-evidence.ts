import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";

/**
 * How a private endpoint's name is found: endpoint, zone, link to the caller's network, record. The playbook binds
 * `publicHost` (the name that the code connects to) and `connections` (the target's private endpoint connections), and has
 * `app` and `callerSubnet` of the workload.
 */
export const privateDnsReads: Playbook["reads"] = {
  zones: {
    title: text("Private DNS zones named {{zoneName}}", "이름이 {{zoneName}}인 프라이빗 DNS 영역"),
    request: {
      kind: "resource_graph",
      query:
        "resources | where type =~ 'microsoft.network/privatednszones' | where name =~ '{{zoneName}}' | project id, name, type, resourceGroup, subscriptionId, properties",
    },
    permission: "Microsoft.Network/privateDnsZones/read",
  },
  links: {
    title: text("Networks linked to zone {{id_name(item)}}", "{{id_name(item)}} 영역에 연결된 네트워크"),
    request: { kind: "arm", path: "{{item}}/virtualNetworkLinks" },
    each: "zones.data[].id",
    permission: "Microsoft.Network/privateDnsZones/virtualNetworkLinks/read",
  },
  records: {
    title: text("A records of zone {{id_name(item)}}", "{{id_name(item)}} 영역의 A 레코드"),
    request: { kind: "arm", path: "{{item}}/A" },
    each: "zones.data[].id",
    permission: "Microsoft.Network/privateDnsZones/A/read",
  },
  nic: {
    title: text("Network interface of {{app.name}}", "{{app.name}}의 네트워크 인터페이스"),
    request: { kind: "arm", path: "{{app.properties.networkProfile.networkInterfaces[0].id}}" },
    permission: "Microsoft.Network/networkInterfaces/read",
  },
  environment: {
    title: text("Environment of {{app.name}}", "{{app.name}}의 환경"),
    request: { kind: "arm", path: "{{app.properties.managedEnvironmentId}}" },
    permission: "Microsoft.App/managedEnvironments/read",
  },
  network: {
    title: text("DNS servers of the caller's network", "호출자 네트워크의 DNS 서버"),
    request: { kind: "arm", path: "{{callerNetwork}}" },
    permission: "Microsoft.Network/virtualNetworks/read",
  },
};

export const privateDnsFacts: NonNullable<Playbook["let"]> = {
  zoneName: "private_zone(publicHost)",
  hostLabel: "split(publicHost, '.')[0]",
  callerSubnetId:
    "said(callerSubnet) || said(nic.properties.ipConfigurations[0].properties.subnet.id) || said(environment.properties.vnetConfiguration.infrastructureSubnetId) || `null`",
  callerNetwork: "callerSubnetId && id_parent(callerSubnetId)",
  approved: "not_null(connections, `[]`)[?properties.privateLinkServiceConnectionState.status == 'Approved']",
  linksToCaller:
    "not_null(links, `[]`)[].value[] | [?same_id(properties.virtualNetwork.id, $.callerNetwork)]",
  ownRecords: "not_null(records, `[]`)[].value[] | [?same_text(name, $.hostLabel)]",
  /** Empty means Azure's own resolver, the only one that sees private zones without forwarding. */
  ownDnsServers: "not_null(network.properties.dhcpOptions.dnsServers, `[]`)[?@ != '168.63.129.16']",
};
