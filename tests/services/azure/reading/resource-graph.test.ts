import { describe, expect, it } from "vitest";
import { limits } from "../../../../domain/limits.ts";
import type { ReadRequest } from "../../../../domain/read-step.ts";
import { observedAt, startLoopbackAzure } from "../support/loopback-azure.ts";
import { countedTokens, readerOn } from "../support/reader-on.ts";

const subscriptions = ["11111111-2222-4333-8444-555555555555"];
const query = "resources | where name =~ 'kv-orders' | project id, name";
const request: ReadRequest = { kind: "resource_graph", query, subscriptions };

function rows(from: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({ id: `/r/${from + index}` }));
}

function page(data: unknown[], skipToken?: string, more: object = {}) {
  const token = skipToken === undefined ? {} : { $skipToken: skipToken };
  return {
    body: {
      totalRecords: 3,
      count: data.length,
      data,
      facets: [],
      resultTruncated: "false",
      ...token,
      ...more,
    },
  };
}

describe("a Resource Graph query", () => {
  it("is one POST with the query and its subscriptions, and answers the rows as the service shapes them", async () => {
    const azure = await startLoopbackAzure(() => ({
      headers: { "x-ms-request-id": "arg-1" },
      ...page(rows(0, 2)),
    }));
    const credentials = countedTokens();
    expect(await readerOn(azure.origin, { credentials })(request)).toEqual({
      ok: true,
      value: {
        source: "resource_graph",
        request: "POST /providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
        query,
        status: 200,
        requestId: "arg-1",
        observedAt,
        body: { totalRecords: 3, count: 2, data: rows(0, 2), facets: [], resultTruncated: "false" },
        complete: true,
      },
    });
    expect(credentials.audiences).toEqual(["https://management.azure.com"]);
    expect(
      azure.received.map(({ method, target, headers }) => [method, target, headers.authorization]),
    ).toEqual([
      ["POST", "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01", "Bearer token-1"],
    ]);
    expect(JSON.parse(azure.received[0]!.body)).toEqual({
      query,
      subscriptions,
      options: { resultFormat: "objectArray", $top: 1_000 },
    });
  });

  it("asks every visible subscription where none is given", async () => {
    const azure = await startLoopbackAzure(() => page([]));
    await readerOn(azure.origin)({ kind: "resource_graph", query });
    expect(Object.keys(JSON.parse(azure.received[0]!.body) as object)).toEqual(["query", "options"]);
  });

  it("follows $skipToken over all pages", async () => {
    const azure = await startLoopbackAzure((_, index) =>
      page(rows(index, 1), index < 2 ? `t-${index}` : undefined),
    );
    expect(await readerOn(azure.origin)(request)).toMatchObject({
      ok: true,
      value: { body: { count: 3, data: rows(0, 3) }, complete: true },
    });
    const tokens = azure.received.map(
      ({ body }) => (JSON.parse(body) as { options: { $skipToken?: string } }).options.$skipToken,
    );
    expect(tokens).toEqual([undefined, "t-0", "t-1"]);
  });

  it("whose token repeats ends incomplete", async () => {
    const azure = await startLoopbackAzure(() => page(rows(0, 1), "same"));
    expect(await readerOn(azure.origin)(request)).toMatchObject({ ok: true, value: { complete: false } });
    expect(azure.received.length).toBe(2);
  });

  it("whose pages repeat under new tokens ends incomplete, without its rows twice", async () => {
    const azure = await startLoopbackAzure((_, index) => page(rows(0, 2), `t-${index}`));
    expect(await readerOn(azure.origin)(request)).toMatchObject({
      ok: true,
      value: { body: { count: 2, data: rows(0, 2) }, complete: false },
    });
    expect(azure.received.length).toBe(2);
  });

  it("ends incomplete after as many pages as a read may have", async () => {
    const azure = await startLoopbackAzure((_, index) => page(rows(index, 1), `t-${index}`));
    expect(await readerOn(azure.origin)(request)).toMatchObject({ ok: true, value: { complete: false } });
    expect(azure.received.length).toBe(limits.pagesPerRead);
  });

  it("that the service truncated is not complete", async () => {
    const azure = await startLoopbackAzure(() => page(rows(0, 1), undefined, { resultTruncated: "true" }));
    expect(await readerOn(azure.origin)(request)).toMatchObject({ ok: true, value: { complete: false } });
  });

  it("that the service refuses is an answer with its error body", async () => {
    const body = {
      error: {
        code: "BadRequest",
        message: "Please provide below info.",
        details: [{ code: "InvalidQuery" }],
      },
    };
    const azure = await startLoopbackAzure(() => ({ status: 400, body }));
    expect(await readerOn(azure.origin)(request)).toMatchObject({
      ok: true,
      value: { status: 400, body, complete: true },
    });
    expect(azure.received.length).toBe(1);
  });

  it("whose later page is refused keeps what it has, incomplete", async () => {
    const azure = await startLoopbackAzure((_, index) =>
      index === 0 ? page(rows(0, 1), "t") : { status: 400, body: { error: { code: "InvalidSkipToken" } } },
    );
    expect(await readerOn(azure.origin)(request)).toMatchObject({
      ok: true,
      value: { status: 200, body: { data: rows(0, 1) }, complete: false },
    });
  });

  it("that is throttled is data, and the client does not try again by itself", async () => {
    const azure = await startLoopbackAzure(() => ({
      status: 429,
      headers: { "x-ms-user-quota-remaining": "0", "x-ms-user-quota-resets-after": "00:00:05" },
      body: { error: { code: "RateLimiting" } },
    }));
    expect(await readerOn(azure.origin)(request)).toMatchObject({
      ok: false,
      failure: { code: "Throttled", retryAfterMs: 5_000 },
    });
    expect(azure.received.length).toBe(1);
  });

  it("that fails on the server is thrown, and the client does not try again by itself", async () => {
    const azure = await startLoopbackAzure(() => ({ status: 500 }));
    await expect(readerOn(azure.origin)(request)).rejects.toMatchObject({
      name: "AzureServiceError",
      status: 500,
    });
    expect(azure.received.length).toBe(1);
  });

  it.each<[string, Parameters<typeof startLoopbackAzure>[0], string]>([
    [
      "that is redirected",
      () => ({ status: 307, headers: { location: "https://evil.example/" } }),
      "ReadNotAllowed",
    ],
    ["whose sign-in is refused", () => ({ status: 401 }), "SignInRequired"],
  ])("%s is data", async (_, reply, code) => {
    const azure = await startLoopbackAzure(reply);
    const outcome = await readerOn(azure.origin)(request);
    expect(!outcome.ok && outcome.failure.code).toBe(code);
  });

  it("goes on with a fresh token", async () => {
    const azure = await startLoopbackAzure(({ headers }) =>
      headers.authorization === "Bearer token-2" ? page(rows(0, 1)) : { status: 401 },
    );
    expect(await readerOn(azure.origin)(request)).toMatchObject({
      ok: true,
      value: { body: { data: rows(0, 1) } },
    });
  });

  it.each<[string, Parameters<typeof startLoopbackAzure>[0], string]>([
    [
      "half a JSON",
      () => ({ headers: { "content-type": "application/json" }, body: '{"data":[' }),
      "MalformedAnswerError",
    ],
    ["no rows", () => ({ body: { count: 0 } }), "MalformedAnswerError"],
    ["nothing", () => ({ body: null }), "MalformedAnswerError"],
    [
      "a page of HTML",
      () => ({ headers: { "content-type": "text/html" }, body: "<html>" }),
      "MalformedAnswerError",
    ],
    ["a dropped connection", () => ({ raw: (response) => response.destroy() }), "AzureConnectionError"],
    ["silence", () => ({ raw: () => {} }), "AzureTimeoutError"],
  ])("that is answered with %s is thrown", async (_, reply, name) => {
    const azure = await startLoopbackAzure(reply);
    await expect(readerOn(azure.origin, { requestTimeoutMs: 300 })(request)).rejects.toMatchObject({ name });
    expect(azure.received.length).toBe(1);
  });

  it("whose caller gives up is data", async () => {
    const azure = await startLoopbackAzure(() => page([]));
    const outcome = await readerOn(azure.origin)(request, AbortSignal.abort());
    expect(!outcome.ok && outcome.failure.code).toBe("Cancelled");
  });
});
