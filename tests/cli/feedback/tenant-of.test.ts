import { expect, test } from "vitest";
import { missingOf } from "../../../cli/feedback/scenario/missing-of.ts";
import { storedReads } from "../../../cli/feedback/scenario/stored-read.ts";
import { tenantOf } from "../../../cli/feedback/scenario/tenant-of.ts";
import type { Evidence } from "../../../domain/evidence.ts";
import { TenantSchema } from "../../../simulator/tenant/tenant-schema.ts";

const principal = { tenantId: "t1", objectId: "alice", userPrincipalName: "alice@contoso.com" };
const group = "/subscriptions/s1/resourceGroups/rg";

function read(change: Partial<Omit<Evidence, "body">> & { body: unknown }): Evidence {
  return {
    diagnosisId: "d1",
    evidenceId: "e5",
    source: "arm",
    requestKey: "k",
    request: `GET ${group}?api-version=2024-01-01`,
    status: 200,
    observedAt: "2026-03-01T10:00:05.000Z",
    sha256: "x",
    complete: true,
    ...change,
    body: JSON.stringify(change.body),
  };
}

const tenantFrom = (...evidence: Evidence[]) => {
  const tenant = tenantOf(principal, storedReads(evidence));
  TenantSchema.parse(tenant);
  return tenant;
};
const refusal = (code: string) => ({ error: { code, message: "no" } });

test("the clock is Azure's at the first read, and the one who is signed in is the owner", () => {
  const tenant = tenantFrom(
    read({ body: {}, observedAt: "2026-03-01T10:00:09.000Z" }),
    read({ body: {}, observedAt: "2026-03-01T10:00:04.000Z" }),
    read({ source: "request", request: "request", body: {}, observedAt: "2026-03-01T09:00:00.000Z" }),
  );
  expect([tenant.now, tenant.tenantId, tenant.users.map(({ upn, objectId }) => [upn, objectId])]).toEqual([
    "2026-03-01T10:00:04.000Z",
    "t1",
    [["alice@contoso.com", "alice"]],
  ]);
});

test("what was read whole wins over a list, and a list over a row; what only a row says stays", () => {
  const id = `${group}/providers/Microsoft.KeyVault/vaults/kv`;
  const row = {
    id,
    name: "kv",
    type: "microsoft.keyvault/vaults",
    kind: "",
    resourceGroup: "rg",
    subscriptionId: "s1",
  };
  const tenant = tenantFrom(
    read({
      request: `GET ${id}?api-version=1`,
      body: { id: id.toUpperCase(), properties: { from: "body" } },
    }),
    read({
      request: `GET ${group}/providers/Microsoft.KeyVault/vaults`,
      body: { value: [{ id, location: "list", properties: { from: "list" } }] },
    }),
    read({
      source: "resource_graph",
      request: "POST /providers/Microsoft.ResourceGraph/resources",
      body: { data: [{ ...row, properties: { from: "row" } }] },
    }),
  );
  expect(tenant.resources).toEqual([
    {
      id: id.toUpperCase(),
      name: "kv",
      type: "microsoft.keyvault/vaults",
      location: "list",
      properties: { from: "body" },
    },
  ]);
});

test("a plain refusal is denied, one with a code of its own is answered as it was, and a 404 is absent", () => {
  const tenant = tenantFrom(
    read({
      request: `GET ${group}/providers/Microsoft.KeyVault/vaults/kv?api-version=1`,
      status: 403,
      body: refusal("AuthorizationFailed"),
    }),
    read({
      source: "logs",
      request: "POST /v1/subscriptions/s1/query",
      status: 403,
      body: refusal("AuthorizationFailed"),
    }),
    read({
      source: "graph",
      request: "GET /v1.0/me",
      status: 403,
      body: refusal("Authorization_RequestDenied"),
    }),
    read({
      request: `GET ${group}/providers/Microsoft.Web/sites/a?api-version=1`,
      status: 403,
      body: refusal("SubscriptionDisabled"),
    }),
    read({
      request: `GET ${group}/providers/Microsoft.Web/sites/b/functions?api-version=1`,
      status: 400,
      body: refusal("BadRequest"),
    }),
    read({
      request: `GET ${group}/providers/Microsoft.Web/sites/gone?api-version=1`,
      status: 404,
      body: refusal("ResourceNotFound"),
    }),
  );
  expect(tenant.denied).toEqual([
    { prefix: `${group}/providers/Microsoft.KeyVault/vaults/kv` },
    { prefix: "/subscriptions/s1" },
    { prefix: "/v1.0/me" },
  ]);
  expect(tenant.responses.map(({ path, status, query }) => [path, status, query])).toEqual([
    [`${group}/providers/Microsoft.Web/sites/a`, 403, {}],
    [`${group}/providers/Microsoft.Web/sites/b/functions`, 400, {}],
  ]);
  expect(JSON.stringify(tenant)).not.toContain("gone");
});

