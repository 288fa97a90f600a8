import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { ReadRequest } from "../../../domain/read-step.ts";
import { answerOf, azureNow, openActivityWorld, type ScriptedAnswer } from "../../support/activity-world.ts";
import { armStep, commonInput, diagnosisInput } from "../../support/scripted-diagnosis.ts";

const readInput = (number: number, more: Record<string, unknown> = {}) => ({
  ...commonInput,
  stepId: `s${number}`,
  step: armStep(number),
  attempt: 1,
  progress: { done: 0, total: 2 },
  ...more,
});
const throttled: ScriptedAnswer = {
  ok: false,
  failure: { code: "Throttled", message: "ARM asks to wait.", status: 429, retryAfterMs: 41_200 },
};

test("an answer is stored with the hash of its bytes, and only a reference leaves the activity", async () => {
  const body = { name: "kv-orders", properties: { publicNetworkAccess: "Disabled" } };
  const world = await openActivityWorld({ azure: (request) => answerOf(request, body) });
  expect(await world.run("readArm", readInput(5))).toEqual({
    ok: true,
    value: { evidenceId: "e5", status: 200, summary: "HTTP 200", reused: false },
  });
  const text = JSON.stringify(body);
  expect(await world.stores.evidence.list(diagnosisInput.diagnosis_id)).toEqual([
    {
      diagnosisId: "dx-0001",
      evidenceId: "e5",
      source: "arm",
      requestKey: "arm /subscriptions/0000/resourcegroups/rg-5",
      request: "GET /subscriptions/0000/resourceGroups/rg-5?api-version=2022-12-01",
      status: 200,
      requestId: "11111111-aaaa-4aaa-8aaa-111111111111",
      observedAt: azureNow,
      body: text,
      sha256: createHash("sha256").update(text).digest("hex"),
      complete: true,
    },
  ]);
});

test("the journal tells that a read began and that it was made, with how many are done", async () => {
  const world = await openActivityWorld();
  await world.run("readArm", readInput(5));
  await world.run("readArm", readInput(6));
  expect(await world.journal()).toEqual([
    ["s5", "started", "Reading Resource 5", 0, 2],
    ["s5", "read", "Read Resource 5 (HTTP 200)", 1, 2],
    ["s6", "started", "Reading Resource 6", 1, 2],
    ["s6", "read", "Read Resource 6 (HTTP 200)", 2, 2],
  ]);
});

test("a read that runs again reuses the stored answer, asks Azure nothing and writes no line twice", async () => {
  const world = await openActivityWorld();
  await world.run("readArm", readInput(5));
  const before = await world.journal();
  expect(await world.run("readArm", readInput(5))).toEqual({
    ok: true,
    value: { evidenceId: "e5", status: 200, summary: "HTTP 200, 0 in the list", reused: true },
  });
  expect(world.reads).toEqual(["arm /subscriptions/0000/resourcegroups/rg-5"]);
  expect(await world.journal()).toEqual(before);
});

test("an equal question under another step is answered by what is stored", async () => {
  const world = await openActivityWorld();
  await world.run("readArm", readInput(5));
  const request: ReadRequest = { kind: "arm", path: "/SUBSCRIPTIONS/0000/resourceGroups/RG-5/" };
  const again = readInput(9, { step: { ...armStep(9), request } });
  expect(await world.run("readArm", again)).toMatchObject({ value: { evidenceId: "e5", reused: true } });
  expect(world.reads).toHaveLength(1);
});

test("a second run that raced the first keeps what the first stored", async () => {
  let calls = 0;
  const world = await openActivityWorld({
    azure: (request) => answerOf(request, { properties: { call: ++calls } }),
  });
  const [first, second] = await Promise.all([
    world.run("readArm", readInput(5)),
    world.run("readArm", readInput(5)),
  ]);
  expect(first).toMatchObject({ ok: true, value: { evidenceId: "e5" } });
  expect(second).toMatchObject({ ok: true, value: { evidenceId: "e5" } });
  const [stored] = await world.stores.evidence.list("dx-0001");
  expect(JSON.parse(stored!.body)).toEqual({ properties: { call: 1 } });
});

