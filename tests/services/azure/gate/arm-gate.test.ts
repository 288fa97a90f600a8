import { describe, expect, it } from "vitest";
import type { ReadRequest } from "../../../../domain/read-step.ts";
import { admitRead } from "../../../../services/azure/read-gate.ts";
import { group, origins, site, subscription, tablePaths, vault } from "../support/table-paths.ts";

function admit(path: string, query?: Record<string, string>) {
  return admitRead({ kind: "arm", path, ...(query ? { query } : {}) }, origins);
}

function refused(path: string, query?: Record<string, string>): string {
  const admitted = admit(path, query);
  return admitted.ok ? `admitted as ${admitted.value.url.href}` : admitted.failure.code;
}

describe("an ARM path of the table", () => {
  const paths = tablePaths();

  it("is admitted at every scope that its rule names, with the rule's api-version and method", () => {
    const wrong = paths.filter(({ path, rule }) => {
      const admitted = admit(path);
      if (rule.scopeOnly) return admitted.ok;
      return (
        !admitted.ok ||
        admitted.value.url.href !== `https://management.azure.com${path}?api-version=${rule.apiVersion}` ||
        admitted.value.method !== (rule.method ?? "GET")
      );
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
    expect(paths.length).toBeGreaterThan(700);
  });

  it("is the same path in any case", () => {
    const readable = paths.filter(({ rule }) => !rule.scopeOnly);
    const wrong = readable.filter(
      ({ path }) => !admit(path.toUpperCase()).ok || !admit(path.toLowerCase()).ok,
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it.each([
    "/subscriptions",
    subscription,
    `${subscription}/locations`,
    `${subscription}/resources`,
    `${subscription}/providers`,
    `${subscription}/providers/Microsoft.App`,
    `${subscription}/resourceGroups`,
    group,
    `${group}/resources`,
    `${group}/deployments/azd-1/operations`,
    `${group}/providers/Microsoft.Resources/deployments/azd-1/operations`,
    `${subscription}/providers/Microsoft.KeyVault/deletedVaults`,
    `${subscription}/providers/Microsoft.KeyVault/vaults`,
    `${subscription}/providers/Microsoft.CognitiveServices/deletedAccounts`,
    `${subscription}/providers/Microsoft.CognitiveServices/locations/swedencentral/usages`,
    `${subscription}/providers/Microsoft.CognitiveServices/locations/swedencentral/models`,
    `${subscription}/providers/Microsoft.Compute/locations/westeurope/usages`,
    `${subscription}/providers/Microsoft.Compute/locations/westeurope/providers/Microsoft.Quota/quotas`,
    `${subscription}/providers/Microsoft.Insights/eventtypes/management/values`,
    `${subscription}/providers/Microsoft.ResourceHealth/events`,
    `${vault}/providers/Microsoft.Authorization/roleAssignments`,
    `${vault}/providers/Microsoft.Authorization/locks`,
    `${vault}/providers/Microsoft.ResourceHealth/availabilityStatuses/current`,
    `${vault}/providers/Microsoft.Insights/diagnosticSettings`,
    `${site}/config/configreferences/appsettings`,
    `${site}/slots/staging/config/web`,
    `${group}/providers/Microsoft.ServiceBus/namespaces/sb/topics/t/subscriptions/providers`,
    `${group}/providers/Microsoft.ServiceBus/namespaces/sb/queues/orders~incoming`,
    `${group}/providers/Microsoft.EventHub/namespaces/eh/eventhubs/e/consumergroups/$Default`,
    "/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6",
    "/providers/Microsoft.Management/managementGroups/mg/providers/Microsoft.Authorization/policyAssignments",
  ])("serves a recipe: %s", (path) => {
    expect(admit(path).ok).toBe(true);
  });

  it("carries letters of any script, percent-encoded on the wire and readable in the request", () => {
    const path = `${subscription}/resourceGroups/주문-rg/providers/Microsoft.KeyVault/vaults/kv-orders`;
    const admitted = admit(path);
    expect(admitted).toEqual({
      ok: true,
      value: {
        plane: "arm",
        method: "GET",
        url: new URL(
          `https://management.azure.com${subscription}/resourceGroups/%EC%A3%BC%EB%AC%B8-rg/providers/Microsoft.KeyVault/vaults/kv-orders?api-version=2024-11-01`,
        ),
        source: "arm",
        request: `GET ${path}?api-version=2024-11-01`,
      },
    });
  });

  it("is of the source activity_log where it is the Activity Log, with its filter as query", () => {
    const $filter = "eventTimestamp ge '2026-10-14T00:00:00Z' and resourceUri eq '/x'";
    const path = `${subscription}/providers/microsoft.insights/eventTypes/management/values`;
    const admitted = admit(path, { $filter });
    expect(admitted).toMatchObject({
      ok: true,
      value: {
        source: "activity_log",
        query: $filter,
        request: `GET ${path}?api-version=2015-04-01&$filter=eventTimestamp%20ge%20%272026-10-14T00:00:00Z%27%20and%20resourceUri%20eq%20%27/x%27`,
      },
    });
    expect(admitted.ok && admitted.value.url.searchParams.get("$filter")).toBe($filter);
  });
});

describe("query parameters", () => {
  const roles = `${vault}/providers/Microsoft.Authorization/roleAssignments`;

  it("may be those of the path's own list, in any case", () => {
    expect(admit(roles, { $FILTER: "atScope()" })).toMatchObject({
      ok: true,
      value: { request: `GET ${roles}?api-version=2022-04-01&$filter=atScope()` },
    });
  });

  it.each<[string, string, Record<string, string>]>([
    ["an api-version of the caller's", roles, { "api-version": "2015-07-01" }],
    ["an unknown one", roles, { $skip: "1" }],
    ["one of another path", vault, { $filter: "x" }],
    ["an empty one", roles, { $filter: "" }],
    ["one with a line break", roles, { $filter: "a\r\nHost: evil.example" }],
    ["one with a null character", roles, { $filter: "a\0" }],
    ["one with a direction override", roles, { $filter: "a\u202eb" }],
    ["one with a backslash", roles, { $filter: "a\\b" }],
    ["one that is too long", roles, { $filter: "a".repeat(4_001) }],
    [
      "an expansion that returns user data",
      `${group}/providers/Microsoft.Compute/virtualMachines/vm`,
      { $expand: "userData" },
    ],
    [
      "one of two expansions that returns user data",
      `${group}/providers/Microsoft.Compute/virtualMachines/vm`,
      { $expand: "instanceView,userData" },
    ],
    ["a parameter hidden in a name", roles, { "$filter&api-version": "x" }],
  ])("are refused: %s", (_, path, query) => {
    expect(refused(path, query)).toBe("ReadNotAllowed");
  });

  it("cannot smuggle a further parameter in a value", () => {
    const admitted = admit(roles, { $filter: "atScope()&api-version=1999-01-01#x" });
    expect(admitted.ok && [...admitted.value.url.searchParams.keys()]).toEqual(["api-version", "$filter"]);
    expect(admitted.ok && admitted.value.url.hash).toBe("");
  });
});

describe("a refusal", () => {
  it("says what was refused and why, without what a terminal would obey", () => {
    expect(admit("https://evil.example/\u001b[31m")).toEqual({
      ok: false,
      failure: {
        code: "ReadNotAllowed",
        message:
          "The read GET https://evil.example/\ufffd[31m was not made: it is a URL, and only relative paths are read. Ask for a read that the read gate knows.",
      },
    });
  });

  it("names the type that the table lacks", () => {
    const admitted = admit(`${group}/providers/Microsoft.Unknown/things/t`);
    expect(!admitted.ok && admitted.failure.message).toContain(
      "Microsoft.Unknown/things is not in the table of reads for a resource group",
    );
  });
});

describe("a metrics read", () => {
  const request: Extract<ReadRequest, { kind: "metrics" }> = {
    kind: "metrics",
    resourceId: site,
    metricNames: ["Http5xx", "CpuTime"],
    aggregation: ["Total", "Average"],
    interval: "PT1M",
    from: "2026-10-14T08:00:00Z",
    to: "2026-10-14T09:00:00Z",
    filter: "Instance eq '*'",
  };

  it("becomes the ARM path of the resource's metrics", () => {
    expect(admitRead(request, origins)).toMatchObject({
      ok: true,
      value: {
        plane: "arm",
        method: "GET",
        source: "metrics",
        query: "Instance eq '*'",
        request: `GET ${site}/providers/Microsoft.Insights/metrics?api-version=2024-02-01&metricnames=Http5xx,CpuTime&timespan=2026-10-14T08:00:00Z/2026-10-14T09:00:00Z&interval=PT1M&aggregation=Total,Average&$filter=Instance%20eq%20%27*%27`,
      },
    });
  });

  it.each<[string, Partial<typeof request>]>([
    ["a resource that is a URL", { resourceId: "https://evil.example/x" }],
    ["a resource of an unknown type", { resourceId: `${group}/providers/Microsoft.Unknown/things/t` }],
    ["a collection", { resourceId: `${group}/providers/Microsoft.Web/sites` }],
    ["a resource group", { resourceId: group }],
    ["a resource with a path trick", { resourceId: `${site}/../app-other` }],
    ["an instant in words", { from: "yesterday" }],
    ["an impossible day", { from: "2026-13-45T00:00:00Z" }],
    ["a span that ends before it begins", { from: "2026-10-15T00:00:00Z" }],
    ["an instant with a parameter in it", { to: "2026-10-14T09:00:00Z&x=1" }],
    ["an interval that is none", { interval: "1 minute" }],
    ["an empty interval", { interval: "P" }],
    ["a metric name with a parameter in it", { metricNames: ["Http5xx&api-version=1"] }],
    ["a metric name with a comma", { metricNames: ["a,b"] }],
  ])("is refused with %s", (_, part) => {
    const admitted = admitRead({ ...request, ...part }, origins);
    expect(!admitted.ok && admitted.failure.code).toBe("ReadNotAllowed");
  });
});
