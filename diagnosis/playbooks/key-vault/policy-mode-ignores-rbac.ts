import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { errorMatches, errorMentions } from "../error-text.ts";
import { aboutKeyVault } from "./firewall-deny.ts";
import { keyVaultFacts, keyVaultReads, keyVaultTarget } from "./key-vault-evidence.ts";
import { refusedByVault } from "./refused-by-vault.ts";

/** The vault looked for an access policy; where it has none at all, whoever called is in none. */
const saysPolicy = `(${errorMentions("ForbiddenByPolicy", "was not found on any access policy")} || ${errorMatches("does not have (secrets|keys|certificates) [a-z]+ permission on key vault", "is not enabled in this key vault.s access policy")})`;

export const keyVaultPolicyIgnoresRbac: Playbook = {
  code: "keyvault.policy-mode-ignores-rbac",
  title: {
    en: "The vault uses access policies, so role assignments grant no data access",
    ko: "Key Vault가 액세스 정책을 사용하므로 역할 할당으로는 데이터에 접근할 수 없습니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/key-vault/general/rbac-access-policy",
    "https://learn.microsoft.com/azure/key-vault/general/assign-access-policy",
  ],
  raisedBy: `${errorMentions("ForbiddenByPolicy", "was not found on any access policy", "AccessToKeyVaultDenied")} || ${errorMatches("does not have (secrets|keys|certificates) [a-z]+ permission on key vault", "is not enabled in this key vault.s access policy")} || ${aboutKeyVault} && ${refusedByVault}`,
  target: keyVaultTarget,
  needsTarget: true,
  competitors: [
    "keyvault.firewall-deny",
    "keyvault.rbac-missing-data-role",
    "keyvault.rbac-mode-ignores-access-policy",
  ],
  reads: keyVaultReads,
  let: keyVaultFacts,
  holds: `!usesRbac && (principal && length(ownPolicies) == \`0\` || ${saysPolicy} && length(not_null(vault.properties.accessPolicies, \`[]\`)) == \`0\`) && !firewallRefuses && ${alsoShown("ownAssignments[0].properties.roleDefinitionId", "ownAssignments[0].properties.principalId")}`,
  layer: 5,
  explanation: {
    en: "{{target.name}} uses vault access policies, and none of them names identity {{principal}}. Role assignments such as Key Vault Secrets User have no effect on data in this mode.",
    ko: "{{target.name}}은(는) 자격 증명 모음 액세스 정책을 사용하며 ID {{principal}}에 대한 정책이 없습니다. 이 모드에서는 Key Vault 비밀 사용자 같은 역할 할당이 데이터 액세스에 영향을 주지 않습니다.",
  },
  ruledOut: {
    en: "{{target.name}} uses RBAC, or has an access policy for the caller.",
    ko: "{{target.name}}이(가) RBAC를 사용하거나 호출자의 액세스 정책이 있습니다.",
  },
  actions: [
    {
      title: { en: "Add an access policy for the identity", ko: "ID의 액세스 정책 추가" },
      why: {
        en: "The smallest change. Moving the vault to RBAC instead ends the access of everyone who has only an access policy: assign the roles first.",
        ko: "가장 작은 변경입니다. 대신 RBAC로 전환하면 액세스 정책만 가진 모든 사용자의 접근이 끊기므로 먼저 역할을 할당해야 합니다.",
      },
      commands: [
        "az keyvault set-policy --name {{target.name}} --object-id {{principal}} --secret-permissions get list",
      ],
      config:
        "Microsoft.KeyVault/vaults: properties.accessPolicies (or properties.enableRbacAuthorization: true)",
      changes: true,
      needsRole: "Key Vault Contributor",
      effects: [
        {
          kind: "append",
          id: "{{target.id}}",
          values: {
            "/properties/accessPolicies":
              "{tenantId: vault.properties.tenantId, objectId: principal, permissions: {secrets: ['get', 'list']}}",
          },
        },
      ],
      undo: "az keyvault delete-policy --name {{target.name}} --object-id {{principal}}",
    },
  ],
  verify: {
    text: {
      en: "The policy is listed, and the next call succeeds.",
      ko: "정책이 표시되고 다음 호출이 성공합니다.",
    },
    commands: ["az keyvault show --name {{target.name}} --query properties.accessPolicies"],
  },
};
