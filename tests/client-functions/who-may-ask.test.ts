import { expect, test } from "vitest";
import { alice, bob, type Reply, sam, started, startFunctionApp, stranger } from "./support/function-app.ts";

const routes = [
  ["GET", ""],
  ["GET", "/events?after=0&wait_ms=60000"],
  ["POST", "/answers", { question_id: "q1", answer: "a" }],
  ["POST", "/cancel", {}],
  ["POST", "/feedback", { verdict: "wrong" }],
  ["GET", "/evidence/e0"],
  ["GET", "/history"],
] as const;

test.each(routes)(
  "%s diagnosis%s answers somebody else as it answers an unknown id",
  async (method, rest, body?: object) => {
    const app = startFunctionApp();
    const id = await started(app, { error: "boom" }, alice);
    app.engine.set(id, {
      runtimeStatus: "Running",
      customStatus: {
        phase: "input_required",
        round: 1,
        done: 0,
        total: 0,
        question: { id: "q1", text: "?" },
      },
    });
    const calls: string[] = [];
    app.engine.before = async (call) => {
      calls.push(call);
    };
    const foreign = await app.send(bob, method, `/api/diagnoses/${id}${rest}`, body);
    const unknown = await app.send(bob, method, `/api/diagnoses/d${"a".repeat(26)}${rest}`, body);
    expect(foreign).toEqual(unknown);
    expect({ status: foreign.status, body: foreign.body, calls, events: app.engine.events }).toEqual({
      status: 404,
      body: {
        error: {
          code: "DiagnosisNotFound",
          message: "There is no diagnosis of yours with this id.",
          retryable: false,
        },
      },
      calls: [],
      events: [],
    });
    expect(await app.stores.diagnoses.isCancelRequested(id)).toBe(false);
  },
);

test("nobody sees somebody else's diagnoses in the list", async () => {
  const app = startFunctionApp();
  await started(app, { error: "boom" }, alice);
  expect((await app.send(bob, "GET", "/api/diagnoses")).body).toEqual({ diagnoses: [] });
});

test("an owner is the same person however the IDs are spelled", async () => {
  const app = startFunctionApp();
  const id = await started(app, { error: "boom" }, alice);
  const record = await app.stores.diagnoses.get(id);
  expect(record?.principal).toEqual(alice);
  expect(
    (await app.stores.diagnoses.list({ ...alice, tenantId: "T1", objectId: "ALICE" }, { limit: 1 }))
      .diagnoses,
  ).toHaveLength(1);
});

const unauthenticated = (message: string): Partial<Reply> => ({
  status: 401,
  body: { error: { code: "InvalidAssertion", message, retryable: false } },
  headers: { "cache-control": "no-store", "www-authenticate": "Bearer" },
});

test.each<[string, Record<string, string>, string]>([
  ["without an assertion", {}, "The request carries no principal assertion."],
  [
    "with another scheme",
    { authorization: "Basic YWxpY2U6eA==" },
    "The request carries no principal assertion.",
  ],
  [
    "with a header that names a principal",
    { "x-ms-client-principal-id": "alice" },
    "The request carries no principal assertion.",
  ],
  [
    "with an assertion that is not valid",
    { authorization: "Bearer mallory" },
    "The principal assertion is not valid.",
  ],
])("a request %s is refused before it is read", async (_, headers, message) => {
  const app = startFunctionApp();
  const reply = await app.sendRaw("POST", "/api/diagnoses", { headers, body: "not even JSON" });
  expect(reply).toEqual(unauthenticated(message));
});

test("a fault is answered without its cause, which stands in the log", async () => {
  const app = startFunctionApp();
  const reply = await app.sendRaw("GET", "/api/diagnoses", {
    headers: {
      authorization: "Bearer broken-verifier",
      traceparent: `00-${"ab".repeat(16)}-${"cd".repeat(8)}-01`,
    },
  });
  expect({ status: reply.status, body: reply.body }).toEqual({
    status: 500,
    body: {
      error: {
        code: "InternalError",
        message: `AZEBAL met an internal error (trace ${"ab".repeat(16)}). Try again; if it stays so, its log says more.`,
        retryable: true,
      },
    },
  });
  expect(app.logged.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
    "A request failed unexpectedly.",
    "The function app answered a request.",
  ]);
});

test("a database that cannot be used is a 503 that says what to do", async () => {
  const app = startFunctionApp();
  app.stores.diagnoses.get = async () => {
    throw Object.assign(new Error("No space is left. Free some space."), { code: "StoreFull" });
  };
  const reply = await app.send(alice, "GET", "/api/diagnoses/d1");
  expect({ status: reply.status, body: reply.body }).toEqual({
    status: 503,
    body: { error: { code: "StoreFull", message: "No space is left. Free some space.", retryable: true } },
  });
});

const reads = routes.flatMap(([method, rest]) => (method === "GET" ? [[method, rest] as const] : []));
const writes = routes.flatMap(([method, rest, body]) =>
  method === "POST" ? [[method, rest, body] as const] : [],
);

test.each(reads)(
  "support staff of the tenant get what the owner gets from %s diagnosis%s",
  async (method, rest) => {
    const app = startFunctionApp();
    const id = await started(app, { error: "boom" }, alice);
    await app.stores.journal.append({
      diagnosisId: id,
      stepId: "s1",
      phase: "note",
      message: "one",
      done: 1,
      total: 2,
      at: "2026-03-01T10:00:00Z",
    });
    app.engine.set(id, { runtimeStatus: "Running" });
    const owner = await app.send(alice, method, `/api/diagnoses/${id}${rest}`);
    expect(owner.status).toBe(200);
    expect(await app.send(sam, method, `/api/diagnoses/${id}${rest}`)).toEqual(owner);
  },
);

test.each(reads)(
  "support staff of another tenant learn nothing from %s diagnosis%s",
  async (method, rest) => {
    const app = startFunctionApp();
    const id = await started(app, { error: "boom" }, alice);
    const unknown = await app.send(stranger, method, `/api/diagnoses/d${"a".repeat(26)}${rest}`);
    expect(await app.send(stranger, method, `/api/diagnoses/${id}${rest}`)).toEqual(unknown);
  },
);

test.each(writes)(
  "support staff only read: %s diagnosis%s answers them as it answers an unknown id",
  async (method, rest, body) => {
    const app = startFunctionApp();
    const id = await started(app, { error: "boom" }, alice);
    const unknown = await app.send(sam, method, `/api/diagnoses/d${"a".repeat(26)}${rest}`, body);
    expect(await app.send(sam, method, `/api/diagnoses/${id}${rest}`, body)).toEqual(unknown);
    expect(await app.stores.diagnoses.isCancelRequested(id)).toBe(false);
  },
);
