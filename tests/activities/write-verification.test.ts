import { expect, test } from "vitest";
import type { ReadRequest } from "../../domain/read-step.ts";
import type { ActivityWorld, ScriptedAnswer } from "../support/activity-world.ts";
import { commonInput } from "../support/scripted-diagnosis.ts";
import { closedVault, openVaultCase, vaultAzure, vaultId } from "../support/vault-case.ts";

const verifies = commonInput.diagnosisId;
const verification = { ...commonInput, diagnosisId: "v-0001", verifies };
const openedVault = {
  ...closedVault,
  properties: { ...closedVault.properties, publicNetworkAccess: "Enabled" },
};
const ended = { stepId: "report", unread: [], endedBecause: "settled", reads: 4, durationMs: 2_345 };

const readVault = {
  stepId: "s1",
  step: {
    stepId: "s1",
    evidenceId: "e5",
    title: "The vault",
    decides: ["keyvault.firewall-deny"],
    request: { kind: "arm", path: vaultId },
  },
  attempt: 1,
  progress: { done: 0, total: 1 },
};

/** A diagnosis of a vault that is closed, then a verification that finds `now`. */
async function verifiedCase(now: (asked: ReadRequest) => ScriptedAnswer): Promise<ActivityWorld> {
  let azure = vaultAzure(closedVault);
  const world = await openVaultCase((asked) => azure(asked));
  await world.run("readArm", { ...commonInput, ...readVault });
  await world.run("writeReport", { ...commonInput, ...ended });
  azure = now;
  await world.putRequest(
    { error: "(Forbidden) https://kv-orders.vault.azure.net/secrets/db" },
    verification.diagnosisId,
  );
  await world.run("readSignals", { ...verification, stepId: "signals", requestRef: "e0" });
  await world.run("readArm", { ...verification, ...readVault });
  return world;
}

const write = (world: ActivityWorld, more: object = {}) =>
  world.run("writeVerification", { ...verification, ...ended, ...more });

async function verificationIn(world: ActivityWorld) {
  return (await world.stores.reports.get(verification.diagnosisId))?.verification;
}

test("a vault that is open now is fixed, and the report shows the value then and now", async () => {
  const world = await verifiedCase(vaultAzure(openedVault));
  expect(await write(world)).toEqual({
    ok: true,
    value: {
      reportRef: "v-0001",
      outcome: "fixed",
      verdict: "unknown",
      rootCause: "unknown",
      confidence: "none",
    },
  });
  expect(await verificationIn(world)).toMatchObject({
    of: verifies,
    outcome: "fixed",
    text: expect.stringContaining("Public access to the vault is off (kv-orders)"),
    differences: [
      {
        resource: vaultId,
        field: "properties.publicNetworkAccess",
        // oxlint-disable-next-line unicorn/no-thenable -- the pair of `now`
        then: "Disabled",
        now: "Enabled",
        changed: true,
        evidence_id: "e5",
      },
    ],
  });
  const report = await world.stores.reports.get("v-0001");
  expect(report).toMatchObject({
    root_cause: { title: expect.stringMatching(/^Fixed: /u), resource_ids: [vaultId] },
    actions: [],
    suspected: [],
  });
  // What refutes the cause is cited like any claim, with the command that shows it.
  expect(report!.claims.flatMap(({ evidence }) => evidence)).not.toEqual([]);
  expect(report!.evidence).toContainEqual(
    expect.objectContaining({ evidence_id: "e5", value: "Enabled", command: expect.any(String) }),
  );
});

test("a vault that is closed as before is not fixed, and the report has the cause and what to do", async () => {
  const world = await verifiedCase(vaultAzure(closedVault));
  expect(await write(world)).toMatchObject({
    value: { outcome: "not_fixed", rootCause: "keyvault.firewall-deny", confidence: "proven" },
  });
  expect(await verificationIn(world)).toMatchObject({
    text: expect.stringContaining("Nothing has changed"),
    // oxlint-disable-next-line unicorn/no-thenable -- the pair of `now`
    differences: [{ then: "Disabled", now: "Disabled", changed: false }],
  });
});

test("a vault that is open and no longer uses RBAC is changed otherwise: the call meets the role next", async () => {
  const properties = { publicNetworkAccess: "Enabled", enableRbacAuthorization: false };
  const world = await verifiedCase(vaultAzure({ ...closedVault, properties }));
  expect(await write(world)).toMatchObject({
    value: { outcome: "changed_otherwise", rootCause: "keyvault.rbac-missing-data-role" },
  });
  expect((await verificationIn(world))?.text).toContain("No data role on the vault (kv-orders)");
});

