import { describe, expect, test } from "vitest";
import { known } from "../../../diagnosis/evaluation/evaluated.ts";
import type { JsonObject, JsonValue } from "../../../domain/json-value.ts";
import { run } from "./support/evaluation.ts";
import { names, resource, site, storage } from "./support/resources.ts";

describe("targets of a custom domain", () => {
  const found = (pointer: string) =>
    run(`targets('${site}')[].name`, {
      request: { error: "web-caller: 403 on GET https://api.contoso.example/v1" },
      signals: {
        hosts: [{ host: "api.contoso.example", service: "custom", pointer }],
        resources: [resource("web-api", site, "host"), resource("web-caller", site, "name")],
      },
    }).value;

  test("are what serves it and what calls it, where the error names both", () => {
    expect(found("/error")).toEqual(["web-api", "web-caller"]);
  });

  test("are only what the error names, where the domain stands in the code", () => {
    expect(found("/source_code/a.ts")).toEqual(["web-caller"]);
  });
});

describe("targets", () => {
  const find = `targets('${storage}')`;

  test.each<[string, JsonObject[], string, string[]]>([
    [
      "what the error names goes before what the code names",
      [resource("sta", storage, "host"), resource("stb", storage, "name")],
      "account stb refuses",
      ["stb"],
    ],
    [
      "what the error tells to work is not what it is about",
      [resource("sta", storage, "host"), resource("stb", storage, "name"), resource("stc", storage, "name")],
      "HTTP 403\nThe same code against stb is OK. 같은 계정으로 stc는 잘 됩니다.",
      ["sta"],
    ],
    [
      "of one sentence, what its part tells to fail",
      [resource("sta", storage, "name"), resource("stb", storage, "name"), resource("stc", storage, "name")],
      "sta fails, the copy stb reads the same files without problems and stc is fine.",
      ["sta"],
    ],
    [
      "what works where nothing else is named",
      [resource("stb", storage, "name")],
      "The same code against stb is OK.",
      ["stb"],
    ],
    [
      "what worked until today is",
      [resource("sta", storage, "host"), resource("stb", storage, "name")],
      "It worked on stb until today.",
      ["stb"],
    ],
    [
      "a name inside a longer one is not named",
      [resource("sta", storage, "name"), resource("staarchive", storage, "name")],
      "staarchive refuses",
      ["staarchive"],
    ],
    [
      "everything that any text names, where the error names none",
      [
        resource("sta", storage, "host"),
        resource("stb", storage, "name"),
        resource("stc", storage, "neighbour"),
      ],
      "x",
      ["sta", "stb"],
    ],
    [
      "the only one beside",
      [resource("stc", storage, "neighbour"), resource("web", site, "name")],
      "x",
      ["stc"],
    ],
    [
      "none of several beside",
      [resource("stc", storage, "neighbour"), resource("std", storage, "neighbour")],
      "x",
      [],
    ],
    ["none of other types", [resource("web", site, "name")], "web", []],
  ])("%s", (_, resources, error, expected) => {
    expect(names(find, resources, error)).toEqual(expected);
  });

  test("several types can be asked for", () => {
    const resources = [resource("sta", storage, "name"), resource("web", site, "name")];
    expect(names(`targets('${storage}', '${site}')`, resources)).toEqual(["sta", "web"]);
  });
});

describe("a host that names a resource which is not known", () => {
  const beside = { resources: [resource("stc", storage, "neighbour")] };
  const found = (host: JsonObject) =>
    run(`targets('${storage}')[].name`, {
      request: { error: "x" },
      signals: { ...beside, hosts: [host] },
    }).value;

  test("is not taken for the one beside it", () => {
    expect(found({ name: "sta", type: storage.toLowerCase() })).toEqual([]);
  });

  test("of another type of the same provider is not taken for it either", () => {
    expect(found({ name: "sta", type: "microsoft.storage/storagetasks" })).toEqual([]);
  });

  test("of another service says nothing", () => {
    expect(found({ name: "kv", type: "microsoft.keyvault/vaults" })).toEqual(["stc"]);
  });
});

