import type { Playbook } from "../../playbook.ts";
import { activateRole, eligibilityDetails, eligibilityShown, unlessEligible } from "../activate-role.ts";
import { errorMatches, errorMentions, hasCode, refusedByManagement, refusedCall } from "../error-text.ts";
import { roleEffect } from "../role-effect.ts";
import { aboutStorage, storageFacts, storageReads, storageTarget } from "./storage-evidence.ts";

export const storageRbacMissing: Playbook = {
  code: "storage.rbac-missing-data-role",
  title: {
    en: "The identity has no storage data role at that scope",
    ko: "해당 범위에서 ID에 스토리지 데이터 역할이 없습니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/storage/blobs/authorize-access-azure-active-directory",
    "https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity",
  ],
  raisedBy: `${hasCode("AuthorizationPermissionMismatch", "InsufficientAccountPermissions")} || ${errorMentions("Storage Blob Data", "Storage Queue Data", "Storage Table Data", "using this permission")} || ${aboutStorage} && ${refusedCall}`,
  target: storageTarget,
  needsTarget: true,
  competitors: ["storage.network-rule-deny", "storage.public-access-disabled", "storage.shared-key-disabled"],
  reads: storageReads,
  let: {
    ...storageFacts,
    /** To list an account's keys is asked of Azure Resource Manager: no data role is looked at. */
    listsKeys: errorMatches(
      "list ?keys|list(?:ing)? (?:the |of )?(?:storage |account |access ){0,3}keys|키 (?:목록|나열)",
    ),
  },
  holds: `grant.granted == \`false\` && length(groupsOfCaller) == \`0\` && !said(listsKeys) && !said(saysNetwork) && !said(saysKey) && !said(overSmb) && !said(saysSignature) && !said(${refusedByManagement}) && ${eligibilityShown}`,
  layer: 6,
  explanation: {
    en: "Identity {{principal}} holds no role on {{target.name}} or above that allows {{dataAction}}. Owner and Contributor manage the account but do not reach its data; each of blob, queue, table and file has data roles of its own.",
    ko: "ID {{principal}}에 {{target.name}} 또는 상위 범위에서 {{dataAction}} 작업을 허용하는 역할이 없습니다. 소유자와 기여자는 계정을 관리할 뿐 데이터에 접근할 수 없으며, Blob·큐·테이블·파일에는 각각 별도의 데이터 역할이 있습니다.",
  },
  details: eligibilityDetails,
  ruledOut: {
    en: "The calling identity holds a data role for this service on {{target.name}}, or the answer is not one that a missing role gives.",
    ko: "호출한 ID에 {{target.name}}의 해당 서비스 데이터 역할이 있거나, 역할 누락으로는 발생하지 않는 응답입니다.",
  },
  actions: [
    activateRole,
    unlessEligible({
      title: { en: "Grant {{roleName}} on the account", ko: "계정에 {{roleName}} 역할 할당" },
      why: {
        en: "The data role for the service that was called; narrow it to a container or queue where that is enough. It takes effect within about ten minutes.",
        ko: "호출한 서비스의 데이터 역할입니다. 컨테이너나 큐 범위로 좁힐 수 있으면 좁히세요. 약 10분 안에 적용됩니다.",
      },
      commands: [
        "az role assignment create --assignee-object-id {{principal}} --role {{roleName}} --scope {{target.id}}",
      ],
      config: "Microsoft.Authorization/roleAssignments on the storage account",
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