test("a list of what is no resource, or only points at one, is answered as it was, with its filter", () => {
  const subnet = `${group}/providers/Microsoft.Network/virtualNetworks/v/subnets/a`;
  const tenant = tenantFrom(
    read({
      request:
        "GET /subscriptions/s1/providers/Microsoft.Compute/skus?api-version=1&$filter=location%20eq%20%27weu%27",
      body: { value: [{ name: "x" }] },
    }),
    read({
      request: `GET ${group}/providers/Microsoft.Network/virtualNetworks/v/usages?api-version=1`,
      body: { value: [{ id: subnet, limit: 3 }] },
    }),
  );
  expect(tenant.responses.map(({ method, path, query }) => [method, path, query])).toEqual([
    ["GET", "/subscriptions/s1/providers/Microsoft.Compute/skus", { $filter: "location eq 'weu'" }],
    ["GET", `${group}/providers/Microsoft.Network/virtualNetworks/v/usages`, {}],
  ]);
  expect(tenant.resources).toEqual([]);
});

test("points of a metric are series by their dimensions, and rows of a log a table that takes the same conditions", () => {
  const metrics = `GET ${group}/providers/Microsoft.Sql/servers/s/providers/Microsoft.Insights/metrics?api-version=1&interval=PT5M&metricnames=cpu`;
  const points = [
    { timeStamp: "2026-03-01T09:00:00Z", average: 1, state: "ok" },
    { timeStamp: "2026-03-01T09:05:00Z", average: 2, state: "ok" },
    { timeStamp: "2026-03-01T09:00:00Z", average: 9, state: "bad" },
  ];
  const tenant = tenantFrom(
    read({ source: "metrics", request: metrics, body: { cpu: points } }),
    read({
      source: "logs",
      request: `POST /v1${group}/providers/Microsoft.KeyVault/vaults/kv/query`,
      query: "AzureDiagnostics | where Category == 'AuditEvent' | take 5",
      body: {
        table: "AzureDiagnostics",
        rows: [{ TimeGenerated: "2026-03-01T09:00:00Z", Count: 3 }, { Text: "x" }],
      },
    }),
  );
  expect(
    tenant.metrics.map(({ resourceId, name, timeGrain, dimensions, points: own }) => [
      resourceId,
      name,
      timeGrain,
      dimensions,
      (own as unknown[]).length,
    ]),
  ).toEqual([
    [`${group}/providers/Microsoft.Sql/servers/s`, "cpu", "PT5M", { state: "ok" }, 2],
    [`${group}/providers/Microsoft.Sql/servers/s`, "cpu", "PT5M", { state: "bad" }, 1],
  ]);
  expect(tenant.tables).toEqual({
    [`${group}/providers/Microsoft.KeyVault/vaults/kv`]: {
      AzureDiagnostics: {
        columns: [
          { name: "TimeGenerated", type: "datetime" },
          { name: "Count", type: "long" },
          { name: "Text", type: "string" },
          { name: "Category", type: "string" },
        ],
        rows: [
          ["2026-03-01T09:00:00Z", 3, null, null],
          [null, null, "x", null],
        ],
      },
    },
  });
});

test("whoever a list for one principal names besides is a group of that principal", () => {
  const assignment = (principalId: string) => ({
    id: `${group}/providers/Microsoft.Authorization/roleAssignments/${principalId}`,
    properties: { principalId },
  });
  const tenant = tenantFrom(
    read({
      request: `GET ${group}/providers/Microsoft.Authorization/roleAssignments?api-version=1&$filter=assignedTo(%27p1%27)`,
      body: { value: [assignment("p1"), assignment("g1")] },
    }),
  );
  expect(tenant.graph).toEqual({
    "/v1.0/servicePrincipals/p1/transitiveMemberOf": {
      value: [{ "@odata.type": "#microsoft.graph.group", id: "g1" }],
    },
  });
});

test("what cannot be turned back is said: answers of people, cut lists, joined tables, units, redacted values", () => {
  const evidence = [
    read({ source: "user", request: "user", body: "it is behind a proxy" }),
    read({
      request: `GET ${group}/providers/Microsoft.Web/sites?api-version=1`,
      body: { value: ["[redacted 8 chars]"] },
      complete: false,
    }),
    read({
      source: "logs",
      request: `POST /v1${group}/query`,
      query: "union isfuzzy=true A, B",
      body: { table: "A", rows: [] },
    }),
    read({ source: "metrics", request: `GET ${group}/providers/Microsoft.Insights/metrics`, body: {} }),
  ];
  expect(missingOf(evidence, storedReads(evidence), undefined)).toEqual([
    "1 answers that the developer gave: a simulated Azure has no place for them.",
    `${group}/providers/Microsoft.Web/sites: the answer was cut, and the rest of its list is not there.`,
    `/v1${group}/query: rows of a query over several tables stand in the first of them.`,
    "The units of metrics, which are not stored: all say Count.",
    "1 values were redacted before they were stored, and stay so.",
    "Whatever no read of the diagnosis asked for: another question finds only what these answers held.",
  ]);
});
