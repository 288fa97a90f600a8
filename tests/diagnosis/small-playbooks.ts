import { type Playbook, PlaybookSchema } from "../../diagnosis/playbook.ts";

const vaultTarget = "signals.resources[?type == 'microsoft.keyvault/vaults']";
const raisedByForbidden = "signals.codes[?code == 'ForbiddenByFirewall' || code == 'Forbidden']";

const vaultRead = {
  title: { en: "Key Vault {{target.name}}: network rules", ko: "Key Vault {{target.name}}: 네트워크 규칙" },
  request: { kind: "arm", path: "{{target.id}}" },
  permission: "Microsoft.KeyVault/vaults/read",
} as const;

const assignmentsRead = {
  title: { en: "{{target.name}}: role assignments", ko: "{{target.name}}: 역할 할당" },
  request: { kind: "arm", path: "{{target.id}}/providers/Microsoft.Authorization/roleAssignments" },
  permission: "Microsoft.Authorization/roleAssignments/read",
} as const;

function playbook(parts: Partial<Playbook> & Pick<Playbook, "code" | "holds" | "layer">): Playbook {
  const name = parts.code;
  return PlaybookSchema.parse({
    title: { en: `Cause ${name}`, ko: `원인 ${name}` },
    verdict: "azure",
    sources: ["https://learn.microsoft.com/azure/key-vault/general/network-security"],
    raisedBy: raisedByForbidden,
    target: vaultTarget,
    needsTarget: true,
    competitors: [],
    reads: {},
    explanation: { en: `{{target.name}} has ${name}.`, ko: `{{target.name}}에 ${name} 문제가 있습니다.` },
    ruledOut: { en: `{{target.name}} has no ${name}.`, ko: `{{target.name}}에는 ${name} 문제가 없습니다.` },
    actions: [
      {
        title: { en: "Change it", ko: "변경" },
        why: { en: "It is wrong.", ko: "잘못되어 있습니다." },
        commands: ["az keyvault update --name {{target.name}}"],
        changes: true,
      },
    ],
    verify: { text: { en: "Call it again.", ko: "다시 호출하세요." }, commands: [] },
    ...parts,
  });
}

/** The vault's firewall; competes with the missing role. */
export const firewall = playbook({
  code: "keyvault.firewall-deny",
  layer: 3,
  competitors: ["keyvault.rbac-missing-data-role"],
  reads: { vault: vaultRead },
  let: { caller: "signals.clientAddresses[0].address" },
  holds:
    "vault.properties.networkAcls.defaultAction == 'Deny' && !(any_in_cidr(caller, vault.properties.networkAcls.ipRules[].value))",
  actions: [
    {
      title: { en: "Allow the caller", ko: "호출자 허용" },
      why: { en: "{{caller}} is on no rule.", ko: "{{caller}} 주소가 규칙에 없습니다." },
      commands: [
        "az keyvault network-rule add --name {{target.name}} --ip-address {{caller}}",
        "az keyvault show --name {{vault.properties.nothing}}",
      ],
      config: "properties.networkAcls.ipRules",
      changes: true,
      needsRole: "Key Vault Contributor",
      undo: "az keyvault network-rule remove --name {{target.name}} --ip-address {{caller}}",
    },
  ],
  verify: {
    text: { en: "Read a secret of {{target.name}}.", ko: "{{target.name}}의 비밀을 읽어 보세요." },
    commands: ["az keyvault secret list --vault-name {{target.name}}"],
  },
});

/** No role for the principal that the error names; raised only as a competitor. */
export const missingRole = playbook({
  code: "keyvault.rbac-missing-data-role",
  layer: 6,
  raisedBy: "signals.codes[?code == 'ForbiddenByRbac']",
  competitors: ["keyvault.firewall-deny"],
  reads: { assignments: assignmentsRead },
  let: { principal: "signals.guids[?role == 'object_id'] | [0].guid" },
  holds: "exists(principal) && !(assignments.value[?properties.principalId == $principal])",
  settledBy: {
    en: "Read the assignments of {{target.name}}.",
    ko: "{{target.name}}의 역할 할당을 확인하세요.",
  },
});

/** Deleted but recoverable: a read that depends on another's answer. */
export const dependent = playbook({
  code: "keyvault.soft-deleted-name-conflict",
  layer: 2,
  raisedBy: "signals.codes[?code == 'VaultAlreadyExists']",
  reads: {
    vault: vaultRead,
    subnet: {
      title: { en: "Subnet", ko: "서브넷" },
      request: { kind: "arm", path: "{{vault.properties.subnetId}}" },
      when: "vault.properties.isPrivate",
      permission: "Microsoft.Network/virtualNetworks/subnets/read",
    },
  },
  holds: "subnet.properties.state == 'Broken'",
});

/** One read for each rule of the vault. */
export const repeated = playbook({
  code: "network.nsg-ingress-deny",
  layer: 3,
  raisedBy: "signals.codes[?code == 'Unreachable']",
  reads: {
    vault: vaultRead,
    subnets: {
      title: { en: "Subnet {{item}}", ko: "서브넷 {{item}}" },
      request: { kind: "arm", path: "{{item}}" },
      each: "vault.properties.subnetIds",
      permission: "Microsoft.Network/virtualNetworks/subnets/read",
    },
  },
  holds: "subnets[?properties.open == `false`]",
});
