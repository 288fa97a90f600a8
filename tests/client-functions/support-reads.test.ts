import { expect, test } from "vitest";
import { ownerKey } from "../../domain/principal.ts";
import { alice, bob, sam, started, startFunctionApp, stranger } from "./support/function-app.ts";

async function app() {
  const functionApp = startFunctionApp();
  const id = await started(functionApp, { error: "boom" }, alice);
  functionApp.engine.set(id, { runtimeStatus: "Running" });
  const recorded = async () =>
    (await functionApp.stores.audit.list({ limit: 99 })).filter(
      ({ toolCalled }) => toolCalled === "support_read",
    );
  return { ...functionApp, id, recorded };
}

test("what support staff read of a diagnosis is on record: who, which, what, and of whose trace", async () => {
  const { id, recorded, sendRaw } = await app();
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  await sendRaw("GET", `/api/diagnoses/${id}/evidence/e0`, {
    headers: { authorization: `Bearer ${sam.objectId}`, traceparent: `00-${traceId}-b7ad6b7169203331-01` },
  });
  expect(await recorded()).toEqual([
    {
      id: expect.any(Number),
      traceId,
      userPrincipalName: sam.userPrincipalName,
      tenantId: sam.tenantId,
      objectId: sam.objectId,
      toolCalled: "support_read",
      requestPayload: { command: "readEvidence", diagnosis_id: id, evidence_id: "e0" },
      responsePayload: { status: 200 },
      executionTimeMs: expect.any(Number),
      outcome: "ok",
      diagnosisId: id,
      stepId: `support ${ownerKey(sam)} readEvidence e0 2026-03-01T10:00`,
      createdAt: "2026-03-01T10:00:00.000Z",
    },
  ]);
});

test("what they read of it again within a minute is one entry, and everything else one of its own", async () => {
  const { id, recorded, send, setTime } = await app();
  for (let count = 0; count < 3; count += 1) await send(sam, "GET", `/api/diagnoses/${id}`);
  await send(sam, "GET", `/api/diagnoses/${id}/history`);
  setTime("2026-03-01T10:01:00.000Z");
  await send(sam, "GET", `/api/diagnoses/${id}`);
  const commands = (await recorded()).map(
    ({ requestPayload }) => (requestPayload as { command: string }).command,
  );
  expect(commands.toReversed()).toEqual(["getDiagnosis", "readHistory", "getDiagnosis"]);
});

test("a read that fails is on record too, and one that is nobody's business is not there", async () => {
  const { id, recorded, send } = await app();
  await send(sam, "GET", `/api/diagnoses/${id}/evidence/e99`);
  for (const who of [alice, bob, stranger]) await send(who, "GET", `/api/diagnoses/${id}`);
  await send(sam, "GET", `/api/diagnoses/d${"a".repeat(26)}`);
  await send(sam, "POST", `/api/diagnoses/${id}/cancel`);
  expect((await recorded()).map(({ outcome, requestPayload }) => [outcome, requestPayload])).toEqual([
    ["error", { command: "readEvidence", diagnosis_id: id, evidence_id: "e99" }],
  ]);
});
