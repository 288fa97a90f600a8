import { describe, expect, it } from "vitest";
import type { ReadRequest } from "../../../../domain/read-step.ts";
import { type Reply, startLoopbackAzure } from "../support/loopback-azure.ts";
import { readerOn } from "../support/reader-on.ts";
import { site } from "../support/table-paths.ts";

const request: ReadRequest = {
  kind: "metrics",
  resourceId: site,
  metricNames: ["Http5xx", "dtu_consumption_percent", "cpuTime"],
  aggregation: ["Total"],
  interval: "PT1M",
  from: "2026-10-14T08:00:00Z",
  to: "2026-10-14T09:00:00Z",
};

function refusalFor(metric: string, valid: string): Reply {
  const message = `Failed to find metric configuration for provider: Microsoft.Web, resource Type: sites, metric: ${metric}, Valid metrics: ${valid}`;
  return { status: 400, body: { code: "BadRequest", message } };
}

function namesIn(target: string): string | null {
  return new URL(target, "http://azure.example").searchParams.get("metricnames");
}

describe("metrics of one resource", () => {
  it("are read in one GET", async () => {
    const azure = await startLoopbackAzure(() => ({ body: { value: [] } }));
    expect(await readerOn(azure.origin)(request)).toMatchObject({ ok: true, value: { status: 200 } });
    expect(azure.received.map(({ target }) => namesIn(target))).toEqual([
      "Http5xx,dtu_consumption_percent,cpuTime",
    ]);
  });

  it("of which one is not known are read again without it, and the answer says for which", async () => {
    const azure = await startLoopbackAzure((_, index) =>
      index === 0
        ? refusalFor("dtu_consumption_percent", "BytesSent,CpuTime,Http5xx")
        : { body: { value: [{ name: { value: "Http5xx" }, timeseries: [] }] } },
    );
    const outcome = await readerOn(azure.origin)(request);
    expect(azure.received.map(({ target }) => namesIn(target))).toEqual([
      "Http5xx,dtu_consumption_percent,cpuTime",
      "Http5xx,cpuTime",
    ]);
    expect(outcome).toMatchObject({ ok: true, value: { status: 200, source: "metrics" } });
    expect(outcome.ok && namesIn(outcome.value.request.slice("GET ".length))).toBe("Http5xx,cpuTime");
  });

  it.each<[string, Reply]>([
    ["none is known", refusalFor("Http5xx", "Requests")],
    [
      "the refusal is another",
      { status: 400, body: { code: "BadRequest", message: "Detected invalid time grain input" } },
    ],
    ["the refusal names them all", refusalFor("Http5xx", "Http5xx,dtu_consumption_percent,CpuTime")],
    ["the refusal is no text", { status: 400, body: { message: 7 } }],
    [
      "they may not be read",
      { status: 403, body: { error: { code: "AuthorizationFailed", message: "Valid metrics: Http5xx" } } },
    ],
  ])("are asked for once where %s", async (_, reply) => {
    const azure = await startLoopbackAzure(() => reply);
    expect(await readerOn(azure.origin)(request)).toMatchObject({
      ok: true,
      value: { status: reply.status, body: reply.body },
    });
    expect(azure.received.length).toBe(1);
  });

  it("whose second GET has to wait wait whole", async () => {
    const azure = await startLoopbackAzure((_, index) =>
      index === 0
        ? refusalFor("dtu_consumption_percent", "CpuTime,Http5xx")
        : { status: 429, headers: { "retry-after": "7" }, body: {} },
    );
    expect(await readerOn(azure.origin)(request)).toMatchObject({
      ok: false,
      failure: { code: "Throttled", retryAfterMs: 7_000 },
    });
  });
});
