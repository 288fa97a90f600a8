import { describe, expect, it } from "vitest";
import { limits } from "../../../../domain/limits.ts";
import { observedAt, startLoopbackAzure } from "../support/loopback-azure.ts";
import { arm, readerOn } from "../support/reader-on.ts";
import { vault } from "../support/table-paths.ts";

const roles = `${vault}/providers/Microsoft.Authorization/roleAssignments`;
const first = `${roles}?api-version=2022-04-01`;

describe("a list", () => {
  it("is read over all its pages, and says how many there were and that it is complete", async () => {
    const azure = await startLoopbackAzure((_, index, origin) => ({
      headers: { "x-ms-request-id": `req-${index}` },
      body: {
        value: [{ id: index }],
        count: 3,
        ...(index < 2 ? { nextLink: `${origin}${first}&$skiptoken=${index}` } : {}),
      },
    }));
    expect(await readerOn(azure.origin)(arm(roles))).toEqual({
      ok: true,
      value: {
        source: "arm",
        request: `GET ${first}`,
        status: 200,
        requestId: "req-0",
        observedAt,
        body: { value: [{ id: 0 }, { id: 1 }, { id: 2 }], count: 3 },
        complete: true,
        pages: 3,
      },
    });
    expect(azure.received.map(({ target }) => target)).toEqual([
      first,
      `${first}&$skiptoken=0`,
      `${first}&$skiptoken=1`,
    ]);
  });

  it("of Microsoft Graph follows @odata.nextLink", async () => {
    const azure = await startLoopbackAzure((_, index, origin) => ({
      body: {
        value: [index],
        ...(index === 0 ? { "@odata.nextLink": `${origin}/v1.0/users?$skiptoken=a` } : {}),
      },
    }));
    expect(await readerOn(azure.origin)({ kind: "graph", path: "/v1.0/users" })).toMatchObject({
      ok: true,
      value: { body: { value: [0, 1] }, complete: true },
    });
  });

  it.each<[string, (origin: string) => unknown]>([
    ["another host", () => `https://evil.example${first}&$skiptoken=1`],
    ["another port", (origin) => `http://127.0.0.1:1${first}&x=${origin.length}`],
    ["another path", (origin) => `${origin}${vault}/listKeys?api-version=2024-11-01`],
    ["another path by a parent", (origin) => `${origin}${roles}/../locks?api-version=1`],
    ["another path by an encoded parent", (origin) => `${origin}${roles}/%2e%2e/locks?api-version=1`],
    ["a place with credentials", (origin) => `${origin.replace("http://", "http://a:b@")}${first}`],
    ["nowhere", () => "not a link"],
    ["a number", () => 7],
  ])("whose next page is at %s ends there, incomplete", async (_, link) => {
    const azure = await startLoopbackAzure((_request, _index, origin) => ({
      body: { value: [1], nextLink: link(origin) },
    }));
    expect(await readerOn(azure.origin)(arm(roles))).toMatchObject({
      ok: true,
      value: { body: { value: [1] }, complete: false },
    });
    expect(azure.received.length).toBe(1);
  });

  it("whose link leads back to a page that was read ends incomplete, without its items twice", async () => {
    const azure = await startLoopbackAzure((_, index, origin) => ({
      body: { value: [index], nextLink: `${origin}${first}&$skiptoken=${index % 2}` },
    }));
    expect(await readerOn(azure.origin)(arm(roles))).toMatchObject({
      ok: true,
      value: { body: { value: [0, 1, 2] }, complete: false },
    });
    expect(azure.received.length).toBe(3);
  });

  it("whose pages repeat under new links ends incomplete, without its items twice", async () => {
    const azure = await startLoopbackAzure((_, index, origin) => ({
      body: { value: [{ id: "a" }], nextLink: `${origin}${first}&$skiptoken=${index}` },
    }));
    expect(await readerOn(azure.origin)(arm(roles))).toMatchObject({
      ok: true,
      value: { body: { value: [{ id: "a" }] }, complete: false },
    });
    expect(azure.received.length).toBe(2);
  });

  it("with empty pages in between goes on", async () => {
    const azure = await startLoopbackAzure((_, index, origin) => ({
      body: {
        value: index === 3 ? [1] : [],
        ...(index < 3 ? { nextLink: `${origin}${first}&$skiptoken=${index}` } : {}),
      },
    }));
    expect(await readerOn(azure.origin)(arm(roles))).toMatchObject({
      ok: true,
      value: { body: { value: [1] }, complete: true },
    });
  });

  it("ends incomplete after as many pages as a read may have", async () => {
    const azure = await startLoopbackAzure((_, index, origin) => ({
      body: { value: [index], nextLink: `${origin}${first}&$skiptoken=${index}` },
    }));
    const outcome = await readerOn(azure.origin)(arm(roles));
    expect(outcome).toMatchObject({ ok: true, value: { complete: false } });
    expect(azure.received.length).toBe(limits.pagesPerRead);
  });

  it("ends incomplete once it is as large as evidence may be", async () => {
    const item = "x".repeat(1_000_000);
    const azure = await startLoopbackAzure((_, index, origin) => ({
      body: { value: [item, `${index}`], nextLink: `${origin}${first}&$skiptoken=${index}` },
    }));
    const outcome = await readerOn(azure.origin)(arm(roles));
    expect(outcome.ok && outcome.value.complete).toBe(false);
    expect(outcome.ok && outcome.value.body).toEqual({ value: [item, "0", item, "1", item, "2", item, "3"] });
  });

  it("that is one page larger than evidence may be is cut between items", async () => {
    const items = Array.from({ length: 6 }, (_, index) => `${index}`.repeat(1_000_000));
    const azure = await startLoopbackAzure(() => ({ body: { value: items } }));
    expect(await readerOn(azure.origin)(arm(roles))).toMatchObject({
      ok: true,
      value: { body: { value: items.slice(0, 4) }, complete: false },
    });
  });

  it("whose later page is refused keeps what it has, incomplete", async () => {
    const azure = await startLoopbackAzure((_, index, origin) =>
      index === 0
        ? { body: { value: [1], nextLink: `${origin}${first}&$skiptoken=1` } }
        : { status: 400, body: { error: { code: "InvalidSkipToken", message: "x" } } },
    );
    expect(await readerOn(azure.origin)(arm(roles))).toMatchObject({
      ok: true,
      value: { status: 200, body: { value: [1] }, complete: false },
    });
  });

  it("whose later page asks to wait makes the whole read wait", async () => {
    const azure = await startLoopbackAzure((_, index, origin) =>
      index === 0
        ? { body: { value: [1], nextLink: `${origin}${first}&$skiptoken=1` } }
        : { status: 429, headers: { "retry-after": "7" } },
    );
    expect(await readerOn(azure.origin)(arm(roles))).toMatchObject({
      ok: false,
      failure: { code: "Throttled", retryAfterMs: 7_000 },
    });
  });

  it("whose later page is no list is incomplete", async () => {
    const azure = await startLoopbackAzure((_, index, origin) => ({
      body: index === 0 ? { value: [1], nextLink: `${origin}${first}&$skiptoken=1` } : { odd: true },
    }));
    expect(await readerOn(azure.origin)(arm(roles))).toMatchObject({ ok: true, value: { complete: false } });
  });
});
