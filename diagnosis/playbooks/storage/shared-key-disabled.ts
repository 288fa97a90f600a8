import type { Playbook } from "../../playbook.ts";
import { errorMentions, hasCode, refusedCall } from "../error-text.ts";
import {
  policiesThatReach,
  sharedKeyDefinitions,
  sharedKeyPolicies,
  sharedKeyPolicyFacts,
} from "../policy/modify-shared-key.ts";
import { targetOr } from "../resource-evidence.ts";
import { aboutStorage, storageFacts, storageReads } from "./storage-evidence.ts";

const saysKeyRefused = errorMentions("Key based authentication is not permitted");

export const storageSharedKeyDisabled: Playbook = {
  code: "storage.shared-key-disabled",
  title: {
    en: "Shared-key access is off and the client signs with the key",
    ko: "공유 키 액세스가 꺼져 있는데 클라이언트가 키로 서명합니다",
  },
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent"],
  raisedBy: `${hasCode("KeyBasedAuthenticationNotPermitted")} || ${saysKeyRefused} || ${aboutStorage} && ${refusedCall}`,
  target: targetOr(
    "microsoft.storage/storageaccounts",
    `(${hasCode("KeyBasedAuthenticationNotPermitted")} || ${saysKeyRefused})`,
  ),
  needsTarget: true,
  competitors: ["storage.network-rule-deny", "storage.public-access-disabled", "policy.modify-shared-key"],
  reads: {
    ...storageReads,
    states: sharedKeyPolicies,
    reaching: policiesThatReach,
    definitions: sharedKeyDefinitions,
  },
  let: {
    ...storageFacts,
    ...sharedKeyPolicyFacts,
    modifying: "not_null(states.data, `[]`)[?same_text(properties.policyDefinitionAction, 'modify')]",
  },
  holds:
    "account.properties.allowSharedKeyAccess == `false` && (keyIsRefused) && !said(length(modifying) > `0`) && !said(reachingAssignment)",
  layer: 5,
  explanation: {
    en: "{{target.name}} does not accept requests signed with an account key, or SAS tokens made from one, and this client signs so. It has to use Microsoft Entra ID.",
    ko: "{{target.name}}은(는) 계정 키로 서명된 요청이나 계정 키로 만든 SAS 토큰을 허용하지 않는데 이 클라이언트는 키로 서명합니다. Microsoft Entra ID 인증을 사용해야 합니다.",
  },
  ruledOut: {
    en: "The call was not refused for being signed with a key.",
    ko: "키로 서명했기 때문에 거부된 호출이 아닙니다.",
  },
  actions: [
    {
      title: {
        en: "Let the client use Microsoft Entra ID",
        ko: "클라이언트가 Microsoft Entra ID를 사용하도록 변경",
      },
      why: {
        en: "Give the code a token credential (DefaultAzureCredential) in place of the connection string, and its identity a data role.",
        ko: "코드에서 연결 문자열 대신 토큰 자격 증명(DefaultAzureCredential)을 사용하고 해당 ID에 데이터 역할을 부여하세요.",
      },
      commands: [
        "az storage account show --name {{target.name}} --resource-group {{target.resourceGroup}} --query allowSharedKeyAccess",
      ],
      config:
        "AzureWebJobsStorage__accountName in place of AzureWebJobsStorage; credential in place of connection string",
      changes: false,
    },
    {
      title: { en: "Or allow shared keys again", ko: "또는 공유 키 액세스 다시 허용" },
      why: {
        en: "Only where nothing forbids it: often a policy or a security baseline turned it off.",
        ko: "금지하는 정책이 없을 때만 가능합니다. 정책이나 보안 기준으로 꺼진 경우가 많습니다.",
      },
      commands: [
        "az storage account update --name {{target.name}} --resource-group {{target.resourceGroup}} --allow-shared-key-access true",
      ],
      config: "Microsoft.Storage/storageAccounts: properties.allowSharedKeyAccess",
      changes: true,
      needsRole: "Storage Account Contributor",
      undo: "az storage account update --name {{target.name}} --resource-group {{target.resourceGroup}} --allow-shared-key-access false",
      effects: [{ kind: "set", id: "{{target.id}}", values: { "/properties/allowSharedKeyAccess": "true" } }],
    },
  ],
  verify: {
    text: {
      en: "The next call no longer answers KeyBasedAuthenticationNotPermitted.",
      ko: "다음 호출에서 KeyBasedAuthenticationNotPermitted가 발생하지 않습니다.",
    },
    commands: [
      "az storage account show --name {{target.name}} --resource-group {{target.resourceGroup}} --query allowSharedKeyAccess",
    ],
  },
};
