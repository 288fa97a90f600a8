import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";

/**
 * A vault that the developer may not see: Resource Graph does not list it and Azure Resource Manager refuses it. What is left
 * is its audit log, where the vault writes to a workspace that the developer may read: the one that the app writes to.
 */
export const hiddenVaultReads: Playbook["reads"] = {
  diagnostics: {
    title: text("Where {{callingApp.name}} writes its logs", "{{callingApp.name}}의 진단 설정"),
    request: { kind: "arm", path: "{{callingApp.id}}/providers/Microsoft.Insights/diagnosticSettings" },
    permission: "Microsoft.Insights/diagnosticSettings/read",
    when: "hiddenVault",
    optional: true,
  },
  sharedLog: {
    title: text(
      "Audit log of vault {{hiddenVault}} in workspace {{id_name(workspaceId)}}",
      "작업 영역 {{id_name(workspaceId)}}의 Key Vault {{hiddenVault}} 감사 로그",
    ),
    request: {
      kind: "logs",
      resourceId: "{{workspaceId}}",
      query:
        "AzureDiagnostics | where ResourceProvider =~ 'MICROSOFT.KEYVAULT' and Resource =~ '{{hiddenVault}}' | order by TimeGenerated desc | take 100",
      from: "hours_before(signals.observedAt, `6`)",
      to: "minutes_after(signals.observedAt, `10`)",
    },
    permission: "Microsoft.OperationalInsights/workspaces/query/read",
    optional: true,
  },
  /** Refused, so that the report says what the developer would need in order to see more. */
  unseen: {
    title: text("Key Vault {{hiddenVault}}: may it be read", "Key Vault {{hiddenVault}}: 읽기 가능 여부"),
    request: { kind: "arm", path: "{{unseenId}}" },
    permission: "Microsoft.KeyVault/vaults/read",
    optional: true,
  },
};

export const hiddenVaultFacts: NonNullable<Playbook["let"]> = {
  hiddenVault:
    "!(target.id) && ((signals.hosts[?service == 'keyvault' && name].name | [0]) || find(request.error, 'vault:? .?([a-z][a-z0-9-]{1,22}[a-z0-9]);location')) || `null`",
  callingApp:
    "hiddenVault && (targets('microsoft.web/sites', 'microsoft.app/containerapps', 'microsoft.app/jobs') | [0]) || `null`",
  workspaceId: "diagnostics.value[?properties.workspaceId].properties.workspaceId | [0]",
  sharedRefusal:
    "hiddenVault && min_by(not_null(sharedLog.rows, `[]`)[?same_text(Resource, $.hiddenVault) && to_number(to_string(httpStatusCode_d)) == `403`], &abs(seconds_between(TimeGenerated, $.signals.observedAt))) || `null`",
  unseenId: "sharedRefusal && not_null(sharedRefusal._ResourceId, sharedRefusal.ResourceId) || `null`",
};
