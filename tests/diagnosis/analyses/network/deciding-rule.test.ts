import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../domain/json-value.ts";
import { run } from "../support/evaluation.ts";

type Rule = [name: string, priority: number, direction: string, access: string, remote: string, port: string];

function group(...rules: Rule[]): JsonObject {
  const body = ([name, priority, direction, access, remote, port]: Rule): JsonObject => ({
    name,
    properties: {
      priority,
      direction,
      access,
      protocol: "*",
      destinationPortRange: port,
      sourceAddressPrefix: direction === "Inbound" ? remote : "*",
      destinationAddressPrefix: direction === "Outbound" ? remote : "*",
    },
  });
  const defaults: Rule[] = [
    ["AllowVnetInBound", 65000, "Inbound", "Allow", "VirtualNetwork", "*"],
    ["DenyAllInBound", 65500, "Inbound", "Deny", "*", "*"],
    ["AllowVnetOutBound", 65000, "Outbound", "Allow", "VirtualNetwork", "*"],
    ["AllowInternetOutBound", 65001, "Outbound", "Allow", "Internet", "*"],
    ["DenyAllOutBound", 65500, "Outbound", "Deny", "*", "*"],
  ];
  return { properties: { securityRules: rules.map(body), defaultSecurityRules: defaults.map(body) } };
}

function decides(nsg: JsonObject, flow: JsonObject): unknown {
  const { value } = run("deciding_rule(nsg, flow).name", { nsg, flow });
  return value;
}
const out = (port: number, address: string | null, tags: string[] = []): JsonObject => ({
  direction: "Outbound",
  port,
  address,
  tags,
  local: null,
});
const into = (port: number, address: string | null, tags: string[] = []): JsonObject => ({
  ...out(port, address, tags),
  direction: "Inbound",
});

describe("deciding_rule", () => {
  test("a smaller priority number speaks first, in whatever order the rules stand", () => {
    const nsg = group(
      ["Late", 300, "Outbound", "Deny", "*", "443"],
      ["Early", 200, "Outbound", "Allow", "*", "443"],
    );
    expect(decides(nsg, out(443, "20.1.2.3"))).toBe("Early");
  });

  test("a rule for other ports or the other direction decides nothing", () => {
    const nsg = group(
      ["OtherPort", 100, "Outbound", "Deny", "*", "1400-1500"],
      ["OtherWay", 110, "Inbound", "Deny", "*", "*"],
    );
    expect(decides(nsg, out(443, "20.1.2.3"))).toBe("AllowInternetOutBound");
    expect(decides(nsg, out(1433, "20.1.2.3"))).toBe("OtherPort");
  });

  test("a service tag covers its regional form and no other service", () => {
    const nsg = group(["NoSql", 100, "Outbound", "Deny", "Sql.UKSouth", "*"]);
    expect(decides(nsg, out(1433, null, ["Sql"]))).toBe("NoSql");
    expect(decides(nsg, out(443, null, ["Storage"]))).toBe("AllowInternetOutBound");
  });

  test("Internet means everything that is not private", () => {
    const nsg = group(["NoInternet", 100, "Outbound", "Deny", "Internet", "*"]);
    expect(decides(nsg, out(443, null, ["Storage"]))).toBe("NoInternet");
    expect(decides(nsg, out(1433, "10.1.2.3"))).toBe("AllowVnetOutBound");
  });

  test("a range decides only for an address that is known to lie in it", () => {
    const nsg = group(["NoPartner", 100, "Outbound", "Deny", "198.51.100.0/24", "*"]);
    expect(decides(nsg, out(443, "198.51.100.9"))).toBe("NoPartner");
    expect(decides(nsg, out(443, null, ["Storage"]))).toBe("AllowInternetOutBound");
  });

  test("inbound traffic that no rule allows is decided by the default rule", () => {
    const nsg = group(["AllowSsh", 100, "Inbound", "Allow", "203.0.113.0/24", "22"]);
    expect(decides(nsg, into(22, "203.0.113.7"))).toBe("AllowSsh");
    expect(decides(nsg, into(22, "192.0.2.7"))).toBe("DenyAllInBound");
    expect(decides(nsg, into(8443, null, ["Internet"]))).toBe("DenyAllInBound");
    expect(decides(nsg, into(443, "10.0.0.9"))).toBe("AllowVnetInBound");
  });

  test("a rule for another protocol decides nothing, one with several ports does", () => {
    const nsg = group();
    (nsg["properties"] as JsonObject)["securityRules"] = [
      {
        name: "Udp",
        properties: {
          priority: 100,
          direction: "Outbound",
          access: "Deny",
          protocol: "Udp",
          destinationPortRange: "*",
          destinationAddressPrefix: "*",
        },
      },
      {
        name: "Ports",
        properties: {
          priority: 110,
          direction: "Outbound",
          access: "Deny",
          protocol: "Tcp",
          destinationPortRanges: ["80", "5671-5672"],
          destinationAddressPrefixes: ["ServiceBus", "EventHub"],
          sourceAddressPrefix: "10.9.0.0/24",
        },
      },
    ];
    const flow = { ...out(5671, null, ["ServiceBus"]), local: "10.9.0.0/26" };
    expect(decides(nsg, flow)).toBe("Ports");
    expect(decides(nsg, { ...flow, local: "10.8.0.0/26" })).toBe("AllowInternetOutBound");
  });

  test("no group, or a flow of another shape, gives nothing", () => {
    expect(run("deciding_rule(nsg, flow)", { nsg: null, flow: out(443, null) }).value).toBe(null);
    expect(run("deciding_rule(nsg, flow)", { nsg: group(), flow: { port: 1 } }).value).toBe(null);
  });
});
