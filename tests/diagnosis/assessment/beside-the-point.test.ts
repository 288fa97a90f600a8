import { expect, test } from "vitest";
import { collectAnswers } from "../../../diagnosis/assessment/bind-reads.ts";
import { isBesideThePoint } from "../../../diagnosis/assessment/beside-the-point.ts";
import type { ResourceMatch, Signals } from "../../../domain/signals.ts";
import { evidenceOf } from "../evidence-of.ts";
import { signalsOf } from "../signals-of.ts";

const id = (type: string, name: string) => `/subscriptions/s/resourceGroups/rg/providers/${type}/${name}`;

function resource(type: string, name: string, matchedBy: ResourceMatch["matchedBy"]): ResourceMatch {
  return { id: id(type, name), name, type, subscriptionId: "s", matchedBy, evidenceId: "e4", row: "/data/0" };
}

const vaults = "microsoft.keyvault/vaults";
const accounts = "microsoft.storage/storageaccounts";

function isBeside(error: string, target: ResourceMatch, rest: Partial<Signals> = {}): boolean {
  const signals = signalsOf({ resources: [target], ...rest });
  const answers = collectAnswers([evidenceOf("e0", { error }, { source: "request" })], []);
  return isBesideThePoint(target.id, { signals, answers });
}

test("a vault that the error names by its label, and nobody sees, is not the one that stands beside", () => {
  const refused = "Caller is not authorized.\nVault: kv-orders;location=westeurope";
  expect(isBeside(refused, resource(vaults, "kv-sandbox", "neighbour"))).toBe(true);
  expect(isBeside(refused.replace("\n", "\\r\\n"), resource(vaults, "kv-sandbox", "neighbour"))).toBe(true);
  expect(isBeside(refused, resource(vaults, "kv-orders", "neighbour"))).toBe(false);
});

test("an account that a command of az storage names, and nobody sees, is not another one that is named beside", () => {
  const refused =
    "$ az storage blob upload --account-name stexports -c a -f b\nErrorCode:AuthorizationFailure";
  expect(isBeside(refused, resource(accounts, "streports", "name"))).toBe(true);
  expect(isBeside(refused, resource(accounts, "stexports", "name"))).toBe(false);
});

test("a text that names nothing leaves what is named where it is", () => {
  expect(isBeside("403 Forbidden", resource(vaults, "kv-orders", "name"))).toBe(false);
});
