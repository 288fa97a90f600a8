import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { lockFacts, lockReads, lockTarget, saysLocked } from "./lock-evidence.ts";

export const lockOnLinkedResource: Playbook = {
  code: "lock.on-linked-resource",
  title: {
    en: "A lock on a linked resource blocks the operation",
    ko: "연결된 리소스의 잠금이 작업을 차단합니다",
  },
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources"],
  raisedBy: saysLocked,
  target: lockTarget,
  needsTarget: false,
  competitors: ["lock.cannot-delete", "lock.read-only"],
  reads: lockReads,
  let: { ...lockFacts, operated: "isElsewhere && (otherIds[0] || ownGroup) || refusedScope" },
  holds: `${saysLocked} && isLinked && length(stopping) > \`0\` && ${alsoShown("stopping[0].properties.level", "stopping[0].properties.notes")}`,
  layer: 7,
  explanation: {
    en: "The operation on {{operated}} also touches {{lockedScope}}, and the lock {{stopping[0].name}} stands there. The resource itself is not locked.",
    ko: "{{operated}}에 대한 작업이 {{lockedScope}}도 변경하는데 그곳에 잠금 {{stopping[0].name}}이(가) 있습니다. 리소스 자체는 잠겨 있지 않습니다.",
  },
  ruledOut: {
    en: "The locked scope is the resource's own, not that of something linked to it.",
    ko: "잠긴 범위는 연결된 리소스가 아니라 리소스 자신의 범위입니다.",
  },
  culprits: ["stopping[].id", "lockedScope"],
  actions: [
    {
      title: {
        en: "Have the lock on the linked resource lifted for the change",
        ko: "변경을 위해 연결된 리소스의 잠금 해제",
      },
      why: {
        en: "Ask its owner first, and set it again afterwards.",
        ko: "먼저 담당자에게 확인하고 작업 후 다시 설정하세요.",
      },
      commands: ["az lock delete --ids {{stopping[0].id}}"],
      config: "Microsoft.Authorization/locks",
      changes: true,
      needsRole: "Owner",
      effects: [{ kind: "delete", each: "stopping[].id" }],
    },
  ],
  verify: {
    text: { en: "The operation succeeds.", ko: "작업이 성공합니다." },
    commands: ["az lock list --resource-group {{id_group(lockedScope)}} --output table"],
  },
};
