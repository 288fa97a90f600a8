import { describe, expect, test } from "vitest";
import { formatResult, totalsOf } from "../../../cli/eval/format-results.ts";
import { grade } from "../../../cli/eval/grade.ts";
import type { Report } from "../../../domain/contract/report.ts";

function report(part: Partial<Report> = {}): Report {
  return {
    verdict: "azure",
    root_cause: {
      code: "keyvault.firewall-deny",
      title: "t",
      explanation: "e",
      confidence: "proven",
      resource_ids: ["/A/b"],
    },
    also: [],
    suspected: [],
    claims: [],
    evidence: [],
    ruled_out: [],
    gaps: [{ what: "w", permission: "Microsoft.KeyVault/vaults/read" }],
    actions: [
      { title: "Open the firewall", why: "w", commands: ["az keyvault network-rule add"], changes: true },
    ],
    verify: { text: "v", commands: [] },
    language: "en",
    planner: "playbooks",
    cost: { azure_reads: 7, tokens: 0, duration_ms: 10 },
    ...part,
  };
}

const expected = { rootCause: "keyvault.firewall-deny", azureFault: true };
const cause = (code: string) => ({ root_cause: { ...report().root_cause, code } });

describe("the verdict", () => {
  test.each([
    ["the expected cause is right", report(), "right"],
    ["an accepted cause is right", report(cause("keyvault.firewall-not-trusted-service")), "right"],
    ["unknown is unknown", report({ verdict: "unknown", ...cause("unknown") }), "unknown"],
    ["another cause is wrong", report(cause("keyvault.rbac-missing-data-role")), "wrong"],
    ["the right cause blamed on the code is wrong", report({ verdict: "not_azure" }), "wrong"],
  ] as const)("%s", (_, given, verdict) => {
    expect(grade(given, { ...expected, alsoAccept: ["keyvault.firewall-not-trusted-service"] }).verdict).toBe(
      verdict,
    );
  });
});

test("culprit, fix, permission and forbidden text are read from the report", () => {
  const asked = {
    ...expected,
    resources: ["/x", "/a/B"],
    fix: { anyOf: ["nothing", "network-rule ADD"] },
    missingPermission: "Microsoft.KeyVault/vaults/read",
    mustNotContain: ["User Access Administrator", "open the firewall"],
  };
  expect(grade(report(), asked)).toEqual({
    verdict: "right",
    rootCause: "keyvault.firewall-deny",
    confidence: "proven",
    requiredCited: 0,
    requiredAsked: 0,
    culpritNamed: true,
    fixMatched: true,
    fixCloses: undefined,
    permissionNamed: true,
    forbidden: ["open the firewall"],
    reads: 7,
  });
});

test("totals count what was asked, not what was not", () => {
  const results = [
    { id: "a", grade: { ...grade(report(), expected), fixCloses: true }, wallMs: 1_000 },
    { id: "b", grade: grade(report(cause("unknown")), { ...expected, resources: ["/z"] }), wallMs: 3_000 },
  ];
  expect(totalsOf(results)).toEqual({
    scenarios: 2,
    right: 1,
    unknown: 1,
    wrong: 0,
    rightPercent: 50,
    wrongPercent: 0,
    requiredCited: 0,
    requiredAsked: 0,
    culpritNamed: 0,
    culpritAsked: 1,
    fixMatched: 0,
    fixAsked: 0,
    fixClosed: 1,
    fixApplied: 1,
    forbidden: 0,
    readsMedian: 7,
    reads95th: 7,
    wallMsMedian: 1_000,
  });
  expect(formatResult({ ...results[0]!, failure: "late" })).toContain("right");
});