test.each([
  [403, "denied", "Not allowed to read Resource 5 (HTTP 403); the report names the permission"],
  [401, "denied", "Not allowed to read Resource 5 (HTTP 401); the report names the permission"],
  [404, "absent", "Does not exist: Resource 5 (HTTP 404)"],
  [409, "read", "Read Resource 5 (HTTP 409)"],
])("an answer of status %i is evidence, and the journal calls it %s", async (status, phase, message) => {
  const body = { error: { code: "AuthorizationFailed" } };
  const world = await openActivityWorld({ azure: (request) => answerOf(request, body, { status }) });
  expect(await world.run("readArm", readInput(5))).toMatchObject({ ok: true, value: { status } });
  expect((await world.journal()).at(-1)).toEqual(["s5", phase, message, 1, 2]);
});

test("a wait that Azure asks for is data, and each attempt tells it once", async () => {
  const world = await openActivityWorld({ azure: () => throttled });
  const answer = await world.run("readArm", readInput(5));
  await world.run("readArm", readInput(5, { attempt: 2 }));
  await world.run("readArm", readInput(5, { attempt: 2 }));
  expect(answer).toEqual(throttled);
  expect(await world.journal()).toEqual([
    ["s5", "started", "Reading Resource 5", 0, 2],
    ["s5", "waiting", "Azure asks to wait 42 s: Resource 5", 0, 2],
    ["s5.2", "waiting", "Azure asks to wait 42 s: Resource 5", 0, 2],
  ]);
});

test("a read that the gate refuses is data, and the journal says why", async () => {
  const failure = { code: "ReadNotAllowed", message: "This path is not among the reads that AZEBAL makes." };
  const world = await openActivityWorld({ azure: () => ({ ok: false, failure }) });
  expect(await world.run("readArm", readInput(5))).toEqual({ ok: false, failure });
  expect((await world.journal()).at(-1)).toEqual([
    "s5",
    "failed",
    "Could not read Resource 5: This path is not among the reads that AZEBAL makes.",
    1,
    2,
  ]);
});

test("a fault is thrown for the retry policy; the journal says that it is tried again, then that it failed", async () => {
  const world = await openActivityWorld({ azure: () => new Error("connect ETIMEDOUT 10.0.0.1:443") });
  for (const attempt of [1, 2, 3, 4])
    await expect(world.run("readArm", readInput(5, { attempt }))).rejects.toMatchObject({
      name: "SanitisedActivityError",
      message: "readArm failed (Error): connect ETIMEDOUT 10.0.0.1:443",
    });
  expect(await world.journal()).toEqual([
    ["s5", "started", "Reading Resource 5", 0, 2],
    ["s5", "note", "Azure did not answer (attempt 1 of 4), trying again: Resource 5", 0, 2],
    ["s5.2", "note", "Azure did not answer (attempt 2 of 4), trying again: Resource 5", 0, 2],
    ["s5.3", "note", "Azure did not answer (attempt 3 of 4), trying again: Resource 5", 0, 2],
    ["s5", "failed", "Could not read Resource 5: connect ETIMEDOUT 10.0.0.1:443", 1, 2],
  ]);
  expect(await world.stores.evidence.list("dx-0001")).toEqual([]);
});

test("the journal speaks the language of the diagnosis", async () => {
  const world = await openActivityWorld({ azure: (_, key) => (key.endsWith("5") ? throttled : undefined!) });
  await world.claim("ko");
  await world.run("readArm", readInput(5));
  await world.run("readArm", readInput(6));
  expect((await world.journal()).map(([, , message]) => message)).toEqual([
    "읽는 중: Resource 5",
    "Azure가 42초 기다리라고 함: Resource 5",
    "읽는 중: Resource 6",
    "읽음: Resource 6 (HTTP 200)",
  ]);
});

