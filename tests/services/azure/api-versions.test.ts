import { describe, expect, it } from "vitest";
import { apiVersionAreas, findProviderRoute } from "../../../services/azure/api-versions.ts";

const rules = apiVersionAreas.flatMap(({ namespace, rules: own }) =>
  own.map((rule) => ({ namespace, ...rule })),
);

describe("the table of ARM reads", () => {
  it("covers the providers that the vocabulary of root causes speaks of", () => {
    const namespaces = new Set(apiVersionAreas.map(({ namespace }) => namespace));
    expect(
      [
        "Microsoft.ApiManagement",
        "Microsoft.App",
        "Microsoft.Authorization",
        "Microsoft.Automation",
        "Microsoft.Batch",
        "Microsoft.Cache",
        "Microsoft.Cdn",
        "Microsoft.CognitiveServices",
        "Microsoft.Compute",
        "Microsoft.ContainerInstance",
        "Microsoft.ContainerRegistry",
        "Microsoft.ContainerService",
        "Microsoft.DBforMySQL",
        "Microsoft.DBforPostgreSQL",
        "Microsoft.DataFactory",
        "Microsoft.Devices",
        "Microsoft.DocumentDB",
        "Microsoft.EventHub",
        "Microsoft.Insights",
        "Microsoft.KeyVault",
        "Microsoft.Logic",
        "Microsoft.ManagedIdentity",
        "Microsoft.Management",
        "Microsoft.Network",
        "Microsoft.OperationalInsights",
        "Microsoft.PolicyInsights",
        "Microsoft.Quota",
        "Microsoft.ResourceHealth",
        "Microsoft.Resources",
        "Microsoft.Search",
        "Microsoft.ServiceBus",
        "Microsoft.SignalRService",
        "Microsoft.Sql",
        "Microsoft.Storage",
        "Microsoft.Web",
      ].filter((namespace) => !namespaces.has(namespace)),
    ).toEqual([]);
  });

  it("gives every rule a dated api-version, a place and at least one path", () => {
    const bad = rules.filter(
      ({ apiVersion, at, paths }) =>
        !/^20\d{2}-\d{2}-\d{2}(?:-preview)?$/u.test(apiVersion) || at.length === 0 || paths.length === 0,
    );
    expect(bad).toEqual([]);
  });

  it("names every source page of its own namespace", () => {
    for (const { namespace, source } of apiVersionAreas)
      expect(source).toBe(
        `https://learn.microsoft.com/azure/templates/${namespace.toLowerCase()}/allversions`,
      );
  });

  it("lists each path once, so that one path never has two api-versions", () => {
    const seen = rules.flatMap(({ namespace, at, paths }) =>
      at.flatMap((scope) => paths.map((path) => `${scope} ${namespace}/${path}`.toLowerCase())),
    );
    expect(seen.filter((entry, index) => seen.indexOf(entry) !== index)).toEqual([]);
  });

  it("starts every path with a type, never with a name", () => {
    const bad = rules
      .flatMap(({ paths }) => paths)
      .filter((path) => !/^[A-Za-z]\w*(?:\/(?:\*|\w+))*$/u.test(path));
    expect(bad).toEqual([]);
  });

  it("has one POST, which asks for policy states", () => {
    expect(
      rules.filter(({ method }) => method !== undefined).map(({ namespace, paths }) => [namespace, paths]),
    ).toEqual([["Microsoft.PolicyInsights", ["policyStates/latest/queryResults"]]]);
  });

  it("knows no path that lists, makes or returns keys and secrets", () => {
    const dangerous =
      /(?:^|\/)(?:list\w+|regenerate\w*|\w*keys|keyValues|sharedkey|admin|tokens?|credentialSets|connectionTokens|processes|backups|logFiles|localUsers|runCommands|publishxml|hostruntime|accessProfiles|authorizations|variables|webhooks|namedValues|appsettings\/list|config\/appsettings|config\/connectionstrings|config)$/iu;
    const found = rules
      .flatMap(({ namespace, paths }) => paths.map((path) => `${namespace}/${path.replace(/\/\*$/u, "")}`))
      .filter((path) => dangerous.test(path));
    expect(found).toEqual([
      // ARM answers about keys with metadata; what they are worth is in the data plane.
      "Microsoft.KeyVault/vaults/*/keys",
      // Times and kinds of backups of databases; those of sites carry signed links and are not read.
      "Microsoft.DBforPostgreSQL/flexibleServers/*/backups",
      "Microsoft.DBforMySQL/flexibleServers/*/backups",
    ]);
  });
});

describe("looking up a route", () => {
  it("finds a resource, its collection in the group and in the subscription", () => {
    const item = findProviderRoute("group", "microsoft.keyvault", ["Vaults", "kv"]);
    const inGroup = findProviderRoute("group", "Microsoft.KeyVault", ["vaults"]);
    const inSubscription = findProviderRoute("subscription", "Microsoft.KeyVault", ["vaults"]);
    const shared = { apiVersion: "2024-11-01", method: "GET", query: [], scopeOnly: false };
    expect(item).toMatchObject({ ...shared, isItem: true });
    expect(inGroup).toMatchObject({ ...shared, isItem: false });
    expect(inSubscription).toMatchObject({ ...shared, isItem: false });
  });

  it("does not find a resource of a group below its subscription", () => {
    expect(findProviderRoute("subscription", "Microsoft.KeyVault", ["vaults", "kv"])).toBeUndefined();
  });

  it("does not find the list where only one child is named", () => {
    expect(findProviderRoute("group", "Microsoft.Web", ["sites", "a", "config", "web"])).toBeDefined();
    expect(findProviderRoute("group", "Microsoft.Web", ["sites", "a", "config"])).toBeUndefined();
  });

  it("serves a slot as it serves its site", () => {
    const slot = ["sites", "a", "slots", "staging", "config", "configreferences", "appsettings"];
    expect(findProviderRoute("group", "Microsoft.Web", slot)?.apiVersion).toBe(
      findProviderRoute("group", "Microsoft.Web", ["sites", "a", "config", "configreferences", "appsettings"])
        ?.apiVersion,
    );
  });
});
