import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { lockFacts, lockReads, lockTarget, saysLocked } from "./lock-evidence.ts";

/** What a change of a resource also touches, by the properties that name it. */
const links = [
  "privateLinkServiceConnections[].properties.privateLinkServiceId",
  "manualPrivateLinkServiceConnections[].properties.privateLinkServiceId",
  "subnet.id",
  "virtualNetworkSubnetId",
  "networkSecurityGroup.id",
  "routeTable.id",
  "natGateway.id",
  "virtualMachine.id",
  "ipConfigurations[].properties.subnet.id",
  "ipConfigurations[].properties.publicIPAddress.id",
  "ipConfiguration.id",
  "networkProfile.networkInterfaces[].id",
  "serverFarmId",
  "managedEnvironmentId",
  "remoteVirtualNetwork.id",
];

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
  reads: {
    ...lockReads,
    operatedOn: {
      title: { en: "What {{target.name}} is linked to", ko: "{{target.name}}에 연결된 리소스" },
      request: { kind: "arm", path: "{{target.id}}" },
      when: "isUntold",
      permission: "*/read",
      optional: true,
    },
  },
  let: {
    ...lockFacts,
    operated: "isElsewhere && (otherIds[0] || ownGroup) || refusedScope",
    /** The message was cut or put in other words: the scope that is locked is not in it. */
    isUntold: "!(statedScope) && !(statedLocked) && !(cutScope) && length(not_null(reaching, `[]`)) == `0`",
    links: `readable(operatedOn) && [${links.map((link) => `operatedOn.properties.${link}`).join(", ")}][] | [?@ != \`null\`] || \`[]\``,
    onLinks:
      "not_null(locks.value, `[]`)[?(properties.level == 'ReadOnly' || $.isDelete) && (let $scope = id_scope(id) in length(not_null($.links, `[]`)[?id_covers($scope, @)]) > `0`)]",
    blocking: "said(isUntold) ? onLinks : stopping",
    linked: "said(isUntold) ? id_scope(onLinks[0].id) : lockedScope",
  },
  holds: `${saysLocked} && (said(isUntold) || isLinked) && length(blocking) > \`0\` && ${alsoShown("blocking[0].properties.level", "blocking[0].properties.notes", "links[0]")}`,
  layer: 7,
  explanation: {
    en: "The operation on {{operated}} also touches {{linked}}, and the lock {{blocking[0].name}} stands there. The resource itself is not locked.",
    ko: "{{operated}}에 대한 작업이 {{linked}}도 변경하는데 그곳에 잠금 {{blocking[0].name}}이(가) 있습니다. 리소스 자체는 잠겨 있지 않습니다.",
  },
  ruledOut: {
    en: "The locked scope is the resource's own, not that of something linked to it.",
    ko: "잠긴 범위는 연결된 리소스가 아니라 리소스 자신의 범위입니다.",
  },
  culprits: ["blocking[].id", "linked"],
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
      commands: ["az lock delete --ids {{blocking[0].id}}"],
      config: "Microsoft.Authorization/locks",
      changes: true,
      needsRole: "Owner",
      effects: [{ kind: "delete", each: "blocking[].id" }],
    },
  ],
  verify: {
    text: { en: "The operation succeeds.", ko: "작업이 성공합니다." },
    commands: ["az lock list --resource-group {{id_group(linked)}} --output table"],
  },
};
