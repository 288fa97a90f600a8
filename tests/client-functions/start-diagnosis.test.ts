import { describe, expect, test, vi } from "vitest";
import { alice, bob, started, startFunctionApp } from "./support/function-app.ts";

const idPattern = /^d[a-z2-7]{26}$/;

test("a start redacts the request, stores it as e0, and hands the engine references only", async () => {
  const app = startFunctionApp();
  const secret = ["s3cr", "et!9"].join("");
  const { status, body } = await app.send(alice, "POST", "/api/diagnoses", {
    error: `\u001b[31mLogin failed\u001b[0m Password=${secret}\nsecond line`,
    source_code: [
      { path: "app.py", content: "one" },
      { path: "app.py", content: "two" },
    ],
    context: { notes: "since today" },
    language: "ko",
  });
  const id = (body as { diagnosis_id: string }).diagnosis_id;
  expect({ status, body }).toEqual({
    status: 202,
    body: { diagnosis_id: expect.stringMatching(idPattern), created: true },
  });
  const evidence = await app.stores.evidence.get(id, "e0");
  expect({
    ...evidence,
    body: JSON.parse(evidence?.body ?? "null"),
    sha256: evidence?.sha256.length,
  }).toEqual({
    diagnosisId: id,
    evidenceId: "e0",
    source: "request",
    requestKey: "",
    request: "request",
    status: 0,
    observedAt: "2026-03-01T10:00:00.000Z",
    body: {
      error: "\u001b[31mLogin failed\u001b[0m Password=[redacted 8 chars]\nsecond line",
      source_code: { "app.py": "one", "app.py#2": "two" },
      context: { notes: "since today" },
    },
    sha256: 64,
    complete: true,
  });
  expect(app.engine.starts).toEqual([
    {
      name: "diagnose",
      input: { diagnosis_id: id, principal: alice, request_ref: "e0", build_id: "build-1" },
    },
  ]);
  expect(await app.stores.diagnoses.get(id)).toEqual({
    diagnosisId: id,
    principal: alice,
    requestHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    title: "Login failed Password=[redacted 8 chars]",
    language: "ko",
    status: "running",
    createdAt: "2026-03-01T10:00:00.000Z",
    updatedAt: "2026-03-01T10:00:00.000Z",
    startedAt: "2026-03-01T10:00:00.000Z",
    traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
    cancelRequested: false,
  });
});

test("the diagnosis keeps the trace of the request that started it, and its spans are one tree", async () => {
  const app = startFunctionApp();
  const asked = `00-${"ab".repeat(16)}-${"cd".repeat(8)}-01`;
  const headers = { authorization: `Bearer ${alice.objectId}`, traceparent: asked };
  const reply = await app.sendRaw("POST", "/api/diagnoses", {
    headers,
    body: JSON.stringify({ error: "boom" }),
  });
  const { diagnosis_id: id } = reply.body as { diagnosis_id: string };
  const [span] = app.spans;
  expect(span).toEqual({
    name: "POST /api/diagnoses",
    kind: "server",
    trace: { traceId: "ab".repeat(16), spanId: expect.any(String), isSampled: true },
    parentSpanId: "cd".repeat(8),
    startMs: expect.any(Number),
    endMs: expect.any(Number),
    attributes: {
      "http.request.method": "POST",
      "http.route": "/api/diagnoses",
      "faas.name": "startDiagnosis",
      "http.response.status_code": 202,
    },
  });
  expect((await app.stores.diagnoses.get(id))?.traceparent).toBe(
    `00-${"ab".repeat(16)}-${span?.trace.spanId}-01`,
  );
});

test("without a language the error's own is taken", async () => {
  const app = startFunctionApp();
  const id = await started(app, { error: "배포가 실패했습니다: 403" });
  expect((await app.stores.diagnoses.get(id))?.language).toBe("ko");
});

