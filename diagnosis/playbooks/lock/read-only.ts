import type { Playbook } from "../../playbook.ts";
import {
  hiddenMatches,
  hiddenRefusalFacts,
  hiddenRefusalReads,
  hidesRefusal,
} from "../arm/hidden-refusal.ts";
import { lockFacts, lockReads, lockTarget, saysLocked } from "./lock-evidence.ts";

export const lockReadOnly: Playbook = {
  code: "lock.read-only",
  title: { en: "A ReadOnly lock blocks the write", ko: "읽기 전용 잠금(ReadOnly)이 쓰기를 차단합니다" },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources#considerations-before-applying-your-locks",
  ],
  raisedBy: `${saysLocked} || ${hidesRefusal}`,
  target: lockTarget,
  needsTarget: false,
  competitors: ["lock.cannot-delete", "lock.on-linked-resource", "rbac.missing-at-scope"],
  reads: { ...lockReads, ...hiddenRefusalReads },
  let: {
    ...lockFacts,
    ...hiddenRefusalFacts,
    refusedScope: `find(not_null(hiddenText, ''), 'scope .{0,4}(/subscriptions/[^ ]{1,250}[a-z0-9_)]).{0,4} cannot perform') || ${lockFacts["refusedScope"]}`,
    isHidden: hiddenMatches("ScopeLocked", "following scope.{0,3} are locked"),
    holding: "reaching[?properties.level == 'ReadOnly']",
  },
  holds: `(${saysLocked} || isHidden) && length(holding) > \`0\` && !isLinked`,
  layer: 7,
  explanation: {
    en: "The lock {{holding[0].name}} of level ReadOnly stands on {{id_scope(holding[0].id)}}. Nothing below it can be changed, and actions that are a POST, such as listing keys or restarting, are refused too.",
    ko: "{{id_scope(holding[0].id)}}에 ReadOnly 수준의 잠금 {{holding[0].name}}이(가) 있습니다. 하위 항목을 변경할 수 없으며 키 나열이나 다시 시작처럼 POST로 수행되는 작업도 거부됩니다.",
  },
  ruledOut: {
    en: "No ReadOnly lock reaches the resource.",
    ko: "이 리소스에 적용되는 ReadOnly 잠금이 없습니다.",
  },
  culprits: ["holding[].id", "lockedScope"],
  actions: [
    {
      title: { en: "Have the lock lifted for the change", ko: "변경을 위해 잠금 해제" },
      why: {
        en: "Ask its owner first (notes: {{not_null(holding[0].properties.notes, '-')}}), and set it again afterwards.",
        ko: "먼저 담당자에게 확인하고(메모: {{not_null(holding[0].properties.notes, '-')}}) 작업 후 다시 설정하세요.",
      },
      commands: ["az lock delete --ids {{holding[0].id}}"],
      config: "Microsoft.Authorization/locks",
      changes: true,
      needsRole: "Owner",
      effects: [{ kind: "delete", each: "holding[].id" }],
      undo: "az lock create --name {{holding[0].name}} --lock-type ReadOnly --resource-group {{not_null(id_group(holding[0].id), '-')}}",
    },
  ],
  verify: {
    text: {
      en: "No ReadOnly lock is listed at the scope, and the change succeeds.",
      ko: "범위에 ReadOnly 잠금이 없고 변경이 성공합니다.",
    },
    commands: ["az lock list --resource-group {{id_group(lockedScope)}} --output table"],
  },
};
