import { describe, expect, it } from "vitest";
import { QuotaLedger } from "../../../../services/azure/budget/quota-ledger.ts";
import { type Spending, spendingOf } from "../../../../services/azure/budget/spending.ts";
import { site, vault } from "../support/table-paths.ts";

const at = (path: string) => new URL(`https://azure.example${path}`);
const ofVault = spendingOf("arm", at(vault));
const ofSite = spendingOf("arm", at(site));
const ofQuery = spendingOf("arm", at("/providers/Microsoft.ResourceGraph/resources"));
const ofLogs = spendingOf("logs", at("/v1/query"));
const ofGraph = spendingOf("graph", at("/v1.0/me"));
const all = { ofVault, ofSite, ofQuery, ofLogs, ofGraph };

/** A ledger after one answer at instant 0, and from when on each kind of read may leave. */
function freeAfter(spending: Spending, status: number, headers: Record<string, string>) {
  const ledger = new QuotaLedger();
  ledger.take(spending, 0);
  ledger.settle(spending, 0, { status, headers: new Headers(headers) });
  return Object.fromEntries(
    Object.entries(all).map(([name, one]) => [name, ledger.freeAtMs(one, 0, () => 0)]),
  );
}

const free = { ofVault: 0, ofSite: 0, ofQuery: 0, ofLogs: 0, ofGraph: 0 };

describe("the ledger of one person", () => {
  it.each<[string, Spending, number]>([
    ["250 ARM reads of a subscription", ofVault, 250],
    ["15 Resource Graph queries", ofQuery, 15],
    ["200 log queries", ofLogs, 200],
    ["5 reads of sign-in and audit logs", spendingOf("graph", at("/v1.0/auditLogs/signIns")), 5],
    [
      "1 read of conditional access",
      spendingOf("graph", at("/v1.0/identity/conditionalAccess/namedLocations")),
      1,
    ],
  ])("lets %s go at once", (_, spending, capacity) => {
    const ledger = new QuotaLedger();
    for (let request = 0; request < capacity; request += 1) {
      expect(ledger.freeAtMs(spending, 0, () => 0)).toBe(0);
      ledger.take(spending, 0);
    }
    expect(ledger.freeAtMs(spending, 0, () => 0)).toBeGreaterThan(0);
  });

  it("holds back all reads of a subscription where ARM itself refused", () => {
    const headers = { "retry-after": "17", "x-ms-ratelimit-remaining-subscription-reads": "0" };
    expect(freeAfter(ofVault, 429, headers)).toEqual({ ...free, ofVault: 17_000, ofSite: 17_000 });
  });

  it("holds back the resource provider alone where ARM still has reads left", () => {
    const headers = { "retry-after": "17", "x-ms-ratelimit-remaining-subscription-reads": "211" };
    expect(freeAfter(ofVault, 429, headers)).toEqual({ ...free, ofVault: 17_000 });
  });

  it("holds back queries as long as Resource Graph says, and nothing else", () => {
    expect(freeAfter(ofQuery, 429, { "x-ms-user-quota-resets-after": "00:00:04" })).toEqual({
      ...free,
      ofQuery: 4_000,
    });
  });

  it("holds back log queries, or Microsoft Graph, where they refused", () => {
    expect(freeAfter(ofLogs, 429, { "retry-after": "8" })).toEqual({ ...free, ofLogs: 8_000 });
    expect(freeAfter(ofGraph, 429, {})).toEqual({ ...free, ofGraph: 10_000 });
  });

  it("holds back a provider that says that its own quota is spent", () => {
    const headers = { "x-ms-ratelimit-remaining-resource": "Microsoft.KeyVault/Get3Min;0" };
    expect(freeAfter(ofVault, 200, headers)).toEqual({ ...free, ofVault: 10_000 });
  });

  it("learns from the headers of an ordinary answer", () => {
    expect(freeAfter(ofVault, 200, { "x-ms-ratelimit-remaining-subscription-reads": "0" })).toEqual({
      ...free,
      ofVault: 40,
      ofSite: 40,
    });
    const headers = { "x-ms-user-quota-remaining": "0", "x-ms-user-quota-resets-after": "00:00:02" };
    expect(freeAfter(ofQuery, 200, headers)).toEqual({ ...free, ofQuery: 2_000 });
  });

  it("learns nothing from a wait that a service asks for out of trouble", () => {
    expect(freeAfter(ofVault, 503, { "retry-after": "30" })).toEqual(free);
  });

  it("never shortens a wait that was asked for", () => {
    const ledger = new QuotaLedger();
    for (const seconds of ["20", "5"]) {
      ledger.take(ofLogs, 0);
      ledger.settle(ofLogs, 0, { status: 429, headers: new Headers({ "retry-after": seconds }) });
    }
    expect(ledger.freeAtMs(ofLogs, 0, () => 0)).toBe(20_000);
  });

  it("is blank until something is spent, and again once everything is back", () => {
    const ledger = new QuotaLedger();
    expect(ledger.isBlank(0)).toBe(true);
    ledger.take(ofQuery, 0);
    ledger.settle(ofQuery, 0, { status: 429, headers: new Headers({ "retry-after": "9" }) });
    expect([0, 8_999, 9_000].map((nowMs) => ledger.isBlank(nowMs))).toEqual([false, false, true]);
  });
});
