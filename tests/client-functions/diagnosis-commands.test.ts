import { describe, expect, test } from "vitest";
import { DiagnosisViewSchema } from "../../domain/function-app-api.ts";
import { aReport } from "../services/stores/contracts/a-report.ts";
import { alice, type FunctionApp, started, startFunctionApp } from "./support/function-app.ts";

const output = {
  status: "completed",
  report_ref: "r",
  root_cause: "keyvault.firewall-deny",
  confidence: "proven",
  ended_because: "settled",
};
const question = { id: "q1", text: "Which subscription?", options: ["a", "b"] };
const waiting = { phase: "input_required", round: 1, done: 1, total: 3, question };
const refused = (status: number, code: string) => ({ status, body: { error: { code, retryable: false } } });

async function line(app: FunctionApp, diagnosisId: string, stepId: string, done = 1, total = 4) {
  const at = "2026-03-01T10:00:05.000Z";
  return app.stores.journal.append({
    diagnosisId,
    stepId,
    phase: "read",
    message: `read ${stepId}`,
    done,
    total,
    at,
  });
}

describe("GET a diagnosis", () => {
  test("shows a running one with the newest event and the time that has passed", async () => {
    const app = startFunctionApp();
    const id = await started(app);
    app.engine.set(id, {
      runtimeStatus: "Running",
      customStatus: { phase: "reading", round: 1, done: 1, total: 6 },
    });
    await line(app, id, "s1", 2);
    app.setTime("2026-03-01T10:00:12.000Z");
    const { status, body } = await app.send(alice, "GET", `/api/diagnoses/${id}`);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        diagnosis_id: id,
        status: "running",
        progress: { done: 2, total: 6, message: "read s1", elapsed_ms: 12_000 },
      },
    });
  });

  test("shows a completed one with its report, and the index learns of it", async () => {
    const app = startFunctionApp();
    const id = await started(app);
    await app.stores.reports.put(id, aReport());
    app.setTime("2026-03-01T10:00:20.000Z");
    app.engine.set(id, { runtimeStatus: "Completed", output });
    app.setTime("2026-03-01T11:00:00.000Z");
    const { body } = await app.send(alice, "GET", `/api/diagnoses/${id}`);
    expect(body).toEqual({
      diagnosis_id: id,
      status: "completed",
      progress: { done: 0, total: 0, message: "Done.", elapsed_ms: 20_000 },
      report: aReport(),
    });
    expect(await app.stores.diagnoses.get(id)).toMatchObject({
      status: "completed",
      rootCause: "keyvault.firewall-deny",
      updatedAt: "2026-03-01T10:00:20.000Z",
    });
  });

  test("shows a failed instance as failed, in the words of the contract, with the report that was stored before", async () => {
    const app = startFunctionApp();
    const id = await started(app, { error: "실패했습니다" });
    await app.stores.reports.put(id, aReport());
    app.engine.set(id, {
      runtimeStatus: "Failed",
      output: "Orchestrator function 'diagnose' failed: x\n at /srv/app.ts:1",
    });
    const { body } = await app.send(alice, "GET", `/api/diagnoses/${id}`);
    expect(DiagnosisViewSchema.parse(body)).toMatchObject({
      status: "failed",
      progress: { message: "중단되었습니다." },
      failure: { code: "DiagnosisFailed", retryable: true },
      report: aReport(),
    });
    expect(JSON.stringify(body)).not.toContain("/srv/app.ts");
  });

  test("tells of an engine that does not answer, and that nothing is lost", async () => {
    const app = startFunctionApp();
    const id = await started(app);
    app.engine.before = async () => {
      throw new Error("connect ECONNREFUSED 127.0.0.1:7071");
    };
    const { status, body } = await app.send(alice, "GET", `/api/diagnoses/${id}`);
    expect({ status, body }).toEqual({
      status: 503,
      body: {
        error: {
          code: "EngineUnavailable",
          message:
            "The durable engine does not answer. Nothing was lost; send the same request again in a moment.",
          retryable: true,
        },
      },
    });
  });
});

