import { describe, expect, it } from "vitest";
import { observedAt, startLoopbackAzure } from "../support/loopback-azure.ts";
import { arm, countedTokens, readerOn } from "../support/reader-on.ts";
import { group, subscription, vault } from "../support/table-paths.ts";

describe("an answer of ARM", () => {
  it("is the resource's body, with Azure's time, request ID and the exact request", async () => {
    const azure = await startLoopbackAzure(() => ({
      headers: { "x-ms-request-id": "req-1", "x-ms-correlation-request-id": "corr-1" },
      body: { id: vault, properties: { networkAcls: { defaultAction: "Deny" } } },
    }));
    const credentials = countedTokens();
    const outcome = await readerOn(azure.origin, { credentials })(arm(vault));
    expect(outcome).toEqual({
      ok: true,
      value: {
        source: "arm",
        request: `GET ${vault}?api-version=2024-11-01`,
        status: 200,
        requestId: "req-1",
        observedAt,
        body: { id: vault, properties: { networkAcls: { defaultAction: "Deny" } } },
        complete: true,
      },
    });
    expect(azure.received.map(({ method, target }) => [method, target])).toEqual([
      ["GET", `${vault}?api-version=2024-11-01`],
    ]);
    expect(azure.received[0]?.headers).toMatchObject({
      authorization: "Bearer token-1",
      accept: "application/json",
      "user-agent": "azebal",
    });
    expect(credentials.audiences).toEqual(["https://management.azure.com"]);
  });

  it.each([
    [403, { error: { code: "AuthorizationFailed", message: "The client does not have authorization." } }],
    [404, { error: { code: "ResourceNotFound", message: "The Resource was not found." } }],
    [400, { error: { code: "InvalidApiVersionParameter", message: "x" } }],
    [409, { error: { code: "Conflict", message: "x" } }],
  ])("with status %i is an answer, with the service's error body", async (status, body) => {
    const azure = await startLoopbackAzure(() => ({ status, body }));
    const outcome = await readerOn(azure.origin)(arm(vault));
    expect(outcome).toEqual({
      ok: true,
      value: {
        source: "arm",
        request: `GET ${vault}?api-version=2024-11-01`,
        status,
        observedAt,
        body,
        complete: true,
      },
    });
  });

  it.each([400, 403, 404])("that is a proxy's page with status %i is no answer of Azure", async (status) => {
    const azure = await startLoopbackAzure(() => ({
      status,
      headers: { "content-type": "text/html; charset=utf-8" },
      body: "<html>Blocked by proxy</html>",
    }));
    await expect(readerOn(azure.origin)(arm(vault))).rejects.toMatchObject({
      name: "MalformedAnswerError",
      code: "MalformedAnswer",
      message: `Azure's answer to GET ${vault} is malformed: it is an HTML page with status ${status}, which a proxy or firewall on the way sent. It is tried again.`,
    });
  });

  it("that is plain text keeps it", async () => {
    const azure = await startLoopbackAzure(() => ({
      status: 403,
      headers: { "content-type": "text/plain" },
      body: "Forbidden",
    }));
    expect(await readerOn(azure.origin)(arm(vault))).toMatchObject({
      ok: true,
      value: { status: 403, body: "Forbidden" },
    });
  });

  it("that claims to be JSON but is none keeps its text where it is an error", async () => {
    const azure = await startLoopbackAzure(() => ({
      status: 404,
      headers: { "content-type": "application/json" },
      body: '{"error":',
    }));
    expect(await readerOn(azure.origin)(arm(vault))).toMatchObject({
      ok: true,
      value: { body: '{"error":' },
    });
  });

  it("without a body is null", async () => {
    const azure = await startLoopbackAzure(() => ({ status: 204 }));
    expect(await readerOn(azure.origin)(arm(vault))).toMatchObject({
      ok: true,
      value: { status: 204, body: null },
    });
  });

  it("is of the Activity Log where it is, with the filter as its query", async () => {
    const azure = await startLoopbackAzure(() => ({
      body: { value: [{ eventTimestamp: "2026-10-14T08:00:00Z" }] },
    }));
    const path = `${subscription}/providers/Microsoft.Insights/eventtypes/management/values`;
    const $filter = "eventTimestamp ge '2026-10-14T00:00:00Z'";
    expect(await readerOn(azure.origin)({ kind: "arm", path, query: { $filter } })).toMatchObject({
      ok: true,
      value: { source: "activity_log", query: $filter, complete: true },
    });
  });

  it("to a refused read is never asked for", async () => {
    const azure = await startLoopbackAzure(() => ({ body: {} }));
    const credentials = countedTokens();
    const outcome = await readerOn(azure.origin, { credentials })(arm(`${vault}/listKeys`));
    expect(!outcome.ok && outcome.failure.code).toBe("ReadNotAllowed");
    expect([azure.received, credentials.audiences]).toEqual([[], []]);
  });

  it("to policy states is asked for by the POST that the table names", async () => {
    const azure = await startLoopbackAzure(() => ({
      body: { "@odata.count": 1, value: [{ complianceState: "NonCompliant" }] },
    }));
    const path = `${group}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults`;
    expect(await readerOn(azure.origin)(arm(path))).toMatchObject({
      ok: true,
      value: {
        request: `POST ${path}?api-version=2024-10-01`,
        body: { value: [{ complianceState: "NonCompliant" }] },
      },
    });
    expect(azure.received.map(({ method, body }) => [method, body])).toEqual([["POST", ""]]);
  });
});

