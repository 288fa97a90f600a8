import { describe, expect, it } from "vitest";
import { escalationOf, needsEscalation } from "../../../diagnosis/report/escalation.ts";
import { renderReportMarkdown } from "../../../domain/render-report.ts";
import { sampleReport } from "../../mcp-gateway/support/sample-report.ts";
import { evidenceOf } from "../evidence-of.ts";
import { matchOf, signalsOf, vaultId } from "../signals-of.ts";

const at = { pointer: "/error", line: 3 };
const correlation = "11111111-2222-4333-8444-555555555555";
const event = (id: string, status: string, operation: string, when: string) => ({
  correlationId: id,
  status: { value: status },
  operationName: { value: operation },
  eventTimestamp: when,
});
const log = {
  ...evidenceOf("e7", {
    value: [
      event("a-1", "Failed", "Microsoft.Web/sites/write", "2026-10-14T08:40:00Z"),
      event("a-1", "Failed", "Microsoft.Web/sites/write", "2026-10-14T08:40:00Z"),
      event("b-2", "Succeeded", "Microsoft.Web/sites/write", "2026-10-13T08:00:00Z"),
    ],
  }),
  source: "activity_log" as const,
};
const request = evidenceOf("e0", {
  error: "Deploying shop\nERROR: (ExpectationFailed) no answer\ndone",
  source_code: {},
});
const signals = signalsOf({
  observedAt: "2026-10-14T09:00:00Z",
  guids: [
    { guid: correlation, role: "correlation_id", ...at },
    { guid: "99999999-2222-4333-8444-555555555555", role: "client_id", ...at },
    { guid: "88888888-2222-4333-8444-555555555555", role: "request_id", pointer: "/source_code/a", line: 1 },
  ],
  resources: [matchOf(vaultId, "microsoft.keyvault/vaults", 0)],
});
const unknown = {
  ...sampleReport(),
  verdict: "unknown" as const,
  root_cause: { ...sampleReport().root_cause, code: "unknown", resource_ids: [] },
  ruled_out: [{ code: "sql.database-not-found", because: "It exists.", evidence: [] }],
  gaps: [{ what: "Sign-in log: refused (403)", permission: "AuditLog.Read.All" }],
};
const escalation = escalationOf(unknown, signals, [request, log]);

describe("an escalation package", () => {
  it("holds the times, the IDs of the failing calls, and what was excluded, each once", () => {
    const { text: _, ...facts } = escalation;
    expect(facts).toEqual({
      from: "2026-10-14T08:40:00Z",
      to: "2026-10-14T09:00:00Z",
      failure: "ERROR: (ExpectationFailed) no answer",
      resource_ids: [vaultId],
      calls: [
        { id: correlation, kind: "correlation_id", where: "error, line 3" },
        { id: "a-1", kind: "correlation_id", where: "Microsoft.Web/sites/write", at: "2026-10-14T08:40:00Z" },
      ],
      excluded: [{ code: "sql.database-not-found", because: "It exists." }],
      not_read: ["Sign-in log: refused (403)"],
      azure_reads: unknown.cost.azure_reads,
    });
  });

  it("says all of it in its text, in the developer's language", () => {
    const parts = [
      escalation.from,
      escalation.to,
      escalation.failure,
      vaultId,
      correlation,
      "a-1",
      "It exists.",
    ];
    expect(parts.filter((part) => !escalation.text.includes(part))).toEqual([]);
    const korean = escalationOf({ ...unknown, language: "ko" }, signals, [request, log]).text;
    expect(korean.split("\n").filter((line) => /^[가-힣]/u.test(line))).toContain(
      "실패한 호출의 요청 ID와 상관 관계 ID",
    );
  });

  it("stands in the report as a block that nothing in it can end", () => {
    const text = "a\n~~~~\n# not a heading";
    const rendered = renderReportMarkdown({ ...unknown, escalation: { ...escalation, text } });
    expect(rendered).toContain("~~~~text\na\n~~~\n# not a heading\n~~~~");
  });

  it("is for what nothing in the tenant explains", () => {
    const withCode = (code: string) => needsEscalation({ root_cause: { ...unknown.root_cause, code } });
    expect(["unknown", "platform.service-incident", "keyvault.firewall-deny"].map(withCode)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
