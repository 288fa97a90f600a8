import { describe, expect, it } from "vitest";
import { fitReport, sizeOf } from "../../../diagnosis/report/fit-report.ts";
import type { Report } from "../../../domain/contract/report.ts";
import { limits } from "../../../domain/limits.ts";

const evidence = (index: number, value: string): Report["evidence"][number] => ({
  id: `c${index}`,
  evidence_id: "e5",
  source: "arm",
  request: `GET /subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-${index}`,
  status: 200,
  pointer: "/properties/networkAcls/defaultAction",
  op: "equals",
  operand: value,
  value,
  observed_at: "2026-10-14T09:00:00.000Z",
  sha256: "0".repeat(64),
});

function reportWith(count: number, value: string): Report {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return {
    verdict: "azure",
    root_cause: {
      code: "keyvault.firewall-deny",
      title: "The firewall refuses the caller",
      explanation: "It does.",
      confidence: "proven",
      resource_ids: [],
    },
    also: [],
    suspected: indexes.map((index) => ({ title: `s${index}`, because: value, settled_by: value })),
    claims: indexes.map((index) => ({ text: `claim ${index}: ${value}`, evidence: [`c${index}`] })),
    evidence: indexes.map((index) => evidence(index, value)),
    ruled_out: indexes.map((index) => ({ code: `r.${index}`, because: value, evidence: [`c${index}`] })),
    gaps: indexes.map((index) => ({ what: `gap ${index}: ${value}`, permission: "p" })),
    actions: indexes.map((index) => ({ title: `a${index}`, why: value, commands: ["az"], changes: true })),
    verify: { text: "Call again.", commands: [] },
    language: "en",
    planner: "playbooks",
    cost: { azure_reads: 1, tokens: 0, duration_ms: 1 },
  };
}

describe("a report that fits", () => {
  it("stays as it is", () => {
    const report = reportWith(2, "Deny");
    expect(fitReport(report)).toEqual(report);
  });
});

describe("a report that is too large", () => {
  it.each([
    [12, 480],
    [40, 400],
    [200, 100],
    [60, 3_000],
  ])("of %i entries of %i characters is cut to size, and says so", (count, length) => {
    const fitting = fitReport(reportWith(count, "x".repeat(length)));
    expect(sizeOf(fitting)).toBeLessThanOrEqual(limits.envelopeBytes - 2 * 1024);
    expect(fitting["trimmed"]).toBe("Shortened to fit; the rest is in the stored evidence.");
  });

  it("keeps the cause, the first claim with its evidence, and the first action", () => {
    const fitting = fitReport(reportWith(60, "x".repeat(3_000)));
    expect(fitting.root_cause.code).toBe("keyvault.firewall-deny");
    expect(fitting.claims[0]?.evidence).toEqual(["c0"]);
    expect(fitting.evidence[0]?.id).toBe("c0");
    expect(fitting.actions[0]?.title).toBe("a0");
  });

  it("loses what decides least before the claims", () => {
    const fitting = fitReport(reportWith(14, "x".repeat(300)));
    expect(fitting.suspected.length).toBeLessThanOrEqual(3);
    expect(fitting.claims.length).toBeGreaterThan(fitting.ruled_out.length);
  });

  it("marks a value that it shortened", () => {
    const fitting = fitReport(reportWith(20, "x".repeat(480)));
    expect(fitting.evidence[0]).toMatchObject({ value: `${"x".repeat(159)}…`, truncated: true });
  });
});

describe("of a long chain of facts", () => {
  const gateway = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/applicationGateways/agw";
  const chain = (): Report => {
    const report = reportWith(14, "x".repeat(500));
    return {
      ...report,
      evidence: report.evidence.map((entry, index) => {
        if (index === 13) return { ...entry, pointer: "/properties/probes/0/properties/host", value: "a" };
        const value = `${gateway}/probes/${"p".repeat(300)}${index}`;
        return { ...entry, request: `GET ${gateway}?api-version=1`, pointer: `/p/${index}/id`, value };
      }),
    };
  };

  it("the links between parts of a resource go before the fact at its end", () => {
    const { claims, trimmed } = fitReport(chain());
    expect(trimmed).toBeDefined();
    expect(claims.length).toBeLessThan(14);
    expect(claims.flatMap(({ evidence: cited }) => cited)).toContain("c13");
  });

  it("the ID of a resource stays whole", () => {
    const id = `/subscriptions/s/resourceGroups/${"g".repeat(90)}/providers/Microsoft.Network/virtualNetworks/${"v".repeat(64)}`;
    const report = reportWith(12, "x".repeat(480));
    const first = { ...report.evidence[0]!, value: id, operand: id };
    const fitting = fitReport({ ...report, evidence: [first, ...report.evidence.slice(1)] });
    expect(fitting.evidence[0]?.value).toBe(id);
    expect(fitting.evidence[1]?.truncated).toBe(true);
  });
});