describe("metrics, Graph and logs", () => {
  it("each go to their plane, with a token for it", async () => {
    const azure = await startLoopbackAzure(({ target }) => ({
      headers: { "request-id": "graph-1" },
      body: target.startsWith("/v1/")
        ? { tables: [{ name: "PrimaryResult", columns: [], rows: [] }] }
        : { value: [] },
    }));
    const credentials = countedTokens();
    const read = readerOn(azure.origin, { credentials });
    const span = { from: "2026-10-14T08:00:00Z", to: "2026-10-14T09:00:00Z" };
    const metrics = await read({
      kind: "metrics",
      resourceId: vault,
      metricNames: ["ServiceApiResult"],
      aggregation: ["Count"],
      interval: "PT5M",
      ...span,
    });
    const graph = await read({ kind: "graph", path: "/v1.0/users", query: { $count: "true" } });
    const logs = await read({ kind: "logs", resourceId: vault, query: "AzureDiagnostics", ...span });
    expect(
      [metrics, graph, logs].map((outcome) => outcome.ok && [outcome.value.source, outcome.value.requestId]),
    ).toEqual([
      ["metrics", "graph-1"],
      ["graph", "graph-1"],
      ["logs", "graph-1"],
    ]);
    expect(credentials.audiences).toEqual([
      "https://management.azure.com",
      "https://graph.microsoft.com",
      "https://api.loganalytics.io",
    ]);
    expect(azure.received.map(({ method, target }) => `${method} ${target.split("?", 1)[0]}`)).toEqual([
      `GET ${vault}/providers/Microsoft.Insights/metrics`,
      "GET /v1.0/users",
      `POST /v1${vault}/query`,
    ]);
    expect(azure.received[1]?.headers["consistencylevel"]).toBe("eventual");
    expect(azure.received[2]?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(azure.received[2]!.body)).toEqual({
      query: "AzureDiagnostics",
      timespan: "2026-10-14T08:00:00Z/2026-10-14T09:00:00Z",
    });
  });

  it("say that a log answer with a partial error is not complete", async () => {
    const body = {
      tables: [{ name: "PrimaryResult", columns: [], rows: [] }],
      error: { code: "PartialError", message: "x" },
    };
    const azure = await startLoopbackAzure(() => ({ body }));
    const outcome = await readerOn(azure.origin)({
      kind: "logs",
      resourceId: vault,
      query: "T",
      from: "2026-10-14T08:00:00Z",
      to: "2026-10-14T09:00:00Z",
    });
    expect(outcome).toMatchObject({ ok: true, value: { body, complete: false } });
  });
});
