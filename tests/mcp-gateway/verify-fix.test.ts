import { describe, expect, test } from "vitest";
import type { Report } from "../../domain/contract/report.ts";
import type { VerificationOutcome } from "../../domain/contract/verification.ts";
import { limits } from "../../domain/limits.ts";
import { envelopeAnswer, envelopeOf } from "../../mcp-gateway/answers/envelope-answer.ts";
import { callTool, createHttpBench, envelopeIn } from "./support/gateway-bench.ts";
import { sampleReport } from "./support/sample-report.ts";
import { refuse } from "./support/scripted-function-app.ts";

const vault = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-orders";

function verifiedReport(outcome: VerificationOutcome, changes: Partial<Report> = {}): Report {
  const difference = {
    resource: vault,
    field: "properties.networkAcls.defaultAction",
    // oxlint-disable-next-line unicorn/no-thenable -- the pair of `now`
    then: "Deny",
    now: "Allow",
    changed: true,
    evidence_id: "e5",
  };
  const verification = { of: "d1", outcome, text: "What it means.", differences: [difference] };
  return sampleReport({ verification, ...changes });
}

const noCause = { ...sampleReport().root_cause, code: "unknown", confidence: "none" as const };

/** A diagnosis that has ended, its verification under way, and what the tool answers in the end. */
async function verifying(report: Report) {
  const { app, client } = await createHttpBench();
  await callTool(client, "debug_error", { error: "boom", wait_seconds: 0 });
  app.complete("d1", sampleReport());
  const answer = callTool(client, "verify_fix", { diagnosis_id: "d1" });
  await app.when(() => app.openPolls === 1);
  app.complete("d2", report);
  return { app, client, reply: await answer };
}

describe("verify_fix", () => {
  test("follows the verification under its own ID, and its text says first what has become of the cause", async () => {
    const { app, reply } = await verifying(verifiedReport("fixed", { root_cause: noCause, actions: [] }));
    expect(envelopeIn(reply)).toMatchObject({
      diagnosis_id: "d2",
      status: "completed",
      report: { verification: { of: "d1", outcome: "fixed" } },
    });
    expect(reply.text.split("\n").slice(0, 7)).toEqual([
      "# Fixed",
      "",
      "What it means.",
      "",
      "## Then and now",
      "",
      "- `kv-orders` `properties.networkAcls.defaultAction`: `Deny` → `Allow`",
    ]);
    expect(
      app.requests.filter(({ method }) => method === "POST").map(({ path, body }) => [path, body]),
    ).toEqual([
      ["/api/diagnoses", { error: "boom" }],
      ["/api/diagnoses/d1/verifications", {}],
    ]);
  });

  test("that outlasts its budget names the call that goes on", async () => {
    const { app, client } = await createHttpBench();
    await callTool(client, "debug_error", { error: "boom", wait_seconds: 0 });
    app.complete("d1", sampleReport());
    const reply = await callTool(client, "verify_fix", { diagnosis_id: "d1", wait_seconds: 0 });
    expect(envelopeIn(reply)).toMatchObject({
      diagnosis_id: "d2",
      status: "running",
      next: { tool: "get_diagnosis", arguments: { diagnosis_id: "d2" } },
    });
  });

  test("hands on what the function app says where there is nothing to verify", async () => {
    const { app, client } = await createHttpBench();
    await callTool(client, "debug_error", { error: "boom", wait_seconds: 0 });
    app.intercept = ({ path }) =>
      path.endsWith("/verifications")
        ? refuse(409, "NothingToVerify", "The diagnosis has not ended yet. Follow it with get_diagnosis.")
        : undefined;
    const reply = await callTool(client, "verify_fix", { diagnosis_id: "d1" });
    expect([reply.isError, reply.text]).toEqual([
      true,
      "NothingToVerify: The diagnosis has not ended yet. Follow it with get_diagnosis. Nothing was started.",
    ]);
  });

  test.each([
    [{ diagnosis_id: "no id" }, /diagnosis_id/u],
    [{ diagnosis_id: "d1", wait_seconds: 241 }, /wait_seconds/u],
    [{ diagnosis_id: "d1", wait_seconds: 1.5 }, /wait_seconds/u],
    [{ diagnosis_id: "d1", force: true }, /force/u],
  ])("refuses %j and starts nothing", async (input, words) => {
    const { app, client } = await createHttpBench();
    const reply = await callTool(client, "verify_fix", input);
    expect(reply.isError).toBe(true);
    expect(reply.text).toMatch(words);
    expect(app.requests).toEqual([]);
  });

  test("shows itself in the list as what it verifies, without a cause where none is left", async () => {
    const { app, client } = await createHttpBench();
    const at = "2026-01-31T09:00:00Z";
    const row = { status: "completed", created_at: at, updated_at: at, title: "boom" };
    app.intercept = () =>
      Response.json({
        diagnoses: [
          { ...row, diagnosis_id: "d2", root_cause: "unknown", verifies: "d1" },
          { ...row, diagnosis_id: "d1", root_cause: "keyvault.firewall" },
        ],
      });
    const { text } = await callTool(client, "list_diagnoses", {});
    expect(text.split("\n")).toEqual([
      `- \`d2\` ${at} **completed** (verifies \`d1\`): boom`,
      `- \`d1\` ${at} **completed** \`keyvault.firewall\`: boom`,
    ]);
  });
});

