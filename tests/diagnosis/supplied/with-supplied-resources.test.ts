import { expect, test } from "vitest";
import { causesOf } from "../../../diagnosis/assessment/verdict.ts";
import type { Playbook } from "../../../diagnosis/playbook.ts";
import { noNotes } from "../../../diagnosis/model/model-notes.ts";
import { findCommand, unseenResources } from "../../../diagnosis/signals/unseen-resources.ts";
import { assessWithSupplied } from "../../../diagnosis/supplied/assess-with-supplied.ts";
import { outsideKey } from "../../../domain/supplied/supplied-evidence.ts";
import { evidenceOf } from "../evidence-of.ts";
import { type Azure, runRounds } from "../run-rounds.ts";
import { matchOf, signalsOf, vaultId } from "../signals-of.ts";
import { firewall, missingRole } from "../small-playbooks.ts";

const at = { pointer: "/error", line: 1 };
const inCode = { pointer: "/source_code/app.py", line: 3 };
const type = "microsoft.keyvault/vaults";
const hidden = vaultId.replace("kv-orders", "kv-shop");
const signals = signalsOf({
  codes: [{ code: "Forbidden", family: "arm", ...at }],
  guids: [{ guid: "90bbe3b7-117a-4fc6-bbc9-bfbd259942e2", role: "object_id", ...at }],
  clientAddresses: [{ address: "40.74.28.9", ...at }],
  hosts: [
    {
      host: "kv-shop.vault.azure.net",
      service: "keyvault",
      name: "kv-shop",
      type,
      cloud: "public",
      ...inCode,
    },
  ],
  resources: [{ ...matchOf(vaultId, type, 0), matchedBy: "neighbour" }],
});

/** Suspects what a host names, and only where that is not known what stands beside it. */
const suspecting = (playbook: Playbook): Playbook => ({
  ...playbook,
  target: "signals.resources[?matchedBy == 'host'] || signals.resources",
});
const denying = { id: vaultId, properties: { networkAcls: { defaultAction: "Deny", ipRules: [] } } };
const refused = { status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } };

/** The target of each hypothesis and its state, once somebody has found the vault that the host names. */
function targetsWith(playbooks: readonly Playbook[], azure: Azure) {
  const { evidence, unread } = runRounds({ playbooks, signals, azure });
  const command = findCommand(unseenResources(signals)[0]!)!;
  const rows = { data: [{ id: hidden, name: "kv-shop", type }] };
  const pasted = [evidenceOf("u1", rows, { requestKey: outsideKey(command) })];
  const known = { signals, unread, playbooks, analyses: {}, readsLeft: 9, nextStep: 3 };
  const { hypotheses } = assessWithSupplied(pasted, noNotes, { ...known, evidence });
  const [root] = causesOf(hypotheses);
  const states = hypotheses.map(
    (one) => `${one.playbook.code} ${one.target?.split("/").at(-1)} ${one.state}`,
  );
  return { states, root: root && `${root.hypothesis.target?.split("/").at(-1)} ${root.confidence}` };
}

test("a resource that somebody found is suspected in the stead of what could not be decided", () => {
  expect(targetsWith([suspecting(firewall)], { [vaultId]: refused }).states).toEqual([
    "keyvault.firewall-deny kv-shop open",
  ]);
});

test("a resource that somebody found takes nothing away that the reads confirm", () => {
  // The role assignments of the vault are refused: what its firewall tells is likely, and what was supplied is looked at.
  const { states, root } = targetsWith([suspecting(firewall), suspecting(missingRole)], {
    [vaultId]: { body: denying },
    [`${vaultId}/providers/Microsoft.Authorization/roleAssignments`]: refused,
  });
  expect(states).toEqual([
    "keyvault.firewall-deny kv-shop open",
    "keyvault.rbac-missing-data-role kv-shop open",
    "keyvault.firewall-deny kv-orders confirmed",
  ]);
  expect(root).toBe("kv-orders likely");
});
