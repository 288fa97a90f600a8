import type { Playbook } from "../../playbook.ts";
import { errorMentions } from "../error-text.ts";
import { roleEffect } from "../role-effect.ts";
import { aboutKeyVault } from "./firewall-deny.ts";
import { keyVaultFacts, keyVaultReads, keyVaultTarget } from "./key-vault-evidence.ts";
import { refusedByVault } from "./refused-by-vault.ts";

export const keyVaultViaGroup: Playbook = {
  code: "keyvault.rbac-via-group-not-effective",
  title: {
    en: "Access comes only through a group that the identity's token does not carry yet",
    ko: "그룹을 통해서만 권한이 부여되었고 ID의 토큰에 아직 그룹이 반영되지 않았습니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identity-best-practice-recommendations#limitation-of-using-managed-identities-for-authorization",
    "https://learn.microsoft.com/azure/key-vault/general/rbac-guide",
  ],
  raisedBy: `${errorMentions("ForbiddenByRbac", "not allowed by RBAC", "Caller is not authorized to perform action on resource", "AccessToKeyVaultDenied")} || ${aboutKeyVault} && ${refusedByVault}`,
  target: keyVaultTarget,
  needsTarget: true,
  competitors: [
    "keyvault.firewall-deny",
    "keyvault.rbac-missing-data-role",
    "keyvault.policy-mode-ignores-rbac",
  ],
  reads: keyVaultReads,
  let: {
    ...keyVaultFacts,
    /** Assignments of groups that the identity is a member of. */
    viaGroup:
      "length(groupsOfCaller) > `0` && assignments.value[?properties.principalType == 'Group' && contains($.groupIds, properties.principalId)] || `[]`",
  },
  holds:
    "usesRbac && grant.granted == `false` && length(groupsOfCaller) > `0` && length(viaGroup) > `0` && !firewallRefuses",
  layer: 6,
  explanation: {
    en: "Identity {{principal}} has no role of its own on {{target.name}}; only a group that it is a member of has one. Managed identity tokens are cached for up to 24 hours, so a new membership is not seen before the token is renewed.",
    ko: "ID {{principal}}에는 {{target.name}}에 대한 직접 할당된 역할이 없고 소속 그룹에만 역할이 있습니다. 관리 ID 토큰은 최대 24시간 캐시되므로 새로운 그룹 구성원 자격은 토큰이 갱신되기 전까지 반영되지 않습니다.",
  },
  ruledOut: {
    en: "The calling identity's access does not depend on a group.",
    ko: "호출한 ID의 액세스는 그룹에 의존하지 않습니다.",
  },
  actions: [
    {
      title: { en: "Assign the role to the identity itself", ko: "ID에 직접 역할 할당" },
      why: {
        en: "Takes effect within minutes; Microsoft advises against groups for managed identities for this reason.",
        ko: "몇 분 안에 적용됩니다. 이러한 이유로 관리 ID에는 그룹 사용을 권장하지 않습니다.",
      },
      commands: [
        "az role assignment create --assignee-object-id {{principal}} --role {{roleName}} --scope {{target.id}}",
      ],
      config: "Microsoft.Authorization/roleAssignments: properties.principalId = the identity",
      changes: true,
      needsRole: "User Access Administrator",
      effects: [roleEffect("target.id", "roleId")],
      undo: "az role assignment delete --assignee {{principal}} --role {{roleName}} --scope {{target.id}}",
    },
  ],
  verify: {
    text: {
      en: "The identity's own assignment is listed, and the next call succeeds.",
      ko: "ID에 직접 할당된 역할이 표시되고 다음 호출이 성공합니다.",
    },
    commands: [
      "az role assignment list --assignee {{principal}} --scope {{target.id}} --include-groups --output table",
    ],
  },
};
