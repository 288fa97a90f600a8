import { describe, expect, test } from "vitest";
import { aReport } from "../services/stores/contracts/a-report.ts";
import { alice, bob, type FunctionApp, started, startFunctionApp } from "./support/function-app.ts";

const vault =
  "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-a";
const output = {
  status: "completed",
  report_ref: "r",
  root_cause: "unknown",
  confidence: "none",
  ended_because: "settled",
};
const gaps = [
  { what: "w", permission: "Microsoft.KeyVault/vaults/read", command: "az rest", question_id: "e5" },
  { what: "k", permission: "get pods", command: "kubectl get pod a -o json", question_id: "k1" },
];

/** A diagnosis of alice's that has ended with a refused read, and a report that asks for it. */
async function ended(app: FunctionApp): Promise<string> {
  const id = await started(app, { error: "403 Forbidden" });
  await app.stores.evidence.put({
    ...(await app.stores.evidence.get(id, "e0"))!,
    evidenceId: "e5",
    source: "arm",
    requestKey: `arm ${vault.toLowerCase()}`,
    request: `GET ${vault}?api-version=2024-11-01`,
    status: 403,
    body: JSON.stringify({ error: { code: "AuthorizationFailed" } }),
  });
  const report = aReport();
  const unknown = { ...report.root_cause, code: "unknown", confidence: "none" as const };
  await app.stores.reports.put(id, { ...report, root_cause: unknown, gaps });
  app.engine.set(id, { runtimeStatus: "Completed", output });
  return id;
}

const supply = (app: FunctionApp, id: string, question: string, answer: string, who = alice) =>
  app.send(who, "POST", `/api/diagnoses/${id}/answers`, { question_id: question, answer });
const pasted = JSON.stringify({ id: vault, properties: { publicNetworkAccess: "Disabled" } });
const idIn = ({ body }: { body: unknown }) => (body as { diagnosis_id: string }).diagnosis_id;

describe("an answer to what a gap asks for", () => {
  test("starts a diagnosis of the same request, with it under a key that no read finds", async () => {
    const app = startFunctionApp();
    const id = await ended(app);
    const reply = await supply(app, id, "e5", pasted);
    const next = idIn(reply);
    expect(next).not.toBe(id);
    expect(reply).toMatchObject({ status: 200, body: { status: "running" } });
    expect(app.engine.starts.at(-1)).toMatchObject({ name: "diagnose", input: { diagnosis_id: next } });
    expect(await app.stores.evidence.get(next, "u1")).toMatchObject({
      source: "user",
      requestKey: `user arm ${vault.toLowerCase()}`,
      status: 200,
      body: pasted,
    });
    expect((await app.stores.evidence.get(next, "e0"))?.body).toBe(
      (await app.stores.evidence.get(id, "e0"))?.body,
    );
    expect(await app.stores.evidence.findByKey(next, `arm ${vault.toLowerCase()}`)).toBeUndefined();
    expect(await app.stores.evidence.get(next, "e5")).toBeUndefined();
  });

  test("of a second gap keeps the first; sent again while it runs, it is joined", async () => {
    const app = startFunctionApp();
    const first = idIn(await supply(app, await ended(app), "e5", pasted));
    await app.stores.reports.put(first, { ...aReport(), gaps });
    app.engine.set(first, { runtimeStatus: "Completed", output });
    const next = idIn(await supply(app, first, "k1", '{"kind":"Pod"}'));
    expect(idIn(await supply(app, first, "k1", '{"kind":"Pod"}'))).toBe(next);
    const stored = await app.stores.evidence.list(next);
    expect(Object.fromEntries(stored.map(({ evidenceId, requestKey }) => [evidenceId, requestKey]))).toEqual({
      e0: "",
      u1: `user arm ${vault.toLowerCase()}`,
      u2: "user outside kubectl get pod a -o json",
    });
  });

  test("that takes the place of an earlier one loses no other", async () => {
    const app = startFunctionApp();
    const answers = [
      ["e5", pasted],
      ["k1", '{"kind":"Pod"}'],
      ["e5", JSON.stringify({ id: vault, properties: { publicNetworkAccess: "Enabled" } })],
      ["k2", '{"kind":"ServiceAccount"}'],
    ] as const;
    let id = await ended(app);
    const refused = (await app.stores.evidence.get(id, "e5"))!;
    for (const [question, answer] of answers) {
      id = idIn(await supply(app, id, question, answer));
      const asking = [
        ...gaps,
        { what: "s", permission: "p", command: "kubectl get sa b -o json", question_id: "k2" },
      ];
      await app.stores.evidence.put({ ...refused, diagnosisId: id });
      await app.stores.reports.put(id, { ...aReport(), gaps: asking });
      app.engine.set(id, { runtimeStatus: "Completed", output });
    }
    const stored = await app.stores.evidence.list(id);
    expect(stored.filter(({ source }) => source === "user").map(({ body }) => body)).toEqual(
      expect.arrayContaining([answers[1][1], answers[2][1], answers[3][1]]),
    );
  });

  test("is redacted before it is stored", async () => {
    const app = startFunctionApp();
    const key = Buffer.alloc(64, 7).toString("base64");
    const text = JSON.stringify({ kind: "Pod", env: [{ name: "STORAGE_KEY", value: key }] });
    const next = idIn(await supply(app, await ended(app), "k1", text));
    expect((await app.stores.evidence.get(next, "u1"))?.body).not.toContain(key);
  });

  test.each([
    ["a question that no gap asks", "e9", pasted, 409, "The gaps of this diagnosis ask for: e5, k1."],
    ["the output of another resource", "e5", JSON.stringify({ id: `${vault}2` }), 400, "kv-a2"],
    ["words", "e5", "it is disabled", 400, "not JSON"],
  ])("is refused where it is %s", async (_, question, text, status, said) => {
    const app = startFunctionApp();
    const id = await ended(app);
    const starts = app.engine.starts.length;
    const reply = await supply(app, id, question, text);
    expect(reply.status).toBe(status);
    expect(JSON.stringify(reply.body)).toContain(said);
    expect(app.engine.starts).toHaveLength(starts);
  });

  test("to somebody else's diagnosis is to an unknown one", async () => {
    const app = startFunctionApp();
    expect(await supply(app, await ended(app), "e5", pasted, bob)).toMatchObject({ status: 404 });
  });
});