describe("what to call after a report", () => {
  const nextOf = (report: Report, status: "completed" | "cancelled" = "completed") =>
    envelopeOf({
      diagnosis_id: "d9",
      status,
      progress: { done: 0, total: 0, message: "", elapsed_ms: 0 },
      report,
    }).next;
  const verify = (id: string) => ({ tool: "verify_fix", arguments: { diagnosis_id: id }, after_seconds: 0 });
  const likely = { ...sampleReport().root_cause, confidence: "likely" as const };

  test.each([
    ["a proven cause", sampleReport(), verify("d9")],
    ["a likely cause", sampleReport({ root_cause: likely }), undefined],
    ["no cause", sampleReport({ root_cause: noCause }), undefined],
    ["a verification that says fixed", verifiedReport("fixed", { root_cause: noCause }), undefined],
    ["one that says not fixed: the diagnosis is verified again", verifiedReport("not_fixed"), verify("d1")],
    ["one that found another cause: that one", verifiedReport("changed_otherwise"), verify("d9")],
    ["one that only a new call can decide", verifiedReport("undecided"), undefined],
  ])("after %s", (_, report, next) => {
    expect(nextOf(report)).toEqual(next);
  });

  test("is not a verification where the diagnosis was cancelled", () => {
    expect(nextOf(sampleReport(), "cancelled")).toBeUndefined();
  });

  test("is told as something to do once the change is made, in the report's language", () => {
    const textOf = (language: "en" | "ko") =>
      envelopeAnswer(
        envelopeOf({
          diagnosis_id: "d9",
          status: "completed",
          progress: { done: 0, total: 0, message: "", elapsed_ms: 0 },
          report: sampleReport({ language }),
        }),
      ).text;
    expect(textOf("en")).toContain(
      'Once you have made the change, verify it: `verify_fix` `{"diagnosis_id":"d9"}`',
    );
    expect(textOf("ko")).toContain('조치한 뒤 해결 여부 확인: `verify_fix` `{"diagnosis_id":"d9"}`');
  });
});

test("a verification with twenty long differences still fits into one answer, those that changed first", () => {
  const long = "x".repeat(500);
  const report = verifiedReport("not_fixed");
  const differences = Array.from({ length: 20 }, (_, index) => ({
    ...report.verification!.differences[0]!,
    field: `properties.f${index}`,
    // oxlint-disable-next-line unicorn/no-thenable -- the pair of `now`
    then: long,
    now: `${index}${long}`.slice(0, 500),
    changed: index < 3,
  }));
  const { structured, text } = envelopeAnswer(
    envelopeOf({
      diagnosis_id: "d2",
      status: "completed",
      progress: { done: 0, total: 0, message: "", elapsed_ms: 0 },
      report: { ...report, verification: { ...report.verification!, differences } },
    }),
  );
  const bytes = Buffer.byteLength(JSON.stringify(structured)) + Buffer.byteLength(JSON.stringify(text));
  expect(bytes).toBeLessThanOrEqual(limits.envelopeBytes);
  const shown = (structured["report"] as Report).verification!.differences;
  expect(shown.slice(0, 3).map(({ field }) => field)).toEqual([
    "properties.f0",
    "properties.f1",
    "properties.f2",
  ]);
});
