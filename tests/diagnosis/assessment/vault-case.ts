import { matchOf, signalsOf, vaultId } from "../signals-of.ts";
import { firewall, missingRole } from "../small-playbooks.ts";

const at = { pointer: "/error", line: 1 };
const address = { address: "40.74.28.9", ...at };
const principal = { guid: "90bbe3b7-117a-4fc6-bbc9-bfbd259942e2", role: "object_id" as const, ...at };
export const code = (text: string) => ({ code: text, family: "arm" as const, ...at });
const vaultMatch = matchOf(vaultId, "microsoft.keyvault/vaults", 0);
export const signals = signalsOf({
  codes: [code("Forbidden")],
  clientAddresses: [address],
  guids: [principal],
  resources: [vaultMatch],
});
export const assignments = `${vaultId}/providers/Microsoft.Authorization/roleAssignments`;
export const denying = {
  body: { id: vaultId, properties: { networkAcls: { defaultAction: "Deny", ipRules: [] } } },
};
export const open = {
  body: { id: vaultId, properties: { networkAcls: { defaultAction: "Allow", ipRules: [] } } },
};
export const granted = { body: { value: [{ properties: { principalId: principal.guid } }] } };
export const playbooks = [firewall, missingRole];
