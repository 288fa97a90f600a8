import type { Playbook } from "../../playbook.ts";
import { activateRole, eligibilityDetails, eligibilityShown, unlessEligible } from "../activate-role.ts";
import { errorMentions } from "../error-text.ts";
import { roleEffect } from "../role-effect.ts";
import { aboutKeyVault } from "./firewall-deny.ts";
import { keyVaultFacts, keyVaultReads, keyVaultTarget } from "./key-vault-evidence.ts";
import { refusedByVault } from "./refused-by-vault.ts";

export const keyVaultRbacIgnoresPolicy: Playbook = {
  code: "keyvault.rbac-mode-ignores-access-policy",
  title: {
    en: "The vault uses RBAC, so its access policies are ignored",
    ko: "Key Vault가 RBAC를 사용하므로 액세스 정책이 무시됩니다",
  },
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/key-vault/general/rbac-migration"],
  raisedBy: `${errorMentions("ForbiddenByRbac", "not allowed by RBAC", "AccessToKeyVaultDenied", "ForbiddenByPolicy")} || ${aboutKeyVault} && ${refusedByVault}`,
  target: keyVaultTarget,
  needsTarget: true,
  competitors: [
    "keyvault.firewall-deny",
    "keyvault.rbac-missing-data-role",
    "keyvault.policy-mode-ignores-rbac",
  ],
  reads: keyVaultReads,
  let: keyVaultFacts,
  holds: `usesRbac && length(ownPolicies) > \`0\` && grant.granted == \`false\` && ${eligibilityShown}`,
  layer: 5,
  explanation: {
    en: "{{target.name}} has an access policy for identity {{principal}}, but its permission model is Azure RBAC: access policies stay listed and are ignored. No role assignment gives the identity data access.",
    ko: "{{target.name}}에 ID {{principal}}의 액세스 정책이 있지만 권한 모델이 Azure RBAC이므로 액세스 정책은 표시만 되고 무시됩니다. 데이터 액세스를 부여하는 역할 할당이 없습니다.",
  },
  details: eligibilityDetails,
  ruledOut: {
    en: "{{target.name}} has no access policy for this caller that its permission model would ignore.",
    ko: "{{target.name}}에는 권한 모델 때문에 무시되는 이 호출자의 액세스 정책이 없습니다.",
  },
  actions: [
    activateRole,
    unlessEligible({
      title: {
        en: "Grant a data role in place of the access policy",
        ko: "액세스 정책 대신 데이터 역할 할당",
      },
      why: { en: "In RBAC mode only role assignments count.", ko: "RBAC 모드에서는 역할 할당만 적용됩니다." },
      commands: [
        "az role assignment create --assignee-object-id {{principal}} --role {{roleName}} --scope {{target.id}}",
      ],
      config: "Microsoft.Authorization/roleAssignments on the vault",
      changes: true,
      needsRole: "User Access Administrator",
      effects: [roleEffect("target.id", "roleId")],
      undo: "az role assignment delete --assignee {{principal}} --role {{roleName}} --scope {{target.id}}",
    }),
  ],
  verify: {
    text: { en: "The next call succeeds.", ko: "다음 호출이 성공합니다." },
    commands: ["az keyvault show --name {{target.name}} --query properties.enableRbacAuthorization"],
  },
};
