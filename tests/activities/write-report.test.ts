import { expect, test } from "vitest";
import { openActivityWorld } from "../support/activity-world.ts";
import {
  closedVault,
  openVaultCase,
  readVault,
  reportInput,
  vaultAzure,
  vaultId,
} from "../support/vault-case.ts";

const proven = {
  ok: true,
  value: {
    reportRef: "dx-0001",
    verdict: "azure",
    rootCause: "keyvault.firewall-deny",
    confidence: "proven",
  },
};

test("a proven cause is reported with its cited evidence, and only references leave the activity", async () => {
  const world = await openVaultCase();
  await world.run("readArm", readVault);
  expect(await world.run("writeReport", reportInput())).toEqual(proven);
  const report = await world.stores.reports.get("dx-0001");
  expect(report).toMatchObject({
    verdict: "azure",
    root_cause: { code: "keyvault.firewall-deny", confidence: "proven", resource_ids: [vaultId] },
    ruled_out: [{ code: "keyvault.rbac-missing-data-role" }],
    planner: "playbooks",
    cost: { azure_reads: 4, tokens: 0, duration_ms: 2_345 },
  });
  expect(report!.evidence).toContainEqual(
    expect.objectContaining({
      evidence_id: "e5",
      pointer: "/properties/publicNetworkAccess",
      op: "equals",
      value: "Disabled",
      command: expect.stringMatching(/^az rest .* --query properties\.publicNetworkAccess --output tsv$/),
    }),
  );
  expect((await world.journal()).at(-1)!.slice(0, 2)).toEqual(["report", "note"]);
});

test("a report that runs again answers with the one that is stored", async () => {
  const world = await openVaultCase();
  await world.run("readArm", readVault);
  await world.run("writeReport", reportInput());
  const before = [await world.stores.reports.get("dx-0001"), await world.journal()];
  expect(await world.run("writeReport", reportInput({ reads: 9, endedBecause: "deadline" }))).toEqual(proven);
  expect([await world.stores.reports.get("dx-0001"), await world.journal()]).toEqual(before);
});

test("with nothing proven the report is unknown", async () => {
  const open = {
    ...closedVault,
    properties: { publicNetworkAccess: "Enabled", enableRbacAuthorization: true },
  };
  const world = await openVaultCase(vaultAzure(open));
  await world.run("readArm", readVault);
  expect(await world.run("writeReport", reportInput())).toEqual({
    ok: true,
    value: { reportRef: "dx-0001", verdict: "unknown", rootCause: "unknown", confidence: "none" },
  });
});

test("a cancelled diagnosis still gets its report", async () => {
  const world = await openVaultCase();
  await world.claim("en");
  await world.stores.diagnoses.requestCancel("dx-0001");
  expect(await world.run("writeReport", reportInput({ endedBecause: "cancelled" }))).toMatchObject({
    ok: true,
    value: { verdict: "unknown" },
  });
});

test("without signals the report says what the request alone tells, at the time when it was stored", async () => {
  const world = await openActivityWorld();
  await world.putRequest({ error: "(Forbidden) https://kv-orders.vault.azure.net/secrets/db" });
  const unread = [
    {
      stepId: "signals",
      evidenceId: "e2",
      requestKey: "arm /subscriptions",
      code: "Unavailable",
      message: "It was tried 4 times and failed each time.",
    },
  ];
  expect(
    await world.run("writeReport", reportInput({ unread, endedBecause: "exhausted", reads: 0 })),
  ).toMatchObject({ value: { verdict: "unknown", rootCause: "unknown" } });
  expect(world.reads).toEqual([]);
  const signals = await world.stores.evidence.get("dx-0001", "e1");
  expect(JSON.parse(signals!.body)).toMatchObject({ now: "2026-11-24T09:59:59.000Z", resources: [] });
  expect((await world.stores.reports.get("dx-0001"))!.gaps).not.toEqual([]);
});
