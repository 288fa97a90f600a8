import { type Area, arm, group, resource, vault } from "./family.ts";

const network = `${group}/providers/Microsoft.Network`;
const vnet = `${network}/virtualNetworks/vnet-till`;
const zone = `${network}/privateDnsZones/privatelink.vaultcore.azure.net`;
const endpoint = `${network}/privateEndpoints/pe-till`;

/** Private endpoints, DNS, security groups and routes. */
export const networks: Area = {
  resources: [
    resource(vnet, { addressSpace: { addressPrefixes: ["10.20.0.0/16"] } }, { location: "westeurope" }),
    resource(`${vnet}/subnets/apps`, { addressPrefix: "10.20.1.0/24" }),
    resource(
      endpoint,
      { privateLinkServiceConnections: [{ properties: { privateLinkServiceId: vault } }] },
      { location: "westeurope" },
    ),
    resource(zone, { numberOfRecordSets: 2 }, { location: "global" }),
    resource(`${zone}/virtualNetworkLinks/link-till`, {
      virtualNetwork: { id: vnet },
      registrationEnabled: false,
    }),
    resource(`${zone}/A/kv-till`, { ttl: 10, aRecords: [{ ipv4Address: "10.20.1.4" }] }),
    resource(
      `${network}/networkSecurityGroups/nsg-till`,
      { securityRules: [{ name: "deny-all", properties: { access: "Deny", direction: "Outbound" } }] },
      { location: "westeurope" },
    ),
    resource(
      `${network}/routeTables/rt-till`,
      { routes: [{ name: "default", properties: { addressPrefix: "0.0.0.0/0", nextHopType: "None" } }] },
      { location: "westeurope" },
    ),
  ],
  families: [
    {
      name: "a private endpoint",
      read: arm(endpoint),
      body: {
        properties: { privateLinkServiceConnections: [{ properties: { privateLinkServiceId: vault } }] },
      },
      permission: "Microsoft.Network/privateEndpoints/read",
      usedBy: [],
    },
    {
      name: "private endpoints of all subscriptions",
      read: {
        kind: "resource_graph",
        query:
          "resources | where type =~ 'microsoft.network/privateendpoints' | project id, name, type, location, resourceGroup, subscriptionId, properties",
      },
      body: { data: [{ id: endpoint }] },
      permission: "Microsoft.Network/privateEndpoints/read",
      usedBy: ["dns.private-zone-not-linked.endpoints"],
    },
    {
      name: "private DNS zones of all subscriptions",
      read: {
        kind: "resource_graph",
        query:
          "resources | where type =~ 'microsoft.network/privatednszones' | project id, name, type, resourceGroup, subscriptionId, properties",
      },
      body: { data: [{ id: zone }] },
      permission: "Microsoft.Network/privateDnsZones/read",
      usedBy: ["dns.private-zone-not-linked.zones"],
    },
    {
      name: "the links of a private DNS zone",
      read: arm(`${zone}/virtualNetworkLinks`),
      body: { value: [{ properties: { virtualNetwork: { id: vnet } } }] },
      permission: "Microsoft.Network/privateDnsZones/virtualNetworkLinks/read",
      usedBy: ["dns.private-zone-not-linked.links"],
    },
    {
      name: "the records of a private DNS zone",
      read: arm(`${zone}/A`),
      body: { value: [{ name: "kv-till", properties: { aRecords: [{ ipv4Address: "10.20.1.4" }] } }] },
      permission: "Microsoft.Network/privateDnsZones/A/read",
      usedBy: ["dns.linked-zone-missing-record.records"],
    },
    {
      name: "a subnet",
      read: arm(`${vnet}/subnets/apps`),
      body: { properties: { addressPrefix: "10.20.1.0/24" } },
      permission: "Microsoft.Network/virtualNetworks/subnets/read",
      usedBy: ["network.nsg-egress-deny.subnet"],
    },
    {
      name: "a network security group",
      read: arm(`${network}/networkSecurityGroups/nsg-till`),
      body: { properties: { securityRules: [{ properties: { access: "Deny" } }] } },
      permission: "Microsoft.Network/networkSecurityGroups/read",
      usedBy: ["network.nsg-egress-deny.groups"],
    },
    {
      name: "a route table",
      read: arm(`${network}/routeTables/rt-till`),
      body: { properties: { routes: [{ properties: { nextHopType: "None" } }] } },
      permission: "Microsoft.Network/routeTables/read",
      usedBy: ["network.udr-blackhole.routeTable"],
    },
  ],
};
