import { describe, expect, test } from "vitest";
import type { Report } from "../../domain/contract/report.ts";
import { createPlanter } from "../domain/redaction/planted-secrets.ts";
import { aReport } from "../services/stores/contracts/a-report.ts";
import { alice, type FunctionApp, started, startFunctionApp } from "./support/function-app.ts";

const report: Report = {
  ...aReport(),
  ruled_out: [{ code: "keyvault.rbac-missing-data-role", because: "it has the role", evidence: [] }],
  gaps: [{ what: "the sign-in log", permission: "AuditLog.Read.All" }],
  actions: [{ title: "Allow the agent", why: "it is refused", commands: ["az keyvault x"], changes: true }],
};
const output = {
  status: "completed",
  report_ref: "r",
  root_cause: "keyvault.firewall-deny",
  confidence: "proven",
  ended_because: "settled",
};

async function ended(app: FunctionApp, request: object = { error: "Forbidden\nby its firewall" }) {
  const id = await started(app, request);
  await app.stores.reports.put(id, report);
  app.engine.set(id, { runtimeStatus: "Completed", output });
  return {
    id,
    say: (said: unknown, who = alice) => app.send(who, "POST", `/api/diagnoses/${id}/feedback`, said),
  };
}

const all = (app: FunctionApp) => app.stores.feedback.list({ limit: 9 });

describe("feedback on an ended diagnosis", () => {
  test("is stored for support with what the report read, found, ruled out and could not read", async () => {
    const app = startFunctionApp();
    const { id, say } = await ended(app);
    const said = {
      verdict: "wrong",
      root_cause: " Keyvault.Soft-deleted-name-conflict ",
      comment: "It had been deleted.",
    };
    const { status, body } = await say(said);
    const [stored] = await all(app);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        feedback_id: stored?.id,
        status: "pending_review",
        message:
          "Noted: the report was wrong. Support reviews it, and can make a test case of it without your names.",
      },
    });
    expect(stored).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u),
      ...alice,
      diagnosisId: id,
      verdict: "wrong",
      reportedCause: "keyvault.firewall-deny",
      errorSummary: "Forbidden",
      debuggingProcess: [
        "named: keyvault.firewall-deny (proven), after 3 reads of Azure",
        "found: The default action is Deny.",
        "ruled out: keyvault.rbac-missing-data-role: it has the role",
        "not read: the sign-in log (AuditLog.Read.All)",
      ].join("\n"),
      rootCause: "keyvault.soft-deleted-name-conflict",
      solution: "",
      comment: "It had been deleted.",
      status: "pending_review",
      createdAt: "2026-03-01T10:00:00.000Z",
    });
  });

  test("that it was right keeps the cause and what to do, and thanks in the developer's language", async () => {
    const app = startFunctionApp();
    const { say } = await ended(app, { error: "방화벽이 거부했습니다" });
    const { body } = await say({ verdict: "right" });
    expect(body).toMatchObject({ message: "기록했습니다: 보고서가 맞았습니다. 지원 담당자가 확인합니다." });
    expect(await all(app)).toMatchObject([
      { verdict: "right", rootCause: "keyvault.firewall-deny", solution: "Allow the agent\n  az keyvault x" },
    ]);
  });

  test("said again is the same row; a correction is one of its own and supersedes it", async () => {
    const app = startFunctionApp();
    const { say } = await ended(app);
    const first = await say({ verdict: "right" });
    app.setTime("2026-03-01T10:05:00.000Z");
    const again = await say({ verdict: "right" });
    const corrected = await say({ verdict: "wrong", root_cause: "a proxy of ours" });
    expect(again.body).toEqual({
      ...(first.body as object),
      message: "This was noted before; nothing has changed.",
    });
    expect((await all(app)).map(({ id, rootCause, status }) => [id, rootCause, status])).toEqual([
      [(first.body as { feedback_id: string }).feedback_id, "keyvault.firewall-deny", "superseded"],
      [(corrected.body as { feedback_id: string }).feedback_id, "a proxy of ours", "pending_review"],
    ]);
  });

  test("without a word of what it was says that it is unknown", async () => {
    const app = startFunctionApp();
    const { say } = await ended(app);
    await say({ verdict: "wrong" });
    expect(await all(app)).toMatchObject([{ rootCause: "unknown", reportedCause: "keyvault.firewall-deny" }]);
  });

  test("keeps no secret that somebody wrote into it", async () => {
    const app = startFunctionApp();
    const { say } = await ended(app);
    const secret = createPlanter(5).password();
    await say({ verdict: "wrong", root_cause: `password=${secret}`, comment: `pwd=${secret}` });
    const hidden = `[redacted ${secret.length} chars]`;
    expect(await all(app)).toMatchObject([{ rootCause: `password=${hidden}`, comment: `pwd=${hidden}` }]);
  });
});

test.each([
  ["without a verdict", {}, "verdict: "],
  ["with a verdict of its own", { verdict: "maybe" }, "Send right or wrong."],
  ["with a field that is none", { verdict: "right", stars: 5 }, "stars"],
  ["with too long a comment", { verdict: "right", comment: "x".repeat(2_001) }, "Send up to 2000 characters"],
  ["with too long a cause", { verdict: "wrong", root_cause: "x".repeat(501) }, "up to 500 characters"],
  [
    "that agrees and names another cause",
    { verdict: "right", root_cause: "keyvault.soft-deleted-name-conflict" },
    "root_cause: a report that was right named keyvault.firewall-deny.",
  ],
  [
    "that disagrees and names the same cause",
    { verdict: "wrong", root_cause: "keyvault.firewall-deny" },
    "root_cause: keyvault.firewall-deny is what the report names.",
  ],
])("feedback %s is refused with what to send, and nothing is stored", async (_, said, words) => {
  const app = startFunctionApp();
  const { say } = await ended(app);
  const { status, body } = await say(said);
  const { error } = body as { error: { code: string; message: string } };
  expect([status, error.code, error.message.includes(words)]).toEqual([400, "InvalidInput", true]);
  expect(await all(app)).toEqual([]);
});

test("a diagnosis that runs, or that ended without a report, has nothing to judge", async () => {
  const app = startFunctionApp();
  const id = await started(app);
  const say = async () =>
    (await app.send(alice, "POST", `/api/diagnoses/${id}/feedback`, { verdict: "wrong" })).body;
  const refusal = (code: string, message: string) => ({ error: { code, message, retryable: false } });
  await app.stores.reports.put(id, report);
  app.engine.set(id, {
    runtimeStatus: "Running",
    customStatus: { phase: "reading", round: 1, done: 1, total: 2 },
  });
  expect(await say()).toEqual(refusal("DiagnosisRunning", "This diagnosis has no report yet."));
  const other = await started(app, { error: "another" });
  app.engine.set(other, { runtimeStatus: "Failed", output: "x" });
  const { status, body } = await app.send(alice, "POST", `/api/diagnoses/${other}/feedback`, {
    verdict: "wrong",
  });
  expect([status, body]).toEqual([409, refusal("NothingToJudge", "This diagnosis ended without a report.")]);
  expect(await all(app)).toEqual([]);
});
