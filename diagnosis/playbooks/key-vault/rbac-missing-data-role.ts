import type { Playbook } from "../../playbook.ts";
import { activateRole, eligibilityDetails, eligibilityShown, unlessEligible } from "../activate-role.ts";
import { errorMatches, errorMentions, refusedByManagement } from "../error-text.ts";
import { roleEffect } from "../role-effect.ts";
import { aboutKeyVault } from "./firewall-deny.ts";
import { keyVaultFacts, keyVaultReads, keyVaultTarget } from "./key-vault-evidence.ts";
import { refusedByVault } from "./refused-by-vault.ts";

export const keyVaultRbacMissing: Playbook = {
  code: "keyvault.rbac-missing-data-role",
  title: { en: "The identity has no data role on the vault", ko: "ID에 Key Vault 데이터 역할이 없습니다" },
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/key-vault/general/rbac-guide"],
  raisedBy: `${errorMentions("ForbiddenByRbac", "not allowed by RBAC", "AccessToKeyVaultDenied", "Caller is not authorized to perform action on resource", "secret management permissions on the selected key vault")} || ${errorMatches("(자격 증명 모음|키 자격|비밀|인증서).{0,40}권한이 없")} || ${aboutKeyVault} && ${refusedByVault}`,
  target: keyVaultTarget,
  needsTarget: true,
  competitors: [
    "keyvault.firewall-deny",
    "keyvault.firewall-not-trusted-service",
    "keyvault.rbac-mode-ignores-access-policy",
    "keyvault.policy-mode-ignores-rbac",
    "keyvault.rbac-via-group-not-effective",
  ],
  reads: keyVaultReads,
  let: keyVaultFacts,
  holds: `usesRbac && grant.granted == \`false\` && length(ownPolicies) == \`0\` && length(groupsOfCaller) == \`0\` && !said(${refusedByManagement}) && ${eligibilityShown}`,
  layer: 6,
  explanation: {
    en: "{{target.name}} uses Azure RBAC for data, and no role assignment on it or above gives identity {{principal}} the action {{dataAction}}. Owner and Contributor manage the vault; they do not read its secrets.",
    ko: "{{target.name}}은(는) 데이터 액세스에 Azure RBAC를 사용하는데, 이 Key Vault나 상위 범위에 ID {{principal}}에 {{dataAction}} 작업을 허용하는 역할 할당이 없습니다. 소유자와 기여자는 Key Vault를 관리할 뿐 비밀을 읽을 수 없습니다.",
  },
  details: eligibilityDetails,
  ruledOut: {
    en: "The calling identity holds a data role on {{target.name}}, or the vault does not use RBAC.",
    ko: "호출한 ID에 {{target.name}} 데이터 역할이 있거나 Key Vault가 RBAC를 사용하지 않습니다.",
  },
  actions: [
    activateRole,
    unlessEligible({
      title: { en: "Grant {{roleName}} on the vault", ko: "Key Vault에 {{roleName}} 역할 할당" },
      why: {
        en: "The least role for what was called. It takes effect within a few minutes; keys and certificates have roles of their own.",
        ko: "호출한 작업에 필요한 최소 역할입니다. 몇 분 안에 적용되며 키와 인증서에는 별도의 역할이 있습니다.",
      },
      commands: [
        "az role assignment create --assignee-object-id {{principal}} --role {{roleName}} --scope {{target.id}}",
      ],
      config: "Microsoft.Authorization/roleAssignments: properties.roleDefinitionId",
      changes: true,
      needsRole: "User Access Administrator",
      effects: [roleEffect("target.id", "roleId")],
      undo: "az role assignment delete --assignee {{principal}} --role {{roleName}} --scope {{target.id}}",
    }),
  ],
  verify: {
    text: {
      en: "The assignment is listed, and the next call succeeds.",
      ko: "역할 할당이 표시되고 다음 호출이 성공합니다.",
    },
    commands: [
      "az role assignment list --assignee {{principal}} --scope {{target.id}} --include-inherited --output table",
    ],
  },
};