test("a vault that may not be read any more is undecided, and the gap names the permission", async () => {
  const refusal = { error: { code: "AuthorizationFailed", message: "No." } };
  const world = await verifiedCase(vaultAzure(refusal, 403));
  expect(await write(world)).toMatchObject({ value: { outcome: "undecided", rootCause: "unknown" } });
  const report = await world.stores.reports.get("v-0001");
  expect(report!.gaps.map(({ permission }) => permission)).toEqual(["Microsoft.KeyVault/vaults/read"]);
  expect(report!.verification).toMatchObject({ text: expect.stringContaining("could not be read") });
});

test("a vault that is not there any more is undecided: nobody sees whether the call passes", async () => {
  const azure = vaultAzure({ error: { code: "ResourceNotFound", message: "Gone." } }, 404);
  const world = await verifiedCase(azure);
  await write(world);
  expect((await verificationIn(world))?.outcome).not.toBe("fixed");
});

test("a verification that was cut short says so, and never that it is fixed", async () => {
  const world = await verifiedCase(vaultAzure(openedVault));
  expect(await write(world, { endedBecause: "deadline" })).toMatchObject({ value: { outcome: "undecided" } });
  expect((await verificationIn(world))?.text).toContain("ended before everything was weighed");
});

test("a verification that is written again answers with the stored one, and the journal tells it once", async () => {
  const world = await verifiedCase(vaultAzure(openedVault));
  const first = await write(world);
  const stored = await world.stores.reports.get("v-0001");
  expect(await write(world, { endedBecause: "deadline", reads: 9 })).toEqual(first);
  expect(await world.stores.reports.get("v-0001")).toEqual(stored);
  const lines = await world.stores.journal.read("v-0001", 0, 100);
  expect(lines.filter(({ stepId }) => stepId === "report").map(({ message }) => message)).toEqual([
    "Verified: the cause is gone",
  ]);
});

test("without the evidence of the diagnosis verified nothing is compared, and the failure says what to do", async () => {
  const world = await verifiedCase(vaultAzure(openedVault));
  const outcome = await write(world, { verifies: "dx-gone" });
  expect(outcome).toMatchObject({
    ok: false,
    failure: { code: "EvidenceMissing", message: expect.stringContaining("debug_error") },
  });
});

test("a verification looks at the past that the diagnosis looked at, with reads that nobody shares", async () => {
  let azure = vaultAzure(closedVault);
  const world = await openVaultCase((asked) => azure(asked));
  await world.run("writeReport", { ...commonInput, ...ended });
  const later = "2031-03-05T09:00:00.000Z";
  azure = (asked) => {
    const answer = vaultAzure(closedVault)(asked);
    return answer instanceof Error || !answer.ok
      ? answer
      : { ok: true, value: { ...answer.value, observedAt: later } };
  };
  expect(world.freshReads).toEqual([]);
  const before = world.reads.length;
  await world.putRequest({ error: "(Forbidden) https://kv-orders.vault.azure.net/secrets/db" }, "v-0001");
  await world.run("readSignals", { ...verification, stepId: "signals", requestRef: "e0" });
  await world.run("readArm", { ...verification, ...readVault });
  expect(world.freshReads).toEqual(world.reads.slice(before));
  const signalsOf = async (id: string) =>
    JSON.parse((await world.stores.evidence.get(id, "e1"))!.body) as { now: string; observedAt: string };
  const [then, now] = [await signalsOf(verifies), await signalsOf("v-0001")];
  expect([now.observedAt, now.now]).toEqual([then.observedAt, later]);
});

test("the causes found are planned for although nothing in the request raises them any more", async () => {
  const world = await verifiedCase(vaultAzure(closedVault));
  const silent = { ...verification, diagnosisId: "v-0002" };
  await world.putRequest({ error: "https://kv-orders.vault.azure.net/secrets/db" }, "v-0002");
  await world.run("readSignals", { ...silent, stepId: "signals", requestRef: "e0" });
  const planned = (verified: object) =>
    world.run("makePlan", { ...silent, ...verified, stepId: "plan", readsLeft: 37 });
  expect(await planned({ verifies: undefined })).toMatchObject({ value: { steps: [], settled: true } });
  expect(await planned({})).toMatchObject({
    value: {
      steps: [{ decides: ["keyvault.firewall-deny", "keyvault.rbac-missing-data-role"] }],
      settled: false,
    },
  });
});

test("the record of a verification is an audit row of its own kind that names what was verified", async () => {
  const world = await verifiedCase(vaultAzure(openedVault));
  const row = { stepId: "record", outcome: "completed", rootCause: "unknown", reads: 4, durationMs: 9 };
  await world.run("record", { ...verification, ...row });
  expect(await world.stores.audit.list({ limit: 10 })).toMatchObject([
    {
      toolCalled: "verifyFix",
      requestPayload: { diagnosis_id: "v-0001", verifies },
      diagnosisId: "v-0001",
    },
  ]);
});
