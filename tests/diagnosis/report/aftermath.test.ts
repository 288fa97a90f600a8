import { expect, test } from "vitest";
import type { Playbook } from "../../../diagnosis/playbook.ts";
import type { Azure } from "../run-rounds.ts";
import { matchOf, signalsOf, vaultId } from "../signals-of.ts";
import { firewall, missingRole } from "../small-playbooks.ts";
import { reportOf } from "./report-of.ts";

/** What an action's effects show of it, before anybody has done it. */

const at = { pointer: "/error", line: 1 };
const principal = "90bbe3b7-117a-4fc6-bbc9-bfbd259942e2";
const signals = signalsOf({
  codes: [{ code: "Forbidden", family: "arm", ...at }],
  clientAddresses: [{ address: "40.74.28.9", ...at }],
  guids: [{ guid: principal, role: "object_id", ...at }],
  resources: [matchOf(vaultId, "microsoft.keyvault/vaults", 0)],
});
const assignments = `${vaultId}/providers/Microsoft.Authorization/roleAssignments`;
const denying = {
  body: { id: vaultId, properties: { networkAcls: { defaultAction: "Deny", ipRules: [] } } },
};
const none = { body: { value: [] } };
const granted = { body: { value: [{ id: `${assignments}/one`, properties: { principalId: principal } }] } };

function withEffects(playbook: Playbook, effects: Playbook["actions"][number]["effects"]): Playbook {
  return {
    ...playbook,
    actions: playbook.actions.map((action) => ({ ...action, ...(effects && { effects }) })),
  };
}
const admitting = withEffects(firewall, [
  { kind: "append", id: "{{target.id}}", values: { "/properties/networkAcls/ipRules": "{value: caller}" } },
]);
const actionsOf = (playbooks: Playbook[], azure: Azure) =>
  reportOf({ playbooks, signals, azure }).report.actions;

test("an action after which the cause no longer holds says so, with the facts that it changes", () => {
  const [action] = actionsOf([admitting, missingRole], { [vaultId]: denying, [assignments]: granted });
  expect([action?.closes_cause, action?.effects, action?.then]).toEqual([
    true,
    [
      {
        kind: "append",
        id: vaultId,
        pointer: "/properties/networkAcls/ipRules",
        value: { value: "40.74.28.9" },
      },
    ],
    undefined,
  ]);
});

test("the cause that stands behind it shows once it is gone", () => {
  const hidden = {
    ...missingRole,
    holds: `(vault.properties.networkAcls.ipRules[0]) && ${missingRole.holds}`,
  };
  const behind = { ...hidden, reads: { ...missingRole.reads, ...firewall.reads } };
  const [action] = actionsOf([admitting, behind], { [vaultId]: denying, [assignments]: none });
  expect([action?.closes_cause, action?.then]).toEqual([
    true,
    "Once this is done, the call meets the next cause: Cause keyvault.rbac-missing-data-role (kv-orders).",
  ]);
});

test("an action that leaves the cause as it is does not pass for a fix", () => {
  const beside = withEffects(firewall, [
    {
      kind: "append",
      id: "{{target.id}}",
      values: { "/properties/networkAcls/ipRules": "{value: '192.0.2.1'}" },
    },
  ]);
  const [action] = actionsOf([beside, missingRole], { [vaultId]: denying, [assignments]: granted });
  expect(action?.closes_cause).toBe(false);
});

test("an action with a value that is not known promises nothing", () => {
  const unknown = withEffects(firewall, [
    { kind: "set", id: "{{target.id}}", values: { "/properties/x": "subnetId" } },
    { kind: "set", id: "{{vault.properties.nobody}}", values: { "/properties/x": "`1`" } },
  ]);
  const [action] = actionsOf([unknown, missingRole], { [vaultId]: denying, [assignments]: granted });
  expect([action?.effects, action?.closes_cause]).toEqual([undefined, undefined]);
});

test("an action for each of a list is told, taken back and weighed for each", () => {
  const addresses = (list: string): Playbook => ({
    ...firewall,
    actions: [
      {
        ...withEffects(firewall, [
          { kind: "set", id: "{{target.id}}", values: { "/properties/publicNetworkAccess": "'Enabled'" } },
          {
            kind: "append",
            id: "{{target.id}}",
            values: { "/properties/networkAcls/ipRules": "{value: item}" },
          },
        ]).actions[0]!,
        each: list,
        commands: ["az keyvault update --name x", "az keyvault network-rule add --ip-address {{item}}"],
        undo: "az keyvault network-rule remove --ip-address {{item}}",
      },
    ],
  });
  const azure = { [vaultId]: denying, [assignments]: granted };
  const [action] = actionsOf([addresses("[caller, '192.0.2.1']"), missingRole], azure);
  expect(action).toMatchObject({
    commands: [
      "az keyvault update --name x",
      "az keyvault network-rule add --ip-address 40.74.28.9",
      "az keyvault network-rule add --ip-address 192.0.2.1",
    ],
    undo: "az keyvault network-rule remove --ip-address 40.74.28.9 && az keyvault network-rule remove --ip-address 192.0.2.1",
    closes_cause: true,
  });
  expect(action?.effects?.map((effect) => "value" in effect && effect.value)).toEqual([
    "Enabled",
    { value: "40.74.28.9" },
    { value: "192.0.2.1" },
  ]);
  const [unlisted] = actionsOf([addresses("`[]`"), missingRole], azure);
  expect(unlisted).toMatchObject({ commands: ["az keyvault update --name x"] });
  expect([unlisted?.undo, unlisted?.effects, unlisted?.closes_cause]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("a list gets each of several elements", () => {
  const several = withEffects(firewall, [
    {
      kind: "append",
      id: "{{target.id}}",
      values: { "/properties/networkAcls/ipRules": "[caller, '192.0.2.1'][].{value: @}" },
    },
  ]);
  const [action] = actionsOf([several, missingRole], { [vaultId]: denying, [assignments]: granted });
  expect([action?.closes_cause, action?.effects?.length]).toEqual([true, 2]);
});

test("an action gives way to another one where that is known to stand in its stead, and stays where it is not", () => {
  const unless = (expression: string): Playbook => ({
    ...firewall,
    actions: firewall.actions.map((action) => ({ ...action, unless: expression })),
  });
  const offered = (expression: string) =>
    actionsOf([unless(expression), missingRole], { [vaultId]: denying, [assignments]: granted }).length;
  expect([
    offered("caller"),
    offered("vault.properties.nothing"),
    offered("needed(vault.nothing, 'a', 'b')"),
  ]).toEqual([0, firewall.actions.length, firewall.actions.length]);
});

test("a sentence follows the explanation where its condition holds", () => {
  const details = ["caller", "vault.properties.nothing"].map((when) => ({
    when,
    text: { en: `Told for ${when}: {{caller}}.`, ko: `${when} 때문입니다: {{caller}}.` },
  }));
  const { report } = reportOf({
    playbooks: [{ ...firewall, details }, missingRole],
    signals,
    azure: { [vaultId]: denying, [assignments]: granted },
  });
  expect(report.root_cause.explanation).toMatch(/\. Told for caller: 40\.74\.28\.9\.$/u);
});