test("secrets in an answer are redacted before it is stored, and none is in the journal, the log or the result", async () => {
  const secret = "Zk8vT2pQ5xWmR7nB1cD4eF6gH9jL0aS3uY8iO2pK5tE=";
  const connection = `DefaultEndpointsProtocol=https;AccountName=storders;AccountKey=${secret};EndpointSuffix=core.windows.net`;
  const body = { properties: { WEBSITE_NAME: "orders", AzureWebJobsStorage: connection } };
  const world = await openActivityWorld({
    azure: (request, key) =>
      key.endsWith("5") ? answerOf(request, body) : new Error(`cannot use ${connection}`),
  });
  const result = await world.run("readArm", readInput(5));
  await expect(world.run("readArm", readInput(6, { attempt: 4 }))).rejects.not.toThrow(secret);
  const [stored] = await world.stores.evidence.list("dx-0001");
  const seen = JSON.stringify([result, stored, await world.journal(), world.log]);
  expect(seen).not.toContain(secret);
  expect(stored!.body).toContain("AccountName=storders");
  expect(stored!.body).toContain(`"WEBSITE_NAME":"orders"`);
});

test("an answer larger than the limit is cut at the end of its list and is no proof of absence", async () => {
  const value = Array.from({ length: 6_000 }, (_, index) => ({ id: index, text: "x".repeat(1_000) }));
  const world = await openActivityWorld({ azure: (request) => answerOf(request, { value }) });
  await world.run("readArm", readInput(5));
  const [stored] = await world.stores.evidence.list("dx-0001");
  const kept = (JSON.parse(stored!.body) as { value: unknown[] }).value;
  expect(stored!.complete).toBe(false);
  expect(Buffer.byteLength(stored!.body)).toBeLessThanOrEqual(4 * 1024 * 1024);
  expect(kept).toEqual(value.slice(0, kept.length));
  expect(kept.length).toBeGreaterThan(3_000);
});

test("an answer whose paging stopped stays incomplete", async () => {
  const world = await openActivityWorld({
    azure: (request) => answerOf(request, { value: [1] }, { complete: false }),
  });
  await world.run("readArm", readInput(5));
  expect((await world.stores.evidence.get("dx-0001", "e5"))!.complete).toBe(false);
});

test.each([
  ["queryLogs", { kind: "logs", resourceId: "/w", query: "AzureDiagnostics | take 1", from: "a", to: "b" }],
  ["queryResourceGraph", { kind: "resource_graph", query: "resources" }],
  [
    "readMetrics",
    {
      kind: "metrics",
      resourceId: "/w",
      metricNames: ["Availability"],
      aggregation: ["Average"],
      interval: "PT1M",
      from: "a",
      to: "b",
    },
  ],
  ["readGraph", { kind: "graph", path: "/v1.0/me" }],
] as const)("%s stores its answer in the shape of its kind", async (name, request) => {
  const tables = { tables: [{ columns: [{ name: "A", type: "string" }], rows: [["x"]] }] };
  const metrics = {
    value: [{ name: { value: "Availability" }, timeseries: [{ data: [{ timeStamp: "t", average: 1 }] }] }],
  };
  const bodies: Record<string, unknown> = {
    logs: tables,
    metrics,
    graph: { id: "me" },
    resource_graph: { data: [] },
  };
  const shapes: Record<string, unknown> = {
    logs: { table: "AzureDiagnostics", rows: [{ A: "x" }] },
    metrics: { Availability: [{ timeStamp: "t", average: 1 }] },
    graph: { id: "me" },
    resource_graph: { data: [] },
  };
  const world = await openActivityWorld({ azure: (asked) => answerOf(asked, bodies[asked.kind]) });
  const step = { ...armStep(5), request: structuredClone(request) };
  await world.run(name, readInput(5, { step }));
  const [stored] = await world.stores.evidence.list("dx-0001");
  expect(JSON.parse(stored!.body)).toEqual(shapes[request.kind]);
});
