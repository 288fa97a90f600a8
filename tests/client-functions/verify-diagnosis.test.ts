import { describe, expect, test } from "vitest";
import { aReport } from "../services/stores/contracts/a-report.ts";
import { alice, bob, type FunctionApp, sam, started, startFunctionApp } from "./support/function-app.ts";

const output = {
  status: "completed",
  report_ref: "r",
  root_cause: "keyvault.firewall-deny",
  confidence: "proven",
  ended_because: "settled",
};
const proven = aReport();
const unproven = {
  ...proven,
  root_cause: { ...proven.root_cause, code: "unknown", confidence: "none" as const },
};

async function storeSignals(app: FunctionApp, diagnosisId: string): Promise<void> {
  const request = await app.stores.evidence.get(diagnosisId, "e0");
  await app.stores.evidence.put({ ...request!, evidenceId: "e1", request: "request.signals" });
}

/** A diagnosis of alice's that has ended with this report. */
async function ended(app: FunctionApp, report = proven): Promise<string> {
  const id = await started(app, { error: "실패: 403 Forbidden\nsecond line", language: "ko" });
  await storeSignals(app, id);
  await app.stores.reports.put(id, report);
  app.engine.set(id, { runtimeStatus: "Completed", output });
  return id;
}

const verify = (app: FunctionApp, id: string, who = alice, body: object = {}) =>
  app.send(who, "POST", `/api/diagnoses/${id}/verifications`, body);

async function verified(app: FunctionApp, id: string): Promise<string> {
  return ((await verify(app, id)).body as { diagnosis_id: string }).diagnosis_id;
}

describe("POST a verification", () => {
  test("starts verifyFix under an ID of its own, with the stored request as its e0", async () => {
    const app = startFunctionApp();
    const id = await ended(app);
    const { status, body } = await verify(app, id);
    const verification = (body as { diagnosis_id: string }).diagnosis_id;
    expect({ status, body }).toEqual({ status: 202, body: { diagnosis_id: verification, created: true } });
    expect(verification).not.toBe(id);
    expect(app.engine.starts.at(-1)).toEqual({
      name: "verifyFix",
      input: {
        diagnosis_id: verification,
        principal: alice,
        request_ref: "e0",
        build_id: "build-1",
        verifies: id,
      },
    });
    const original = await app.stores.evidence.get(id, "e0");
    expect(await app.stores.evidence.get(verification, "e0")).toEqual({
      ...original,
      diagnosisId: verification,
    });
    expect(await app.stores.diagnoses.get(verification)).toMatchObject({
      principal: alice,
      title: "실패: 403 Forbidden",
      language: "ko",
      status: "running",
      verifies: id,
    });
  });

  test("is joined while it runs, and another one is started once it has ended", async () => {
    const app = startFunctionApp();
    const id = await ended(app);
    const first = await verified(app, id);
    expect(await verify(app, id)).toMatchObject({
      status: 200,
      body: { diagnosis_id: first, created: false },
    });
    app.engine.set(first, { runtimeStatus: "Completed", output });
    expect(await verify(app, id)).toMatchObject({ status: 202, body: { created: true } });
    expect(app.engine.starts.map(({ name }) => name)).toEqual(["diagnose", "verifyFix", "verifyFix"]);
  });

  test("two at the same time are one", async () => {
    const app = startFunctionApp();
    const id = await ended(app);
    const both = await Promise.all([verified(app, id), verified(app, id)]);
    expect(new Set(both).size).toBe(1);
    expect(app.engine.starts).toHaveLength(2);
  });

  test("that the engine did not take is started as a verification by whoever looks at it next", async () => {
    const app = startFunctionApp();
    const id = await ended(app);
    app.engine.before = async (call) => {
      if (call === "startNew") throw new Error("connect ECONNREFUSED");
    };
    expect(await verify(app, id)).toMatchObject({
      status: 503,
      body: { error: { code: "EngineUnavailable" } },
    });
    app.engine.before = async () => {};
    const { diagnoses } = await app.stores.diagnoses.list(alice, { limit: 1 });
    const verification = diagnoses[0]!.diagnosisId;
    const restarted = app.restart();
    expect(await restarted.send(alice, "GET", `/api/diagnoses/${verification}`)).toMatchObject({
      status: 200,
      body: { status: "running" },
    });
    expect(app.engine.starts.at(-1)).toMatchObject({
      name: "verifyFix",
      input: { diagnosis_id: verification, verifies: id },
    });
  });

  test("of a verification verifies what that one found", async () => {
    const app = startFunctionApp();
    const id = await ended(app);
    const first = await verified(app, id);
    await storeSignals(app, first);
    await app.stores.reports.put(first, proven);
    app.engine.set(first, { runtimeStatus: "Completed", output });
    const second = await verified(app, first);
    expect(await app.stores.diagnoses.get(second)).toMatchObject({ verifies: first });
  });

  test("shows in the list as what it verifies", async () => {
    const app = startFunctionApp();
    const id = await ended(app);
    const verification = await verified(app, id);
    const { body } = await app.send(alice, "GET", "/api/diagnoses");
    const { diagnoses } = body as { diagnoses: { diagnosis_id: string; verifies?: string }[] };
    expect(diagnoses.map((one) => [one.diagnosis_id, one.verifies])).toEqual([
      [verification, id],
      [id, undefined],
    ]);
  });
});

describe("a verification is refused", () => {
  const refused = (app: FunctionApp, id: string) => verify(app, id);

  test.each([
    ["while the diagnosis runs", "Running", undefined, /has not ended yet.*get_diagnosis/su],
    ["where the diagnosis left no report", "Failed", undefined, /without a report.*debug_error/su],
    ["where no cause was proven", "Completed", unproven, /names no cause.*debug_error/su],
  ])("%s, and the refusal says what to do", async (_, runtimeStatus, report, words) => {
    const app = startFunctionApp();
    const id = await started(app);
    await storeSignals(app, id);
    if (report) await app.stores.reports.put(id, report);
    app.engine.set(id, { runtimeStatus, output });
    const { status, body } = await refused(app, id);
    const { error } = body as { error: { code: string; message: string; retryable: boolean } };
    expect({ status, code: error.code, retryable: error.retryable }).toEqual({
      status: 409,
      code: "NothingToVerify",
      retryable: false,
    });
    expect(error.message).toMatch(words);
    expect(app.engine.starts).toHaveLength(1);
  });

  test("where the evidence of the diagnosis is no longer kept", async () => {
    const app = startFunctionApp();
    const id = await ended(app);
    await app.stores.evidence.removeStoredBefore("2999-01-01T00:00:00.000Z", 100);
    const { body } = await refused(app.restart(), id);
    expect(body).toMatchObject({
      error: { code: "NothingToVerify", message: expect.stringContaining("no longer kept") },
    });
  });

  test.each([
    ["to a colleague", bob],
    ["to support staff, who may only look", sam],
  ])("%s as if the diagnosis were not there", async (_, who) => {
    const app = startFunctionApp();
    const id = await ended(app);
    expect(await verify(app, id, who)).toMatchObject({
      status: 404,
      body: { error: { code: "DiagnosisNotFound" } },
    });
    expect(app.engine.starts).toHaveLength(1);
  });

  test("with a body that says more than there is to say", async () => {
    const app = startFunctionApp();
    const id = await ended(app);
    expect(await verify(app, id, alice, { force: true })).toMatchObject({ status: 400 });
  });
});
