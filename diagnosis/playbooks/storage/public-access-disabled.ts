import type { Playbook } from "../../playbook.ts";
import { errorMentions, hasCode, refusedCall } from "../error-text.ts";
import { networkRuleEffect, selectedNetworksEffect } from "../network-acl-effects.ts";
import { aboutStorage, saysRules, storageFacts, storageReads, storageTarget } from "./storage-evidence.ts";

export const storagePublicAccessDisabled: Playbook = {
  code: "storage.public-access-disabled",
  title: {
    en: "Public network access is disabled on the storage account",
    ko: "스토리지 계정의 공용 네트워크 액세스가 사용 안 함으로 설정되어 있습니다",
  },
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/storage/common/storage-network-security-set-default-access"],
  raisedBy: `${hasCode("AuthorizationFailure")} || ${saysRules} || ${aboutStorage} && (${refusedCall} || ${errorMentions("public network access")})`,
  target: storageTarget,
  needsTarget: true,
  competitors: [
    "storage.network-rule-deny",
    "storage.rbac-missing-data-role",
    "storage.shared-key-disabled",
    "dns.private-zone-not-linked",
    "dns.private-zone-not-effective",
  ],
  reads: storageReads,
  let: storageFacts,
  holds: "net.public == 'denied' && !said(saysOther)",
  layer: 3,
  explanation: {
    en: "{{target.name}} is closed to public networks altogether: only private endpoints are served, and network rules are not looked at. This call came in over the public endpoint.",
    ko: "{{target.name}}은(는) 공용 네트워크에서 전혀 접근할 수 없으며 프라이빗 엔드포인트만 허용됩니다. 이 호출은 공용 엔드포인트로 들어왔습니다.",
  },
  ruledOut: {
    en: "Public network access of {{target.name}} is on.",
    ko: "{{target.name}}의 공용 네트워크 액세스는 사용 설정되어 있습니다.",
  },
  actions: [
    {
      title: {
        en: "Reach the account over a private endpoint",
        ko: "프라이빗 엔드포인트(private endpoint)로 접근",
      },
      why: {
        en: "What the setting is meant for: the caller's network needs a private endpoint, and the private DNS zone linked to it.",
        ko: "이 설정의 의도에 맞는 방법입니다. 호출자의 네트워크에 프라이빗 엔드포인트와 연결된 프라이빗 DNS 영역이 필요합니다.",
      },
      commands: ["az network private-endpoint-connection list --id {{target.id}} --output table"],
      changes: false,
    },
    {
      title: {
        en: "Or enable public access for selected networks",
        ko: "또는 선택한 네트워크에 공용 액세스 허용",
      },
      why: {
        en: "Then add a rule for the caller's network.",
        ko: "그런 다음 호출자 네트워크의 규칙을 추가하세요.",
      },
      commands: [
        "az storage account update --name {{target.name}} --resource-group {{target.resourceGroup}} --public-network-access Enabled --default-action Deny",
      ],
      config: "Microsoft.Storage/storageAccounts: properties.publicNetworkAccess",
      changes: true,
      needsRole: "Storage Account Contributor",
      undo: "az storage account update --name {{target.name}} --resource-group {{target.resourceGroup}} --public-network-access Disabled",
      effects: [
        selectedNetworksEffect,
        networkRuleEffect(
          "virtualNetworkRules",
          "{id: callerSubnet, action: 'Allow', state: 'Succeeded'}",
          "callerSubnet",
        ),
        networkRuleEffect(
          "ipRules",
          "addressesToAllow[].{value: @, action: 'Allow'}",
          "!callerSubnet && length(addressesToAllow) > `0`",
        ),
      ],
    },
  ],
  verify: {
    text: { en: "The next call is answered by the service.", ko: "다음 호출이 정상적으로 응답됩니다." },
    commands: [
      "az storage account show --name {{target.name}} --resource-group {{target.resourceGroup}} --query publicNetworkAccess",
    ],
  },
};
