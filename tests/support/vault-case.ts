import type { ReadRequest } from "../../domain/read-step.ts";
import {
  type ActivityWorld,
  answerOf,
  openActivityWorld,
  type ScriptedAnswer,
  type WorldOptions,
} from "./activity-world.ts";
import { commonInput } from "./scripted-diagnosis.ts";

const subscription = "aaaaaaaa-0000-4000-8000-000000000001";
const group = `/subscriptions/${subscription}/resourceGroups/rg-orders`;
export const vaultId = `${group}/providers/Microsoft.KeyVault/vaults/kv-orders`;
const row = {
  id: vaultId,
  name: "kv-orders",
  type: "microsoft.keyvault/vaults",
  location: "koreacentral",
  resourceGroup: "rg-orders",
  subscriptionId: subscription,
};

/** An Azure with one subscription and the vault that the error names. */
export function vaultAzure(vault: unknown, status = 200): (asked: ReadRequest) => ScriptedAnswer {
  return (asked) => {
    if (asked.kind === "resource_graph") return answerOf(asked, { totalRecords: 1, data: [row] });
    if (asked.kind === "arm" && asked.path === "/subscriptions")
      return answerOf(asked, {
        value: [{ subscriptionId: subscription, displayName: "Prod", state: "Enabled" }],
      });
    return answerOf(asked, vault, { status });
  };
}

export const closedVault = {
  id: vaultId,
  name: "kv-orders",
  properties: { publicNetworkAccess: "Disabled", enableRbacAuthorization: true },
};

/** A world in which the signals of a refused call to the vault are read. */
export async function openVaultCase(
  azure = vaultAzure(closedVault),
  more: Pick<WorldOptions, "thinking" | "model"> = {},
): Promise<ActivityWorld> {
  const world = await openActivityWorld({ azure, ...more });
  await world.putRequest({ error: "(Forbidden) https://kv-orders.vault.azure.net/secrets/db" });
  await world.run("readSignals", { ...commonInput, stepId: "signals", requestRef: "e0" });
  return world;
}

/** The read of the vault, as the plan has it. */
export const readVault = {
  ...commonInput,
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

/** What the report is written with, once the vault was read. */
export const reportInput = (more: Record<string, unknown> = {}) => ({
  ...commonInput,
  stepId: "report",
  unread: [],
  endedBecause: "settled",
  reads: 4,
  durationMs: 2_345,
  ...more,
});
