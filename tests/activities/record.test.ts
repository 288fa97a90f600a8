import { expect, test } from "vitest";
import { openActivityWorld } from "../support/activity-world.ts";
import { commonInput } from "../support/scripted-diagnosis.ts";

const input = {
  ...commonInput,
  stepId: "record",
  outcome: "completed",
  rootCause: "keyvault.firewall-deny",
  reads: 7,
  durationMs: 4_200,
};

test("the record of a diagnosis is an audit row without payloads, in the name of the developer", async () => {
  const world = await openActivityWorld();
  await world.claim("en");
  await world.run("record", input);
  expect(await world.stores.audit.list({ limit: 10 })).toEqual([
    {
      id: 1,
      traceId: "0af7651916cd43dd8448eb211c80319c",
      ...commonInput.principal,
      toolCalled: "diagnose",
      requestPayload: { diagnosis_id: "dx-0001" },
      responsePayload: { status: "completed", root_cause: "keyvault.firewall-deny", azure_reads: 7 },
      executionTimeMs: 4_200,
      outcome: "completed",
      diagnosisId: "dx-0001",
      stepId: "record",
      createdAt: "2026-11-24T10:00:00.000Z",
    },
  ]);
});

test("a record that runs again, after a crash, is one audit row, and the index keeps its state", async () => {
  const world = await openActivityWorld();
  await world.claim("en");
  await world.run("record", input);
  const before = [await world.stores.audit.list({ limit: 10 }), await world.stores.diagnoses.get("dx-0001")];
  await world.run("record", { ...input, outcome: "failed", durationMs: 9_999 });
  expect([await world.stores.audit.list({ limit: 10 }), await world.stores.diagnoses.get("dx-0001")]).toEqual(
    before,
  );
});

test("a record tells whoever follows the diagnosis to look", async () => {
  const world = await openActivityWorld();
  const waiting = world.stores.journal.waitFor("dx-0001", 0, 50_000);
  await world.run("record", input);
  expect(await waiting).toBe(false);
});

test("the index shows the state and the cause of a finished diagnosis", async () => {
  const world = await openActivityWorld();
  await world.claim("en");
  await world.run("record", input);
  expect(await world.stores.diagnoses.get("dx-0001")).toMatchObject({
    status: "completed",
    rootCause: "keyvault.firewall-deny",
    updatedAt: "2026-11-24T10:00:00.000Z",
  });
});

test("an unknown cause is no cause in the index", async () => {
  const world = await openActivityWorld();
  await world.claim("en");
  await world.run("record", { ...input, outcome: "failed", rootCause: "unknown" });
  const stored = await world.stores.diagnoses.get("dx-0001");
  expect(stored).toMatchObject({ status: "failed" });
  expect(stored).not.toHaveProperty("rootCause");
});

test("an outcome that is no status is refused before anything is written", async () => {
  const world = await openActivityWorld();
  await expect(world.run("record", { ...input, outcome: "done" })).rejects.toThrow("record failed");
  expect(await world.stores.audit.list({ limit: 10 })).toEqual([]);
});

test("the record tells of the span of the whole diagnosis, from its claim on, and of the same one when it runs again", async () => {
  const world = await openActivityWorld();
  await world.claim("en");
  await world.run("record", input);
  await world.run("record", input);
  const [told, own, again] = world.spans;
  expect(told).toEqual({
    name: "orchestration:diagnose",
    kind: "internal",
    trace: {
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      isSampled: true,
    },
    parentSpanId: "b7ad6b7169203331",
    startMs: Date.parse("2026-11-24T09:59:59.000Z"),
    endMs: Date.parse("2026-11-24T10:00:00.000Z"),
    attributes: {
      "durabletask.type": "orchestration",
      "durabletask.task.name": "diagnose",
      "durabletask.task.instance_id": "dx-0001",
      "azebal.outcome": "completed",
      "azebal.root_cause": "keyvault.firewall-deny",
      "azebal.azure_reads": 7,
    },
  });
  expect([own?.name, own?.parentSpanId, again]).toEqual(["activity:record", told?.trace.spanId, told]);
});

test("the span of a diagnosis that the index does not know begins as long ago as the diagnosis took", async () => {
  const world = await openActivityWorld();
  await world.run("record", { ...input, outcome: "failed" });
  const [told] = world.spans;
  expect(told?.endMs).toBe((told?.startMs ?? 0) + 4_200);
  expect([told?.errorType, told?.parentSpanId]).toEqual(["failed", undefined]);
});
