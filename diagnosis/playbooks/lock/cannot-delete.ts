import type { Playbook } from "../../playbook.ts";
import { lockFacts, lockReads, lockTarget, saysLocked } from "./lock-evidence.ts";

export const lockCannotDelete: Playbook = {
  code: "lock.cannot-delete",
  title: {
    en: "A CanNotDelete lock covers the resource",
    ko: "삭제 잠금(CanNotDelete)이 리소스에 적용되어 있습니다",
  },
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources"],
  raisedBy: saysLocked,
  target: lockTarget,
  needsTarget: false,
  competitors: [
    "lock.read-only",
    "lock.on-linked-resource",
    "rbac.missing-at-scope",
    "rbac.deny-assignment",
    "arm.conflicting-operation",
  ],
  reads: lockReads,
  let: { ...lockFacts, holding: "reaching[?properties.level == 'CanNotDelete']" },
  holds: `${saysLocked} && isDelete && length(holding) > \`0\` && !isLinked`,
  layer: 7,
  explanation: {
    en: "The lock {{holding[0].name}} of level CanNotDelete stands on {{id_scope(holding[0].id)}} and everything below it. It blocks every delete, whoever asks and whatever role they hold.",
    ko: "{{id_scope(holding[0].id)}}에 CanNotDelete 수준의 잠금 {{holding[0].name}}이(가) 있으며 하위 항목 전체에 적용됩니다. 누가 어떤 역할로 요청하든 모든 삭제가 차단됩니다.",
  },
  ruledOut: {
    en: "No CanNotDelete lock reaches the resource.",
    ko: "이 리소스에 적용되는 CanNotDelete 잠금이 없습니다.",
  },
  culprits: ["holding[].id", "lockedScope"],
  actions: [
    {
      title: {
        en: "Keep the step from deleting, or have the lock lifted for it",
        ko: "삭제를 건너뛰거나 잠금을 잠시 해제",
      },
      why: {
        en: "Somebody set the lock on purpose: ask its owner first (notes: {{not_null(holding[0].properties.notes, '-')}}). Where the delete is not wanted, turn it off in the tool instead (for Data Factory publishing: DeleteNotInSource = false).",
        ko: "잠금은 의도적으로 설정된 것이므로 먼저 담당자에게 확인하세요(메모: {{not_null(holding[0].properties.notes, '-')}}). 삭제가 필요 없다면 도구에서 삭제를 끄세요(Data Factory 게시: DeleteNotInSource = false).",
      },
      commands: ["az lock delete --ids {{holding[0].id}}"],
      config: "Microsoft.Authorization/locks",
      changes: true,
      needsRole: "Owner",
      effects: [{ kind: "delete", each: "holding[].id" }],
      undo: "az lock create --name {{holding[0].name}} --lock-type CanNotDelete --resource-group {{not_null(id_group(holding[0].id), '-')}}",
    },
  ],
  verify: {
    text: {
      en: "No CanNotDelete lock is listed at the scope, and the delete succeeds.",
      ko: "범위에 CanNotDelete 잠금이 없고 삭제가 성공합니다.",
    },
    commands: ["az lock list --resource-group {{id_group(lockedScope)}} --output table"],
  },
};
