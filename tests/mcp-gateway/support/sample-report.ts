import type { Report } from "../../../domain/contract/report.ts";

/** A small, complete report, with what a test wants different. */
export function sampleReport(changes: Partial<Report> = {}): Report {
  return {
    verdict: "azure",
    root_cause: {
      code: "keyvault.firewall",
      title: "The vault's firewall refuses the caller",
      explanation: "kv-orders denies public networks and 203.0.113.7 is not on its list.",
      confidence: "proven",
      resource_ids: ["/subscriptions/s1/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-orders"],
    },
    also: [],
    suspected: [],
    claims: [{ text: "The default action is Deny.", evidence: ["c1"] }],
    evidence: [
      {
        id: "c1",
        evidence_id: "e5",
        source: "arm",
        request: "GET /subscriptions/s1/…/vaults/kv-orders?api-version=2023-07-01",
        status: 200,
        pointer: "/properties/networkAcls/defaultAction",
        op: "equals",
        operand: "Deny",
        value: "Deny",
        observed_at: "2026-01-31T08:59:00Z",
        sha256: "0".repeat(64),
      },
    ],
    ruled_out: [
      { code: "keyvault.rbac", because: "The caller has Key Vault Secrets User.", evidence: ["c1"] },
    ],
    gaps: [],
    actions: [
      {
        title: "Allow the address",
        why: "The firewall lists allowed addresses.",
        commands: ["az keyvault network-rule add --name kv-orders --ip-address 203.0.113.7"],
        changes: true,
        needs_role: "Key Vault Contributor",
      },
    ],
    verify: { text: "Repeat the call.", commands: ["az keyvault secret list --vault-name kv-orders"] },
    language: "en",
    planner: "playbooks",
    cost: { azure_reads: 3, tokens: 0, duration_ms: 1_200 },
    ...changes,
  };
}
