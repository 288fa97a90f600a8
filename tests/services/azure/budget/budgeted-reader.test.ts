import { describe, expect, it } from "vitest";
import type { ReadRequest } from "../../../../domain/read-step.ts";
import { createAzureReader } from "../../../../services/azure/azure-reader.ts";
import { createReadBudget, type ReadBudget } from "../../../../services/azure/budget/read-budget.ts";
import { type Received, type Reply, startLoopbackAzure } from "../support/loopback-azure.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { arm, countedTokens, mara } from "../support/reader-on.ts";
import { group, site, vault } from "../support/table-paths.ts";

/** A budget that notes what passes through it: what is let go, and what comes of that. */
function notedBudget(budget: ReadBudget) {
  const notes: string[] = [];
  const noted: ReadBudget = {
    async admit(request, signal) {
      const which = request.isContinuation ? "next" : "first";
      const admitted = await budget.admit(request, signal);
      if (!admitted.ok) return admitted;
      notes.push(`${which} goes`);
      const settle: typeof admitted.value.settle = (answer) => {
        notes.push(`${which} ${answer?.status ?? "without an answer"}`);
        admitted.value.settle(answer);
      };
      return { ok: true, value: { settle } };
    },
  };
  return { noted, notes };
}

/** A reader with a budget on a clock that stands still, and the loopback Azure that it asks. */
async function budgetedReader(reply: (request: Received, index: number, origin: string) => Reply) {
  const azure = await startLoopbackAzure(reply);
  const clock = new ManualClock();
  const { origin } = azure;
  const { noted, notes } = notedBudget(createReadBudget({ clock }));
  const reader = createAzureReader({
    planes: {
      arm: { endpoint: origin, audience: "https://management.azure.com" },
      graph: { endpoint: origin, audience: "https://graph.microsoft.com" },
      logs: { endpoint: origin, audience: "https://api.loganalytics.io" },
    },
    credentials: countedTokens(),
    budget: noted,
  });
  return {
    azure,
    clock,
    notes,
    read: async (request: ReadRequest, signal?: AbortSignal) => {
      const outcome = await reader.read(mara, request, signal, "dx-1");
      return outcome.ok ? outcome.value.status : [outcome.failure.code, outcome.failure.retryAfterMs];
    },
  };
}

const query = (text: string): ReadRequest => ({ kind: "resource_graph", query: text });
const rows = { totalRecords: 0, count: 0, data: [], facets: [], resultTruncated: "false" };
const logs: ReadRequest = {
  kind: "logs",
  resourceId: vault,
  query: "AzureActivity",
  from: "2026-10-14T08:00:00Z",
  to: "2026-10-14T09:00:00Z",
};

describe("what Azure's answers say of its quotas", () => {
  it("keeps the next query at home once nothing is left", async () => {
    const left = { "x-ms-user-quota-remaining": "0", "x-ms-user-quota-resets-after": "00:00:04" };
    const { azure, clock, read } = await budgetedReader(() => ({ body: rows, headers: left }));
    expect(await read(query("resources"))).toBe(200);
    expect(await read(query("resources | count"))).toEqual(["Throttled", 4_000]);
    expect(azure.received.length).toBe(1);
    await clock.advance(4_000);
    expect(await read(query("resources | count"))).toBe(200);
  });

  it("makes a read wait until one more comes back, where a subscription's are spent", async () => {
    const { clock, notes, read } = await budgetedReader(() => ({
      body: {},
      headers: { "x-ms-ratelimit-remaining-subscription-reads": "0" },
    }));
    expect(await read(arm(vault))).toBe(200);
    const next = read(arm(site));
    await clock.advance(39);
    expect(notes).toEqual(["first goes", "first 200"]);
    await clock.advance(1);
    expect(notes).toEqual(["first goes", "first 200", "first goes"]);
    expect(await next).toBe(200);
  });

  it("keeps everything at home that a 429 concerns, and nothing else", async () => {
    const { azure, read } = await budgetedReader(({ target }) =>
      target.includes("KeyVault")
        ? {
            status: 429,
            headers: { "retry-after": "30", "x-ms-ratelimit-remaining-subscription-reads": "99" },
          }
        : { body: {} },
    );
    expect(await read(arm(vault))).toEqual(["Throttled", 30_000]);
    expect(await read(arm(`${vault}-2`))).toEqual(["Throttled", 30_000]);
    expect(await read(arm(site))).toBe(200);
    expect(azure.received.map(({ target }) => target.split("?")[0])).toEqual([vault, site]);
  });

  it("holds for log queries and Microsoft Graph too", async () => {
    const { azure, read } = await budgetedReader(() => ({ status: 429, headers: { "retry-after": "9" } }));
    const directory: ReadRequest = {
      kind: "graph",
      path: "/v1.0/users/42d41113-ae2b-4edf-8af2-6bd0fcda536e",
    };
    for (const request of [logs, directory]) {
      expect(await read(request)).toEqual(["Throttled", 9_000]);
      expect(await read(request)).toEqual(["Throttled", 9_000]);
    }
    expect(azure.received.length).toBe(2);
  });
});

describe("every request of a read", () => {
  it("is counted: each page, and the one that is repeated with a fresh token", async () => {
    const list = `${group}/providers/Microsoft.KeyVault/vaults`;
    const { azure, notes, read } = await budgetedReader(({ target, headers }, _, origin) => {
      if (headers.authorization === "Bearer token-1") return { status: 401 };
      const page = Number(new URL(target, origin).searchParams.get("$skiptoken") ?? "0");
      const nextLink = `${origin}${list}?api-version=2024-11-01&$skiptoken=${page + 1}`;
      return { body: { value: [{ page }], ...(page === 1 ? {} : { nextLink }) } };
    });
    expect(await read(arm(list))).toBe(200);
    expect(notes).toEqual(["first goes", "first 401", "next goes", "next 200", "next goes", "next 200"]);
    expect(azure.received.length).toBe(3);
  });

  it("of Resource Graph is counted by pages too", async () => {
    const { notes, read } = await budgetedReader((_, index) => ({
      body: { ...rows, data: [{ index }], ...(index === 0 ? { $skipToken: "next" } : {}) },
    }));
    expect(await read(query("resources"))).toBe(200);
    expect(notes).toEqual(["first goes", "first 200", "next goes", "next 200"]);
  });

  it("gives its place back where the connection breaks", async () => {
    const { notes, read } = await budgetedReader(() => ({ raw: (response) => response.destroy() }));
    await expect(read(arm(vault))).rejects.toMatchObject({ name: "AzureConnectionError" });
    expect(notes).toEqual(["first goes", "first without an answer"]);
  });

  it("is not sent where the caller gives up while it waits for the quota", async () => {
    const left = { "x-ms-ratelimit-remaining-subscription-reads": "0" };
    const { azure, read } = await budgetedReader(() => ({ body: {}, headers: left }));
    await read(arm(vault));
    const controller = new AbortController();
    const waiting = read(arm(site), controller.signal);
    setImmediate(() => controller.abort());
    expect(await waiting).toEqual(["Cancelled", undefined]);
    expect(azure.received.length).toBe(1);
  });
});
