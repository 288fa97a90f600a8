import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../../domain/json-value.ts";
import { run } from "../support/evaluation.ts";

const networkId = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/${name}`;
const link = (name: string, to: string): JsonObject => ({
  name,
  properties: { virtualNetwork: { id: networkId(to) } },
});
const network = (dnsServers: string[] = []): JsonObject => ({
  id: networkId("spoke"),
  properties: {
    dhcpOptions: { dnsServers },
    virtualNetworkPeerings: [
      {
        properties: {
          remoteVirtualNetwork: { id: networkId("identity") },
          remoteAddressSpace: { addressPrefixes: ["10.51.0.0/24"] },
        },
      },
    ],
  },
});

function facts(links: JsonValue, records: JsonValue, own: JsonObject, host = "kv-orders.vault.azure.net") {
  const path = "{link: link.name, record: record.name, server: server, peerLink: peerLink.name}";
  return run(`dns_path(links, records, '${host}', network) | ${path}`, { links, records, network: own })
    .value;
}

describe("dns_path", () => {
  test("a link to the caller's network and the record of the host are found, case aside", () => {
    const links = [{ value: [link("hub", "hub"), link("spoke", "SPOKE")] }];
    const records = [{ value: [{ name: "kv-other" }, { name: "KV-Orders" }] }];
    expect(facts(links, records, network())).toEqual({
      link: "spoke",
      record: "KV-Orders",
      server: null,
      peerLink: null,
    });
  });

  test("a wildcard record answers for every host of the zone", () => {
    expect(facts([], [{ value: [{ name: "*" }] }], network())).toMatchObject({ record: "*" });
  });

  test("Azure's own resolver is no DNS server of the network's own", () => {
    expect(facts([], [], network(["168.63.129.16"]))).toMatchObject({ server: null });
    expect(facts([], [], network(["168.63.129.16", "10.9.0.4"]))).toMatchObject({ server: "10.9.0.4" });
  });

  test("a link to the peered network in which the own server stands is told apart", () => {
    const links = [{ value: [link("identity", "identity")] }];
    expect(facts(links, [], network(["10.51.0.4"]))).toEqual({
      link: null,
      record: null,
      server: "10.51.0.4",
      peerLink: "identity",
    });
    expect(facts(links, [], network(["10.52.0.4"]))).toMatchObject({ peerLink: null });
  });

  test("of two zones of one name, the one that is linked answers", () => {
    const zone = (group: string) =>
      `/subscriptions/s/resourceGroups/${group}/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net`;
    const linkOf = (group: string, to: string) => ({
      value: [{ id: `${zone(group)}/virtualNetworkLinks/l`, ...link(group, to) }],
    });
    const recordOf = (group: string) => ({
      value: [{ id: `${zone(group)}/A/kv-orders`, name: "kv-orders" }],
    });
    const links = [linkOf("ours", "spoke"), linkOf("theirs", "elsewhere")];
    expect(facts(links, [{ value: [] }, recordOf("theirs")], network())).toMatchObject({ record: null });
    expect(facts(links, [recordOf("ours"), { value: [] }], network())).toMatchObject({ record: "kv-orders" });
  });

  test("without zones nothing is linked", () => {
    expect(facts(null, null, network())).toEqual({ link: null, record: null, server: null, peerLink: null });
  });
});

describe("private_zones", () => {
  test.each([
    ["kv-orders.vault.azure.net", ["privatelink.vaultcore.azure.net", "vault.azure.net"]],
    ["db1.database.windows.net", ["privatelink.database.windows.net", "database.windows.net"]],
    ["st1.blob.core.windows.net", ["privatelink.blob.core.windows.net", "blob.core.windows.net"]],
    ["kv-x.vault.azure.cn", ["privatelink.vaultcore.azure.cn"]],
    ["api.orders.corp.example", ["orders.corp.example", "corp.example"]],
    ["x.guid.privatelink.koreacentral.azmk8s.io", ["guid.privatelink.koreacentral.azmk8s.io"]],
    ["swedencentral-0.in.applicationinsights.azure.com", ["privatelink.monitor.azure.com"]],
  ])("%s is answered by a zone of its service, or by one named like a parent", (host, zones) => {
    expect(run(`private_zones('${host}')`, {}).value).toEqual(expect.arrayContaining(zones));
  });

  test("what is no host has no zone", () => {
    expect(run("private_zones(`null`)", {}).value).toEqual([]);
  });
});
