import { describe, expect, test } from "vitest";
import { known } from "../../../diagnosis/evaluation/evaluated.ts";
import type { JsonObject, JsonValue } from "../../../diagnosis/evaluation/json-value.ts";
import { run } from "./support/evaluation.ts";

const resource = (name: string, type: string, matchedBy: string, more: JsonObject = {}) => ({
  id: `/subscriptions/s/resourceGroups/g/providers/${type}/${name}`,
  name,
  type: type.toLowerCase(),
  matchedBy,
  ...more,
});
const storage = "Microsoft.Storage/storageAccounts";
const site = "Microsoft.Web/sites";

function names(
  expression: string,
  resources: readonly JsonObject[],
  error = "x",
  runsOn: readonly string[] = [],
): JsonValue {
  const { value } = run(expression, {
    request: { error },
    signals: { resources: [...resources], runsOn: runsOn.map((place) => ({ place })) },
  });
  if (!Array.isArray(value)) return value;
  return value.map((item) =>
    typeof item === "string" ? item.split("/").at(-1)! : ((item as JsonObject)["name"] ?? null),
  );
}

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

describe("of several beside", () => {
  const beside = ["sqldev", "sql-shop", "sql-shop-prod"].map((name) => resource(name, storage, "neighbour"));

  test.each<[string, string, string[]]>([
    ["the one of the environment that fails", "Production is down.", ["sql-shop-prod"]],
    ["the one of the environment that fails, in Korean", "운영에서만 403이 납니다.", ["sql-shop-prod"]],
    [
      "an environment that also works somewhat still fails",
      "운영 배포 후 404. 운영에서도 조회는 성공합니다.",
      ["sql-shop-prod"],
    ],
    ["none where two may be meant", "It works in dev.", []],
    ["none where no environment is told", "x", []],
  ])("%s", (_, error, expected) => {
    expect(names(`targets('${storage}')`, beside, error)).toEqual(expected);
  });

  test.each<[string, string, JsonObject[], string[]]>([
    ["by the host of one's own domain", "host ledger-db.contoso.example refuses", [], ["pg-shop-ledger"]],
    ["by the name of the database", 'user "app", database "ledger"', [], ["pg-shop-ledger"]],
    ["not by a word of the prose", "the ledger is down", [], []],
    [
      "not where a host names a service that is called",
      "https://kv-ledger.vault.azure.net refuses; database ledger",
      [{ host: "kv-ledger.vault.azure.net", type: "microsoft.keyvault/vaults" }],
      [],
    ],
  ])("the one of whose name no other has a word, %s", (_, error, hosts, expected) => {
    const servers = ["pg-shop-dev2", "pg-shop-ledger"].map((name) => resource(name, storage, "neighbour"));
    const { value } = run(`targets('${storage}')[].name`, {
      request: { error },
      signals: { resources: servers, hosts },
    });
    expect(value).toEqual(expected);
  });

  test("the one whose name tells no environment, where those of all others work", () => {
    expect(names(`targets('${storage}')`, beside.slice(0, 2), "With dev it works.")).toEqual(["sql-shop"]);
  });

  test("are all candidates, those of the environment that fails first and those that work last", () => {
    expect(names(`candidates('${storage}')`, beside, "운영에서 실패합니다. dev에서는 잘 됩니다.")).toEqual([
      "sql-shop-prod",
      "sql-shop",
      "sqldev",
    ]);
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

describe("workloads", () => {
  const func = resource("func", site, "neighbour", { kind: "functionapp,linux" });
  const web = resource("web", site, "neighbour", { kind: "app,linux" });
  const app = resource("ca", "Microsoft.App/containerApps", "neighbour");

  test.each<[string, string[], JsonObject[], string[]]>([
    ["a function app for the Functions host", ["functions"], [func, web, app], ["func"]],
    ["a web app for App Service", ["app_service"], [func, web, app], ["web"]],
    ["a container app for Container Apps", ["container_apps"], [func, web, app], ["ca"]],
    ["any of them where nothing tells", [], [func, web, app], ["func", "web", "ca"]],
    [
      "a named one before its neighbours",
      ["functions"],
      [func, resource("mine", site, "name", { kind: "functionapp" })],
      ["mine"],
    ],
    ["none on a hosted agent", ["azure_devops_hosted"], [func, web], []],
    ["none on a laptop", ["local"], [func, web], []],
  ])("%s", (_, places, resources, expected) => {
    expect(names("workload_ids()", resources, "x", places)).toEqual(expected);
  });

  test.each<[string, JsonObject[], string, string[]]>([
    [
      "the named one that fails, not the named one that works",
      [resource("web-a", site, "name"), resource("web-b", site, "name")],
      "403 in web-a. From web-b (same settings) everything is fine.",
      ["web-a"],
    ],
    [
      "those beside, where all that are named work",
      [resource("web-b", site, "name"), resource("web-a", site, "neighbour")],
      "403. From web-b everything is fine.",
      ["web-a"],
    ],
    [
      "the named one where no other is left",
      [resource("web-b", site, "name")],
      "403. From web-b everything is fine.",
      ["web-b"],
    ],
  ])("%s", (_, resources, error, expected) => {
    expect(names("workload_ids()", resources, error)).toEqual(expected);
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
