import { expect, test } from "vitest";
import { openActivityWorld } from "../support/activity-world.ts";
import { commonInput } from "../support/scripted-diagnosis.ts";
import { closedVault, openVaultCase, vaultAzure, vaultId } from "../support/vault-case.ts";

const planInput = { ...commonInput, stepId: "plan", readsLeft: 37 };
const weighInput = (more: Record<string, unknown> = {}) => ({
  ...commonInput,
  stepId: "weigh-1",
  round: 1,
  readsLeft: 36,
  nextStep: 2,
  unread: [],
  ...more,
});
const vaultStep = {
  stepId: "s1",
  evidenceId: "e5",
  title: "Key Vault kv-orders: network rules",
  decides: ["keyvault.firewall-deny", "keyvault.rbac-missing-data-role"],
  request: { kind: "arm", path: vaultId },
};
const readVault = {
  ...commonInput,
  stepId: "s1",
  step: vaultStep,
  attempt: 1,
  progress: { done: 0, total: 1 },
};

test("the plan names the causes that the request raises and the read that tells them apart", async () => {
  const world = await openVaultCase();
  expect(await world.run("makePlan", planInput)).toEqual({
    ok: true,
    value: {
      steps: [vaultStep],
      hypotheses: [
        { code: "keyvault.firewall-deny", target: vaultId, state: "open" },
        { code: "keyvault.rbac-missing-data-role", target: vaultId, state: "open" },
      ],
      settled: false,
    },
  });
  expect((await world.journal()).at(-1)).toEqual([
    "plan s1",
    "note",
    `2 possible causes; 1 read to tell them apart: ${vaultStep.title} [${vaultStep.decides[0]}${vaultStep.decides.length > 1 ? ` +${vaultStep.decides.length - 1}` : ""}]`,
    0,
    0,
  ]);
});

test("with no read left the plan has none", async () => {
  const world = await openVaultCase();
  expect(await world.run("makePlan", { ...planInput, readsLeft: 0 })).toMatchObject({
    value: { steps: [], settled: false },
  });
});

test("weighing settles once the evidence decides, and the journal tells each decision once", async () => {
  const world = await openVaultCase();
  await world.run("makePlan", planInput);
  await world.run("readArm", readVault);
  const expected = {
    ok: true,
    value: {
      steps: [],
      hypotheses: [
        { code: "keyvault.firewall-deny", target: vaultId, state: "confirmed" },
        { code: "keyvault.rbac-missing-data-role", target: vaultId, state: "refuted" },
      ],
      settled: true,
    },
  };
  expect(await world.run("weigh", weighInput())).toEqual(expected);
  expect(await world.run("weigh", weighInput({ stepId: "weigh-2", round: 2 }))).toEqual(expected);
  expect((await world.journal()).filter(([, phase]) => phase === "weighed")).toEqual([
    [
      `confirmed keyvault.firewall-deny ${vaultId}`,
      "weighed",
      "Confirmed: Public access to the vault is off (kv-orders)",
      1,
      1,
    ],
    [
      `refuted keyvault.rbac-missing-data-role ${vaultId}`,
      "weighed",
      "Ruled out: No data role on the vault (kv-orders)",
      1,
      1,
    ],
  ]);
});

test("a read that could not be made is not waited for", async () => {
  const world = await openVaultCase();
  await world.run("makePlan", planInput);
  const unread = [
    {
      stepId: "s1",
      evidenceId: "e5",
      requestKey: `arm ${vaultId.toLowerCase()}`,
      code: "Unavailable",
      message: "It was tried 4 times.",
    },
  ];
  expect(await world.run("weigh", weighInput({ unread }))).toMatchObject({
    value: { steps: [], settled: true, hypotheses: [{ state: "unreadable" }, { state: "unreadable" }] },
  });
});

test("titles and decisions are in the language of the diagnosis", async () => {
  const world = await openActivityWorld({ azure: vaultAzure(closedVault) });
  await world.claim("ko");
  await world.putRequest({ error: "(Forbidden) https://kv-orders.vault.azure.net/secrets/db" });
  await world.run("readSignals", { ...commonInput, stepId: "signals", requestRef: "e0" });
  expect(await world.run("makePlan", planInput)).toMatchObject({
    value: { steps: [{ title: "Key Vault kv-orders: 네트워크 규칙" }] },
  });
  await world.run("readArm", readVault);
  await world.run("weigh", weighInput());
  expect((await world.journal()).at(-1)![2]).toBe("배제됨: 볼트에 데이터 역할이 없음 (kv-orders)");
});

test("a plan without signals says what is missing", async () => {
  const world = await openActivityWorld();
  await expect(world.run("makePlan", planInput)).rejects.toMatchObject({ code: "EvidenceMissing" });
});
