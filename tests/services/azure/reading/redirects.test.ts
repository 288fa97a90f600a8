import { describe, expect, it } from "vitest";
import type { ReadRequest } from "../../../../domain/read-step.ts";
import { type LoopbackAzure, startLoopbackAzure } from "../support/loopback-azure.ts";
import { arm, readerOn } from "../support/reader-on.ts";
import { site, subscription, vault } from "../support/table-paths.ts";

const span = { from: "2026-10-14T08:00:00Z", to: "2026-10-14T09:00:00Z" };
const reads: readonly (readonly [name: string, request: ReadRequest])[] = [
  ["an ARM read", arm(vault)],
  ["a Resource Graph query", { kind: "resource_graph", query: "resources" }],
  ["a log query", { kind: "logs", resourceId: vault, query: "T", ...span }],
  [
    "a metrics read",
    {
      kind: "metrics",
      resourceId: site,
      metricNames: ["Http5xx"],
      aggregation: ["Total"],
      interval: "PT1M",
      ...span,
    },
  ],
  ["a Microsoft Graph read", { kind: "graph", path: "/v1.0/me" }],
];
const statuses = [301, 302, 303, 307, 308];
const cases = reads.flatMap(([name, request]) =>
  statuses.map((status): [string, number, ReadRequest] => [name, status, request]),
);

function startThief(): Promise<LoopbackAzure> {
  return startLoopbackAzure(() => ({ body: { stolen: true } }));
}

describe("a redirect", () => {
  it.each(cases)("of %s to another host is not followed: %i", async (_, status, request) => {
    const thief = await startThief();
    const azure = await startLoopbackAzure(() => ({
      status,
      headers: { location: `${thief.origin}${vault}/listKeys` },
    }));
    const outcome = await readerOn(azure.origin)(request);
    expect(!outcome.ok && outcome.failure).toMatchObject({ code: "ReadNotAllowed", status });
    expect([azure.received.length, thief.received]).toEqual([1, []]);
  });

  it.each(cases)("of %s to another path of the same host is not followed: %i", async (_, status, request) => {
    const azure = await startLoopbackAzure((_request, index) =>
      index === 0 ? { status, headers: { location: `${vault}/listKeys` } } : { body: { stolen: true } },
    );
    const outcome = await readerOn(azure.origin)(request);
    expect(!outcome.ok && outcome.failure).toMatchObject({ code: "ReadNotAllowed", status });
    expect(azure.received.length).toBe(1);
  });

  it.each(statuses)("of a later page is not followed: %i", async (status) => {
    const thief = await startThief();
    const azure = await startLoopbackAzure((request, index, origin) =>
      index === 0
        ? { body: { value: [{ id: "a" }], nextLink: `${origin}${request.target}&$skiptoken=2` } }
        : { status, headers: { location: `${thief.origin}/next` } },
    );
    const outcome = await readerOn(azure.origin)(arm(`${subscription}/resourceGroups`));
    expect(!outcome.ok && outcome.failure).toMatchObject({ code: "ReadNotAllowed", status });
    expect([azure.received.length, thief.received]).toEqual([2, []]);
  });

  it("that a body asks for (Location with 200, Refresh, a meta tag) is none", async () => {
    const thief = await startThief();
    const headers = {
      location: thief.origin,
      refresh: `0; url=${thief.origin}`,
      "content-location": thief.origin,
    };
    const azure = await startLoopbackAzure(() => ({ headers, body: { id: vault } }));
    expect(await readerOn(azure.origin)(arm(vault))).toMatchObject({
      ok: true,
      value: { body: { id: vault } },
    });
    expect(thief.received).toEqual([]);
  });
});
