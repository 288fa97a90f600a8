import { expect, test } from "vitest";
import type { JsonObject } from "../../../../domain/json-value.ts";
import { diagnoseTenant } from "../support/diagnose-tenant.ts";
import type { Tenant } from "../support/tenant.ts";
import { ownScenario, propertiesOf } from "./own-scenario.ts";

const idOf = (tenant: Tenant, end: string) => tenant.resources.find(({ id }) => id.endsWith(end))!.id;

function addRule(tenant: Tenant, group: string, name: string, properties: JsonObject) {
  const rules = propertiesOf(tenant, group)["securityRules"] as JsonObject[];
  const id = `${idOf(tenant, group)}/securityRules/${name}`;
  rules.push({ id, name, properties: { protocol: "Tcp", ...properties } });
}

/** A private endpoint of the server in the caller's own network, with its network interface. */
function addEndpoint(tenant: Tenant, address: string) {
  const server = idOf(tenant, "/servers/sql-corvane-ledger");
  const network = idOf(tenant, "/virtualNetworks/vnet-ledger");
  const [scope] = network.split("/providers/");
  const endpoint = `${scope}/providers/Microsoft.Network/privateEndpoints/pe-sql`;
  const nic = `${scope}/providers/Microsoft.Network/networkInterfaces/pe-sql-nic`;
  tenant.resources.push(
    {
      id: endpoint,
      name: "pe-sql",
      type: "Microsoft.Network/privateEndpoints",
      location: "uksouth",
      properties: {
        subnet: { id: `${network}/subnets/snet-vm` },
        networkInterfaces: [{ id: nic }],
        privateLinkServiceConnections: [
          {
            properties: {
              privateLinkServiceId: server,
              privateLinkServiceConnectionState: { status: "Approved" },
            },
          },
        ],
      },
    },
    {
      id: nic,
      name: "pe-sql-nic",
      type: "Microsoft.Network/networkInterfaces",
      location: "uksouth",
      properties: { ipConfigurations: [{ properties: { privateIPAddress: address } }] },
    },
  );
  const properties = propertiesOf(tenant, "/servers/sql-corvane-ledger");
  properties["publicNetworkAccess"] = "Disabled";
  properties["privateEndpointConnections"] = [
    {
      id: `${server}/privateEndpointConnections/pe-sql`,
      properties: {
        privateEndpoint: { id: endpoint },
        privateLinkServiceConnectionState: { status: "Approved" },
      },
    },
  ];
}

const egress = (change: (tenant: Tenant) => void) => {
  const { request, tenant } = ownScenario("ledger-sync-sql-timeout");
  addRule(tenant, "/nsg-ledger-aca", "AllowSqlTag", {
    priority: 150,
    direction: "Outbound",
    access: "Allow",
    destinationAddressPrefix: "Sql",
    destinationPortRange: "1433",
  });
  addRule(tenant, "/nsg-ledger-aca", "DenySql", {
    priority: 4000,
    direction: "Outbound",
    access: "Deny",
    destinationAddressPrefix: "*",
    destinationPortRange: "1433",
  });
  change(tenant);
  return diagnoseTenant(request, tenant).root;
};

test("a rule for a service tag lets the public endpoint through, and not the private one", () => {
  expect(egress(() => {})).toBe("unknown");
  expect(egress((tenant) => addEndpoint(tenant, "10.22.9.4"))).toBe("network.nsg-egress-deny");
});

test("a rule for the private endpoint's address lets it through", () => {
  const root = egress((tenant) => {
    addEndpoint(tenant, "10.22.9.4");
    addRule(tenant, "/nsg-ledger-aca", "AllowEndpoint", {
      priority: 160,
      direction: "Outbound",
      access: "Allow",
      destinationAddressPrefix: "10.22.9.0/24",
      destinationPortRange: "1433",
    });
  });
  expect(root).not.toBe("network.nsg-egress-deny");
});

/** Another machine of the wiki's subnet calls it by its private address. */
const ingress = (rule: JsonObject | undefined, caller = "10.9.0.9") => {
  const { request, tenant } = ownScenario("intranet-wiki-no-answer");
  const wiki = tenant.resources.find(({ id }) => id.endsWith("/vm-wiki01"))!;
  const nic = tenant.resources.find(({ id }) => id.endsWith("/nic-vm-wiki01"))!;
  const callerNic = structuredClone(nic);
  callerNic.id = nic.id.replace("nic-vm-wiki01", "nic-vm-caller");
  const [configuration] = (callerNic["properties"] as JsonObject)["ipConfigurations"] as JsonObject[];
  (configuration!["properties"] as JsonObject)["privateIPAddress"] = caller;
  const machine = structuredClone(wiki);
  machine.id = wiki.id.replace("vm-wiki01", "vm-caller");
  machine["name"] = "vm-caller";
  (machine["properties"] as JsonObject)["networkProfile"] = { networkInterfaces: [{ id: callerNic.id }] };
  tenant.resources.push(machine, callerNic);
  if (rule !== undefined) addRule(tenant, "/nsg-wiki", "Inside", { direction: "Inbound", ...rule });
  const error =
    "azureuser@vm-caller:~$ curl http://10.9.0.4:8443/\ncurl: (28) Failed to connect to 10.9.0.4 port 8443: Timed out";
  return diagnoseTenant({ ...request, error }, tenant).root;
};

test("who calls a private address stands in the network: the rule for it decides, not the one for the Internet", () => {
  const deny = {
    priority: 400,
    access: "Deny",
    sourceAddressPrefix: "VirtualNetwork",
    destinationPortRange: "*",
  };
  expect(ingress(undefined)).toBe("unknown");
  expect(ingress(deny)).toBe("network.nsg-ingress-deny");
  expect(ingress({ ...deny, sourceAddressPrefix: "10.9.0.128/25" })).toBe("unknown");
});