describe("the same request", () => {
  test("with the same key is the same diagnosis, also after it has ended", async () => {
    const app = startFunctionApp();
    const request = { error: "boom", idempotency_key: "k1" };
    const id = await started(app, request);
    app.engine.set(id, { runtimeStatus: "Completed", output: completed });
    const again = await app.send(alice, "POST", "/api/diagnoses", request);
    expect(again).toMatchObject({ status: 200, body: { diagnosis_id: id, created: false } });
    expect(app.engine.starts).toHaveLength(1);
  });

  test("without a key is joined while it runs and diagnosed afresh once it has ended", async () => {
    const app = startFunctionApp();
    const first = await started(app, { error: "boom" });
    const joined = await app.send(alice, "POST", "/api/diagnoses", { error: "boom" });
    app.engine.set(first, { runtimeStatus: "Completed", output: completed });
    const fresh = await app.send(alice, "POST", "/api/diagnoses", { error: "boom" });
    expect([joined.status, joined.body]).toEqual([200, { diagnosis_id: first, created: false }]);
    expect([fresh.status, (fresh.body as { diagnosis_id: string }).diagnosis_id === first]).toEqual([
      202,
      false,
    ]);
  });

  test("that differs in the order of its fields only is the same", async () => {
    const app = startFunctionApp();
    const first = await started(app, { error: "boom", context: { notes: "n", subscription_id: "s" } });
    expect(await started(app, { context: { subscription_id: "s", notes: "n" }, error: "boom" })).toBe(first);
  });

  test("of somebody else is another diagnosis, with or without a key", async () => {
    const app = startFunctionApp();
    const ids = [
      await started(app, { error: "boom" }, alice),
      await started(app, { error: "boom" }, bob),
      await started(app, { error: "boom", idempotency_key: "k" }, alice),
      await started(app, { error: "boom", idempotency_key: "k" }, bob),
    ];
    expect(new Set(ids).size).toBe(4);
  });

  test("with a key of another request is refused", async () => {
    const app = startFunctionApp();
    await started(app, { error: "boom", idempotency_key: "k1" });
    const { status, body } = await app.send(alice, "POST", "/api/diagnoses", {
      error: "other",
      idempotency_key: "k1",
    });
    expect({ status, body }).toEqual({
      status: 409,
      body: {
        error: {
          code: "IdempotencyKeyConflict",
          message:
            "idempotency_key: it was used for another request. Send a new key, or the same request as before.",
          retryable: false,
        },
      },
    });
  });

  test.each([
    ["with a key", { error: "boom", idempotency_key: "k1" }],
    ["without a key", { error: "boom" }],
  ])(
    "sent ten times at once %s, over two processes, is one diagnosis and one instance",
    async (_, request) => {
      const app = startFunctionApp();
      const other = app.restart();
      const replies = await Promise.all(
        Array.from({ length: 10 }, (__, index) =>
          (index % 2 === 0 ? app : other).send(alice, "POST", "/api/diagnoses", request),
        ),
      );
      const ids = new Set(replies.map(({ body }) => (body as { diagnosis_id: string }).diagnosis_id));
      const created = replies.filter(({ status }) => status === 202);
      expect({ ids: ids.size, created: created.length, starts: app.engine.starts.length }).toEqual({
        ids: 1,
        created: 1,
        starts: 1,
      });
    },
  );
});

describe("after a crash", () => {
  test("before the instance was started, the retry starts the claimed diagnosis, once it has asked for it", async () => {
    const app = startFunctionApp();
    const calls: string[] = [];
    app.engine.before = async (call) => {
      calls.push(call);
      if (call === "startNew" && calls.length === 1) throw new Error("the process was killed here");
    };
    const crashed = await app.send(alice, "POST", "/api/diagnoses", { error: "boom" });
    expect(calls).toEqual(["startNew", "getStatus"]);
    const next = app.restart();
    const retried = await next.send(alice, "POST", "/api/diagnoses", { error: "boom" });
    const ids = (await next.stores.diagnoses.list(alice, { limit: 10 })).diagnoses.map(
      ({ diagnosisId }) => diagnosisId,
    );
    expect(crashed.status).toBe(503);
    expect(retried).toMatchObject({ status: 200, body: { diagnosis_id: ids[0], created: false } });
    expect({ ids: ids.length, starts: app.engine.starts.length }).toEqual({ ids: 1, starts: 1 });
    expect(calls.slice(2)).toEqual(["getStatus", "startNew"]);
  });

  test("between the start and the note of it, nothing is started twice, not even when it has ended since", async () => {
    const app = startFunctionApp();
    vi.spyOn(app.stores.diagnoses, "markStarted").mockRejectedValueOnce(
      new Error("the process was killed here"),
    );
    await app.send(alice, "POST", "/api/diagnoses", { error: "boom", idempotency_key: "k" });
    const [id] = [...app.engine.instances.keys()];
    app.engine.set(id!, { runtimeStatus: "Completed", output: completed });
    const retried = await app
      .restart()
      .send(alice, "POST", "/api/diagnoses", { error: "boom", idempotency_key: "k" });
    expect(retried).toMatchObject({ status: 200, body: { diagnosis_id: id, created: false } });
    expect(app.engine.starts).toHaveLength(1);
  });

  test("before the request was stored, the retry stores and starts it", async () => {
    const app = startFunctionApp();
    vi.spyOn(app.stores.evidence, "put").mockRejectedValueOnce(new Error("the process was killed here"));
    const crashed = await app.send(alice, "POST", "/api/diagnoses", { error: "boom" });
    const id = await started(app, { error: "boom" });
    expect([
      crashed.status,
      (await app.stores.evidence.get(id, "e0")) === undefined,
      app.engine.starts.length,
    ]).toEqual([500, false, 1]);
  });

  test("a claimed diagnosis is started by whoever looks at it", async () => {
    const app = startFunctionApp();
    app.engine.before = async (call) => {
      if (call === "startNew") throw new Error("the process was killed here");
    };
    await app.send(alice, "POST", "/api/diagnoses", { error: "boom" });
    app.engine.before = async () => {};
    const [record] = (await app.stores.diagnoses.list(alice, { limit: 1 })).diagnoses;
    const view = await app.send(alice, "GET", `/api/diagnoses/${record!.diagnosisId}`);
    expect([view.status, app.engine.starts.length]).toEqual([200, 1]);
  });
});

test("an instance that another process started a moment ago is no failure", async () => {
  const app = startFunctionApp();
  app.engine.before = async (call) => {
    if (call !== "startNew") return;
    app.engine.before = async () => {};
    const [record] = (await app.stores.diagnoses.list(alice, { limit: 1 })).diagnoses;
    await app.engine.startNew("diagnose", { instanceId: record!.diagnosisId, input: {} });
  };
  const { status } = await app.send(alice, "POST", "/api/diagnoses", { error: "boom" });
  expect([status, app.engine.starts.length]).toEqual([202, 1]);
});

const completed = {
  status: "completed",
  report_ref: "r",
  root_cause: "x",
  confidence: "proven",
  ended_because: "settled",
};
