import type { Playbook } from "../../diagnosis/playbook.ts";

const text = (en: string, ko = en) => ({ en, ko });

/** The network rules of the vault that the error names refuse the caller. */
const firewall: Playbook = {
  code: "keyvault.firewall-deny",
  title: text("Public access to the vault is off", "볼트의 공용 액세스가 꺼져 있음"),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/key-vault/general/network-security"],
  raisedBy: "contains(request.error, 'Forbidden')",
  target: "signals.resources[?type == 'microsoft.keyvault/vaults']",
  needsTarget: true,
  competitors: ["keyvault.rbac-missing-data-role"],
  reads: {
    vault: {
      title: text("Key Vault {{target.name}}: network rules", "Key Vault {{target.name}}: 네트워크 규칙"),
      request: { kind: "arm", path: "{{target.id}}" },
      permission: "Microsoft.KeyVault/vaults/read",
    },
  },
  holds: "vault.properties.publicNetworkAccess == 'Disabled'",
  layer: 3,
  explanation: text("The vault accepts no call from the internet."),
  ruledOut: text("The vault accepts calls from the internet."),
  actions: [
    {
      title: text("Let the caller's address in"),
      why: text("It is refused."),
      commands: ["az keyvault update --name {{target.name}} --public-network-access Enabled"],
      changes: true,
    },
  ],
  verify: { text: text("Make the call again."), commands: [] },
};

/** The competitor: refuted where the vault uses RBAC with an assignment. */
const role: Playbook = {
  ...firewall,
  code: "keyvault.rbac-missing-data-role",
  title: text("No data role on the vault", "볼트에 데이터 역할이 없음"),
  competitors: [],
  holds: "vault.properties.enableRbacAuthorization == `false`",
  layer: 6,
  ruledOut: text("The vault uses RBAC."),
};

export const testPlaybooks: readonly Playbook[] = [firewall, role];