describe("the caller among workloads", () => {
  const one = { id: "a", name: "a", identity: { principalId: "p1" } };
  const two = {
    id: "b",
    name: "b",
    identity: { userAssignedIdentities: { "/x/id": { principalId: "p2" } } },
  };
  const assignments = (...principals: string[]) => ({
    value: principals.map((principalId) => ({ properties: { principalId } })),
  });
  const pick = (rows: JsonValue[], principal: string | null, granted: JsonValue = { value: [] }) =>
    run(
      "pick_caller(rows.data, principal, granted).name",
      { rows: { data: rows }, granted },
      { principal: known(principal) },
    );

  test("is the one that carries the identity that was seen", () => {
    expect(pick([one, two], "p2").value).toBe("b");
  });
  test("is the only one there is", () => {
    expect(pick([two], null).value).toBe("b");
  });
  test("is the one that serves a host of the notes, which a host of the error does not say", () => {
    const rows = [
      { ...one, properties: { hostNames: ["a.azurewebsites.net", "shop.contoso.example"] } },
      { ...two, properties: { configuration: { ingress: { fqdn: "b.azurecontainerapps.io" } } } },
    ];
    const callerOf = (host: string, pointer: string) =>
      run(
        "pick_caller(rows.data, principal, granted).name",
        { rows: { data: rows }, granted: { value: [] }, signals: { hosts: [{ host, pointer }] } },
        { principal: known(null) },
      ).value;
    expect(callerOf("shop.contoso.example", "/context/notes")).toBe("a");
    expect(callerOf("b.azurecontainerapps.io", "/context/notes")).toBe("b");
    expect(callerOf("shop.contoso.example", "/error")).toBe("unknown");
  });
  test("is the only one that runs the language of the error, where the Functions host does not print it", () => {
    const running = (row: JsonObject, linuxFxVersion: string) => ({
      ...row,
      properties: { siteConfig: { linuxFxVersion } },
    });
    const callerOf = (tools: readonly string[], rows: JsonValue[]) =>
      run(
        "pick_caller(rows.data, principal, granted).name",
        {
          rows: { data: rows },
          granted: { value: [] },
          signals: { tools: tools.map((tool) => ({ tool, pointer: "/error" })) },
        },
        { principal: known(null) },
      ).value;
    const apps = [running(one, "NODE|22-lts"), running(two, "PYTHON|3.12")];
    expect(callerOf(["python"], apps)).toBe("b");
    expect(callerOf(["python", "node"], apps)).toBe("unknown");
    expect(callerOf(["python", "functions-host"], apps)).toBe("unknown");
    expect(callerOf(["java"], apps)).toBe("unknown");
    expect(callerOf(["python"], [running(one, "DOCKER|acr/api:1"), running(two, "PYTHON|3.12")])).toBe(
      "unknown",
    );
  });
  test("is the one of whose name the error says a word that no other has", () => {
    const callerOf = (error: string, ...appNames: string[]) =>
      run(
        "pick_caller(rows.data, principal, granted).name",
        {
          rows: { data: appNames.map((name) => ({ id: name, name })) },
          granted: { value: [] },
          request: { error },
        },
        { principal: known(null) },
      ).value;
    expect(callerOf("ERROR [dispatch,,] refused", "app-dispatch", "app-billing")).toBe("app-dispatch");
    expect(callerOf("dispatch and billing", "app-dispatch", "app-billing")).toBe("unknown");
    expect(callerOf("dispatch", "dispatch-api", "dispatch-jobs")).toBe("unknown");
    expect(callerOf("the worker of prod", "worker-prod", "billing")).toBe("unknown");
    expect(callerOf("dispatcher", "app-dispatch", "app-billing")).toBe("unknown");
  });
  test("is the one that holds the function that failed", () => {
    const rows = ["a", "b"].map((name) => ({ name, id: resource(name, site, "neighbour").id }));
    const callerOf = (children: JsonValue) =>
      run(
        "pick_caller(rows.data, principal, granted, children).name",
        { rows: { data: rows }, granted: { value: [] } },
        { principal: known(null), children: known(children) },
      ).value;
    expect(callerOf([`${rows[1]!.id.toUpperCase()}/functions/OnOrder`])).toBe("b");
    expect(callerOf(rows.map(({ id }) => `${id}/functions/OnOrder`))).toBe("unknown");
  });
  test("is the only one whose identity the target's assignments name", () => {
    expect(pick([one, two], null, assignments("p1", "p9")).value).toBe("a");
  });
  test("stays open where several are left", () => {
    expect(pick([one, two], null, assignments("p1", "p2")).value).toBe("unknown");
    expect(pick([one, two], null).value).toBe("unknown");
  });
  test("is any of several that leave their network alike, where that alone matters", () => {
    const pickAlike = (left: JsonObject, right: JsonObject, alikeBy: string | null) =>
      run(
        "pick_caller(rows.data, principal, granted, children, alikeBy).name",
        {
          rows: {
            data: [
              { ...one, properties: left },
              { ...two, properties: right },
            ],
          },
          granted: { value: [] },
        },
        { principal: known(null), children: known([]), alikeBy: known(alikeBy) },
      ).value;
    const subnet = { virtualNetworkSubnetId: "/s/subnets/apps" };
    const sameInOtherCase = { virtualNetworkSubnetId: "/S/subnets/Apps" };
    expect(pickAlike(subnet, sameInOtherCase, "network")).toBe("a");
    expect(pickAlike(subnet, sameInOtherCase, null)).toBe("unknown");
    expect(pickAlike(subnet, { virtualNetworkSubnetId: "/s/subnets/jobs" }, "network")).toBe("unknown");
    expect(pickAlike(subnet, {}, "network")).toBe("unknown");
    const addresses = { outboundIpAddresses: "203.0.113.7,203.0.113.8" };
    expect(pickAlike(addresses, addresses, "network")).toBe("unknown");
    expect(pickAlike(addresses, addresses, "address")).toBe("a");
    expect(pickAlike(addresses, { ...addresses, ...subnet }, "address")).toBe("unknown");
    expect(pickAlike({}, {}, "address")).toBe("unknown");
  });
  test("is nobody where there is none", () => {
    expect(pick([], null).value).toBeNull();
  });
});
