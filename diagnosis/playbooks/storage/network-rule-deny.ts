import type { Playbook } from "../../playbook.ts";
import { hasCode, refusedCall } from "../error-text.ts";
import { networkRuleEffect } from "../network-acl-effects.ts";
import { aboutStorage, saysRules, storageFacts, storageReads, storageTarget } from "./storage-evidence.ts";

export const storageNetworkRuleDeny: Playbook = {
  code: "storage.network-rule-deny",
  title: {
    en: "The storage account's network rules refuse the caller",
    ko: "스토리지 계정의 네트워크 규칙이 호출자를 차단합니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/storage/common/storage-network-security",
    "https://learn.microsoft.com/troubleshoot/azure/azure-storage/blobs/authentication/storage-troubleshoot-403-errors",
  ],
  raisedBy: `${hasCode("AuthorizationFailure")} || ${saysRules} || ${aboutStorage} && ${refusedCall}`,
  target: storageTarget,
  needsTarget: true,
  competitors: [
    "storage.rbac-missing-data-role",
    "storage.public-access-disabled",
    "storage.shared-key-disabled",
  ],
  reads: storageReads,
  let: { ...storageFacts, alikeBy: "'address'" },
  holds:
    "net.public == 'selected' && !said(saysOther) && (net.caller == 'denied' || net.caller == 'unstated' && said(isOutside) && grant.granted == `true` || saysNetwork && net.caller != 'allowed') && !said(sameRegionRule)",
  layer: 3,
  explanation: {
    en: "{{target.name}} denies every network that its rules do not list, and the caller's is not listed. Storage answers such calls with AuthorizationFailure before it looks at roles, keys or SAS; more permissions do not help.",
    ko: "{{target.name}}은(는) 규칙에 등록되지 않은 모든 네트워크를 거부하며 호출자의 네트워크는 등록되어 있지 않습니다. 스토리지는 역할, 키, SAS를 확인하기 전에 AuthorizationFailure로 응답하므로 권한을 추가해도 해결되지 않습니다.",
  },
  ruledOut: {
    en: "The network rules of {{target.name}} let the caller in, or the answer is one that they never give.",
    ko: "{{target.name}}의 네트워크 규칙이 호출자를 허용하거나, 응답 코드가 네트워크 규칙으로는 발생하지 않는 코드입니다.",
  },
  actions: [
    {
      title: { en: "Allow the app's subnet", ko: "앱의 서브넷 허용" },
      why: {
        en: "The call leaves through this subnet. It needs the service endpoint Microsoft.Storage, and the account a virtual network rule for it.",
        ko: "호출이 이 서브넷을 통해 나갑니다. 서브넷에 Microsoft.Storage 서비스 엔드포인트를 켜고 계정에 가상 네트워크 규칙을 추가하세요.",
      },
      commands: [
        "az network vnet subnet update --ids {{callerSubnet}} --service-endpoints Microsoft.Storage",
        "az storage account network-rule add --account-name {{target.name}} --resource-group {{target.resourceGroup}} --subnet {{callerSubnet}}",
      ],
      config: "Microsoft.Storage/storageAccounts: properties.networkAcls.virtualNetworkRules",
      changes: true,
      needsRole: "Storage Account Contributor, Network Contributor",
      undo: "az storage account network-rule remove --account-name {{target.name}} --resource-group {{target.resourceGroup}} --subnet {{callerSubnet}}",
      effects: [
        networkRuleEffect("virtualNetworkRules", "{id: callerSubnet, action: 'Allow', state: 'Succeeded'}"),
      ],
      when: "callerSubnet",
    },
    {
      title: { en: "Allow the caller's public address", ko: "호출자의 공용 IP 주소 허용" },
      why: {
        en: "Works for callers outside Azure or in another region only: IP rules do not apply to traffic from the account's own region.",
        ko: "Azure 외부나 다른 지역의 호출자에게만 효과가 있습니다. 같은 지역에서 오는 트래픽에는 IP 규칙이 적용되지 않습니다.",
      },
      commands: [
        "az storage account network-rule add --account-name {{target.name}} --resource-group {{target.resourceGroup}} --ip-address {{addressesToAllow}}",
      ],
      config: "Microsoft.Storage/storageAccounts: properties.networkAcls.ipRules",
      changes: true,
      needsRole: "Storage Account Contributor",
      undo: "az storage account network-rule remove --account-name {{target.name}} --resource-group {{target.resourceGroup}} --ip-address {{addressesToAllow}}",
      effects: [networkRuleEffect("ipRules", "addressesToAllow[].{value: @, action: 'Allow'}")],
      when: "!callerSubnet && length(addressesToAllow) > `0` && !said(isSameRegion)",
    },
    {
      title: { en: "Or use a private endpoint", ko: "또는 프라이빗 엔드포인트(private endpoint) 사용" },
      why: {
        en: "A private endpoint in the caller's virtual network passes the network rules, whatever address the caller has.",
        ko: "호출자의 가상 네트워크에 프라이빗 엔드포인트를 두면 호출자의 주소와 관계없이 네트워크 규칙의 영향을 받지 않습니다.",
      },
      commands: [
        "az storage account network-rule list --account-name {{target.name}} --resource-group {{target.resourceGroup}} --output json",
      ],
      changes: false,
    },
  ],
  verify: {
    text: {
      en: "The rule is listed, and the next call no longer answers AuthorizationFailure.",
      ko: "규칙이 표시되고 다음 호출에서 AuthorizationFailure가 더 이상 발생하지 않습니다.",
    },
    commands: [
      "az storage account network-rule list --account-name {{target.name}} --resource-group {{target.resourceGroup}} --output json",
    ],
  },
};
