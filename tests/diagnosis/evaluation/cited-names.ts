import type { Evaluated } from "../../../diagnosis/evaluation/evaluated.ts";
import { truthOf } from "../../../diagnosis/evaluation/truth.ts";
import type { Citation } from "../../../domain/citation.ts";
import { evaluateOver, evidenceOf, rootOf } from "../evidence-of.ts";

export const scope = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv";
export const assignment = (name: string) =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;

const vault = evidenceOf("e5", {
  id: scope,
  properties: {
    networkAcls: { defaultAction: "Deny", ipRules: [{ value: "20.37.158.0/23" }], bypass: null },
    rbac: false,
    capacity: 80,
    createdAt: "2026-03-01T10:00:00.1234567Z",
    certificates: [],
  },
});
export const assignments = evidenceOf("e6", {
  value: [
    { id: assignment("one"), properties: { principalId: "p1", role: "Reader" } },
    { id: assignment("two"), properties: { principalId: "p2", role: "Owner" } },
  ],
});
const request = evidenceOf("e0", {
  error: "Traceback\nHTTP 403 Forbidden\nErrorCode: AuthorizationFailure",
  source_code: { "src/app.ts": "const a = 1;\ntrackMetric();" },
});
const signals = evidenceOf("e1", {
  codes: [{ code: "403", line: 2 }],
  fields: { ErrorCode: "AuthorizationFailure" },
  fieldLines: { ErrorCode: 3 },
});
export const names = {
  vault: rootOf(vault),
  assignments: rootOf(assignments),
  request: rootOf(request),
  signals: rootOf(signals),
  other: rootOf(evidenceOf("e7", { action: "Deny", port: 443, when: "2026-02-01", ip: "20.37.158.9" })),
};

export function proofOf(
  expression: string,
  over: Readonly<Record<string, Evaluated>> = names,
): { isTrue: boolean; citations: readonly Citation[] } {
  const truth = truthOf(evaluateOver(expression, over));
  if (truth.kind === "unknown") throw new Error(`${expression} is unknown`);
  return { isTrue: truth.isTrue, citations: truth.proof() };
}

export const atVault = (pointer: string, rest: Omit<Citation, "evidenceId" | "pointer">): Citation => ({
  evidenceId: "e5",
  pointer: `/properties/${pointer}`,
  ...rest,
});
export const denies = atVault("networkAcls/defaultAction", { op: "equals", operand: "Deny", value: "Deny" });
