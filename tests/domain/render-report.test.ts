import { describe, expect, it } from "vitest";
import type { Report } from "../../domain/contract/report.ts";
import { renderReportMarkdown } from "../../domain/render-report.ts";

const report: Report = {
  verdict: "not_azure",
  root_cause: {
    code: "code.config-value-missing",
    title: "The setting is missing",
    explanation: "The address is built from an empty value.",
    confidence: "likely",
    resource_ids: [],
  },
  also: [],
  suspected: [{ title: "The name is wrong", because: "Nobody has looked.", settled_by: "Look." }],
  claims: [{ text: "`src/app.ts`, line 3: `host = null`.", evidence: ["c1", "c2", "c3"] }],
  evidence: ["e0", "e5", "e5"].map((evidence_id, index) => ({
    id: `c${index + 1}`,
    evidence_id,
    source: "arm" as const,
    request: "GET /x",
    pointer: "/a",
    op: "equals" as const,
    value: "b",
    observed_at: "2026-01-01T00:00:00Z",
    sha256: "0",
  })),
  ruled_out: [],
  gaps: [
    {
      what: "Log query: refused (Forbidden)",
      permission: "Microsoft.OperationalInsights/workspaces/query/read",
    },
  ],
  actions: [
    {
      title: "Look",
      why: "It shows the value.",
      commands: ["az webapp show", "az webapp list"],
      changes: false,
    },
    { title: "Set it", why: "It is empty.", commands: [], changes: true },
  ],
  verify: { text: "Start it again.", commands: [] },
  language: "en",
  planner: "model",
  cost: { azure_reads: 3, tokens: 1200, duration_ms: 2_345 },
};

describe("the report as Markdown", () => {
  it("names what is still possible for one and the same reason under that reason", () => {
    const [one] = report.suspected;
    const suspected = [
      one!,
      { ...one!, title: "The zone has no link" },
      { ...one!, title: "It expired", because: "Refused." },
    ];
    expect(renderReportMarkdown({ ...report, suspected })).toContain(`## Still possible

- Nobody has looked. Look.
  - **The name is wrong**
  - **The zone has no link**
- **It expired**: Refused. Look.
`);
  });

  it("goes from the cause over what to do to how we know it", () => {
    expect(renderReportMarkdown(report)).toBe(`# The setting is missing

Not Azure: the code is at fault · \`code.config-value-missing\` · likely

The address is built from an empty value.

## What to do

1. **Look** (the command only looks): It shows the value.
   \`\`\`sh
   az webapp show
   az webapp list
   \`\`\`
2. **Set it**: It is empty.

## Why we know

- \`src/app.ts\`, line 3: \`host = null\`. [e0, e5]

## Still possible

- **The name is wrong**: Nobody has looked. Look.

## Could not be read

- Log query: refused (Forbidden). Needs: \`Microsoft.OperationalInsights/workspaces/query/read\`

## How to verify

Start it again.

3 reads of Azure, 2.3 s. 1200 tokens.
`);
  });

  it("has the headings of the reader's language", () => {
    const headings = renderReportMarkdown({ ...report, language: "ko" })
      .split("\n")
      .filter((line) => line.startsWith("## "));
    expect(headings).toEqual([
      "## 조치 방법",
      "## 근거",
      "## 남은 가능성",
      "## 읽지 못한 항목",
      "## 확인 방법",
    ]);
  });

  it("says where it was shortened", () => {
    expect(renderReportMarkdown({ ...report, trimmed: "Shortened." })).toContain(
      "Shortened. 3 reads of Azure",
    );
  });
});
