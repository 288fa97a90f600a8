import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Report, ReportEvidence } from "../../../domain/contract/report.ts";
import { reproduceScript } from "../../../domain/reproduce/reproduce-script.ts";
import { sampleReport } from "../../mcp-gateway/support/sample-report.ts";
import { runBash } from "../../support/az/az-in-bash.ts";

const about = { diagnosisId: "d-1", tenantId: "22222222-0000-4000-8000-000000000000" };
const [sample] = sampleReport().evidence;
const entry = (id: string, change: Partial<ReportEvidence>): ReportEvidence => ({
  ...sample!,
  id,
  ...change,
});

/** A report with a citation of each sort. */
const report = sampleReport({
  claims: [
    { text: "Key Vault `kv-orders`: `properties.networkAcls.defaultAction` is `Deny`.", evidence: ["c1"] },
    { text: "`Log_s` says `it's denied`.", evidence: ["c2"] },
    { text: "The setting is hidden.", evidence: ["c3"] },
    { text: "`src/app.ts`, line 12: `fetch(url)`.", evidence: ["c4"] },
  ],
  evidence: [
    entry("c1", { command: "az rest --method get --url /vault --query a --output tsv" }),
    entry("c2", {
      source: "logs",
      command: `az monitor log-analytics query --analytics-query "T\n| take 1" --query "[0].Log_s" --output tsv`,
      value: "it's denied",
    }),
    entry("c3", { command: "az rest --query 'length(a)'", shows: "12", redacted: true }),
    entry("c4", { source: "request", location: "src/app.ts:12", line: 12 }),
    entry("c5", {
      command: "az rest --query 'to_string(value[*].id)'",
      op: "none_match",
      pointer: "/value",
      shows: '["a"]',
      request: "GET /subscriptions/s/vaults/kv-orders/providers/x/roleAssignments?api-version=1",
    }),
  ],
  ruled_out: [{ code: "keyvault.rbac", because: "No.", evidence: ["c5"] }],
});
const script = (change: Partial<Report> = {}) => reproduceScript({ ...report, ...change }, about) ?? "";

describe("reproduce.sh", () => {
  test.each(["en", "ko"] as const)("reads well in %s", async (language) => {
    await expect(script({ language })).toMatchFileSnapshot(
      join(import.meta.dirname, "goldens", `${language}.sh`),
    );
  });

  test("is bash, and takes nothing that macOS's bash 3.2 lacks", async () => {
    expect((await runBash('bash -n -c "$1"', { args: [script()] })).stderr).toBe("");
    const later =
      /\b(?:mapfile|readarray|coproc|declare -[A-Za-z]*[An]|local -n|wait -n)\b|\$\{\w+(?:\^|,,?\}|@[A-Z])|\|&|&>>|;;&/;
    expect(script()).not.toMatch(later);
    expect("declare -A x").toMatch(later);
  });

  test("is none where no citation has a command", () => {
    const without = report.evidence.map(({ command: _command, ...rest }) => rest);
    expect(reproduceScript({ ...report, evidence: without }, about)).toBeUndefined();
  });

  test.each([
    ["the same text", "Deny", "Deny", true],
    ["a number with a nought after the point", "414", "414.0", true],
    ["such a number in a list", '[["a",5],["b",6]]', '[["a",5.0],["b",6.0]]', true],
    ["another number", "414", "415", false],
    ["another address", "10.0.0.4", "10.0.0.5", false],
    ["another version", "1.20", "1.2", false],
    ["nothing", "Deny", "", false],
    ["more", "Deny", "Deny\nAllow", false],
  ])("takes %s for what it is", async (_, value, prints, isSame) => {
    const one = { evidence: [entry("c1", { command: "az rest", value })] };
    const az = `az() { if [ "$1" = account ]; then printf '%s\\n' ${about.tenantId}; else printf '%s\\n' "$prints"; fi; }; export -f az`;
    const end = await runBash(`${az}; exec bash -c "$1"`, { args: [script(one)], env: { prints } });
    expect([end.status, end.stderr]).toEqual([isSame ? 0 : 1, ""]);
    expect(end.stdout).toContain(isSame ? "\n    same\n" : "\n    differs    ");
  });
});