describe("GET the list", () => {
  test("shows own diagnoses, newest first, page by page, with states brought up to date", async () => {
    const app = startFunctionApp();
    const ids = [
      await started(app, { error: "one" }),
      await started(app, { error: "two\nmore" }),
      await started(app, { error: "three" }),
    ];
    app.engine.set(ids[1]!, { runtimeStatus: "Completed", output });
    const first = (await app.send(alice, "GET", "/api/diagnoses?limit=2")).body as { next_cursor: string };
    const second = (await app.send(alice, "GET", `/api/diagnoses?limit=2&cursor=${first.next_cursor}`)).body;
    const times = { created_at: "2026-03-01T10:00:00.000Z", updated_at: "2026-03-01T10:00:00.000Z" };
    expect([first, second]).toEqual([
      {
        diagnoses: [
          { diagnosis_id: ids[2], status: "running", title: "three", ...times },
          {
            diagnosis_id: ids[1],
            status: "completed",
            title: "two",
            root_cause: "keyvault.firewall-deny",
            created_at: times.created_at,
            updated_at: "2026-03-01T10:00:30.000Z",
          },
        ],
        next_cursor: expect.any(String),
      },
      { diagnoses: [{ diagnosis_id: ids[0], status: "running", title: "one", ...times }] },
    ]);
  });

  test("can show one status only", async () => {
    const app = startFunctionApp();
    const ids = [await started(app, { error: "one" }), await started(app, { error: "two" })];
    app.engine.set(ids[0]!, { runtimeStatus: "Terminated" });
    const { body } = await app.send(alice, "GET", "/api/diagnoses?status=cancelled");
    expect((body as { diagnoses: object[] }).diagnoses).toMatchObject([
      { diagnosis_id: ids[0], status: "cancelled" },
    ]);
  });
});

describe("POST an answer", () => {
  test("raises it, redacted, for the question that is open", async () => {
    const app = startFunctionApp();
    const secret = ["hun", "ter2!"].join("");
    const id = await started(app);
    app.engine.set(id, { runtimeStatus: "Running", customStatus: waiting });
    const reply = await app.send(alice, "POST", `/api/diagnoses/${id}/answers`, {
      question_id: "q1",
      answer: `password: ${secret}`,
    });
    expect(reply).toMatchObject({
      status: 200,
      body: { diagnosis_id: id, status: "input_required", question },
    });
    expect(app.engine.events).toEqual([
      { instanceId: id, name: "answer", data: { question_id: "q1", answer: "password: [redacted 8 chars]" } },
    ]);
  });

  test.each([
    [
      "a question that was not asked",
      "Running",
      waiting,
      { question_id: "q2", answer: "a" },
      refused(409, "QuestionNotOpen"),
    ],
    [
      "a diagnosis that asks nothing",
      "Running",
      null,
      { question_id: "q1", answer: "a" },
      refused(409, "QuestionNotOpen"),
    ],
    [
      "a diagnosis that has ended",
      "Completed",
      waiting,
      { question_id: "q1", answer: "a" },
      refused(409, "QuestionNotOpen"),
    ],
    ["an empty answer", "Running", waiting, { question_id: "q1", answer: "" }, refused(400, "InvalidInput")],
    [
      "an answer that is too long",
      "Running",
      waiting,
      { question_id: "q1", answer: "a".repeat(50_001) },
      refused(413, "TooLarge"),
    ],
  ])("to %s is refused", async (_, runtimeStatus, customStatus, body, expected) => {
    const app = startFunctionApp();
    const id = await started(app);
    app.engine.set(id, { runtimeStatus, customStatus });
    expect(await app.send(alice, "POST", `/api/diagnoses/${id}/answers`, body)).toMatchObject(expected);
    expect(app.engine.events).toEqual([]);
  });
});

describe("POST a cancellation", () => {
  test("sets the flag that activities look at, and raises the event", async () => {
    const app = startFunctionApp();
    const id = await started(app);
    const reply = await app.send(alice, "POST", `/api/diagnoses/${id}/cancel`, {});
    expect(reply).toMatchObject({ status: 200, body: { diagnosis_id: id, status: "running" } });
    expect([await app.stores.diagnoses.isCancelRequested(id), app.engine.events]).toEqual([
      true,
      [{ instanceId: id, name: "cancel", data: { requested_at: "2026-03-01T10:00:00.000Z" } }],
    ]);
  });

  test("of one that has ended changes nothing", async () => {
    const app = startFunctionApp();
    const id = await started(app);
    app.engine.set(id, { runtimeStatus: "Completed", output });
    const reply = await app.send(alice, "POST", `/api/diagnoses/${id}/cancel`, {});
    expect(reply).toMatchObject({ status: 200, body: { status: "completed" } });
    expect([await app.stores.diagnoses.isCancelRequested(id), app.engine.events]).toEqual([false, []]);
  });

  test("of one that never began ends it, and no retry starts it again", async () => {
    const app = startFunctionApp();
    const request = { error: "boom", idempotency_key: "k" };
    app.engine.before = async (call) => {
      if (call === "startNew") throw new Error("the process was killed here");
    };
    await app.send(alice, "POST", "/api/diagnoses", request);
    const [record] = (await app.stores.diagnoses.list(alice, { limit: 1 })).diagnoses;
    await app.stores.diagnoses.requestCancel(record!.diagnosisId);
    app.engine.before = async () => {};
    const view = await app.send(alice, "GET", `/api/diagnoses/${record!.diagnosisId}`);
    await app.send(alice, "POST", "/api/diagnoses", request);
    expect(view).toMatchObject({
      status: 200,
      body: { status: "cancelled", failure: { code: "Cancelled" } },
    });
    expect(app.engine.starts).toEqual([]);
  });
});
