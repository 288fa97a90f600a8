import type { Playbook } from "../../playbook.ts";
import { hasCode, refusedCall } from "../error-text.ts";
import { text } from "../text.ts";
import { aboutStorage, saysRules, storageFacts, storageReads, storageTarget } from "./storage-evidence.ts";

/** Rules that admit the caller's address or subnet and yet do not let it in. */
export const storageIpRuleSameRegion: Playbook = {
  code: "storage.ip-rule-same-region",
  title: text(
    "IP rules do not apply to traffic from the account's own region",
    "같은 지역에서 오는 트래픽에는 스토리지 IP 규칙이 적용되지 않습니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/storage/common/storage-network-security-limitations"],
  raisedBy: `${hasCode("AuthorizationFailure")} || ${saysRules} || ${aboutStorage} && ${refusedCall}`,
  target: storageTarget,
  needsTarget: true,
  competitors: [
    "storage.network-rule-deny",
    "storage.rbac-missing-data-role",
    "storage.public-access-disabled",
  ],
  reads: storageReads,
  let: storageFacts,
  holds: "net.public == 'selected' && !said(saysOther) && sameRegionRule",
  layer: 3,
  explanation: text(
    "{{app.name}} and {{target.name}} are both in {{account.location}}. Inside one region App Service reaches Storage over private Azure addresses, so the account never sees the public outbound addresses that its IP rules list, and denies the call.",
    "{{app.name}}과(와) {{target.name}}은(는) 모두 {{account.location}}에 있습니다. 같은 지역에서는 App Service가 Azure 내부 주소로 스토리지에 접근하므로 IP 규칙에 등록된 공용 아웃바운드 주소가 보이지 않아 호출이 거부됩니다.",
  ),
  ruledOut: text(
    "The caller's outbound addresses are not in the IP rules, or it is in another region.",
    "호출자의 아웃바운드 주소가 IP 규칙에 없거나 호출자가 다른 지역에 있습니다.",
  ),
  culprits: ["app.id"],
  actions: [
    {
      title: text(
        "Use virtual network integration and a subnet rule",
        "가상 네트워크 통합과 서브넷 규칙 사용",
      ),
      why: text(
        "Integrate the app with a subnet that has the service endpoint Microsoft.Storage, and allow that subnet; or use a private endpoint. IP rules cannot work here.",
        "Microsoft.Storage 서비스 엔드포인트가 켜진 서브넷에 앱을 통합하고 그 서브넷을 허용하거나 프라이빗 엔드포인트를 사용하세요. IP 규칙으로는 해결할 수 없습니다.",
      ),
      commands: [
        "az storage account network-rule list --account-name {{target.name}} --resource-group {{target.resourceGroup}} --output json",
      ],
      config:
        "Microsoft.Storage/storageAccounts: properties.networkAcls.virtualNetworkRules; the app: virtualNetworkSubnetId",
      changes: false,
      needsRole: "Storage Account Contributor, Network Contributor",
    },
  ],
  verify: {
    text: text(
      "The next call no longer answers AuthorizationFailure.",
      "다음 호출에서 AuthorizationFailure가 더 이상 발생하지 않습니다.",
    ),
    commands: [
      "az storage account network-rule list --account-name {{target.name}} --resource-group {{target.resourceGroup}} --output json",
    ],
  },
};
