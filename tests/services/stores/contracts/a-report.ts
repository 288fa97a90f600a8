import type { Report } from "../../../../domain/contract/report.ts";

/** A small report that is whole. */
export function aReport(title = "The vault's firewall refuses the agent"): Report {
  return {
    verdict: "azure",
    root_cause: {
      code: "keyvault.firewall-deny",
      title,
      explanation: "방화벽이 이 주소를 허용하지 않습니다.",
      confidence: "proven",
      resource_ids: ["/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-a"],
    },
    also: [],
    suspected: [],
    claims: [{ text: "The default action is Deny.", evidence: ["c1"] }],
    evidence: [],
    ruled_out: [],
    gaps: [],
    actions: [],
    verify: { text: "Run the stage again.", commands: [] },
    language: "en",
    planner: "playbooks",
    cost: { azure_reads: 3, tokens: 0, duration_ms: 1_200 },
  };
}
