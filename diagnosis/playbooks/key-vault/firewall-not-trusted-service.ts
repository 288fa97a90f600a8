import type { Playbook } from "../../playbook.ts";
import { anyTextRaises, errorMentions } from "../error-text.ts";
import { networkRuleEffect } from "../network-acl-effects.ts";
import { aboutKeyVault } from "./firewall-deny.ts";
import { keyVaultFacts, keyVaultReads, keyVaultTarget } from "./key-vault-evidence.ts";
import { refusedByVault } from "./refused-by-vault.ts";

export const keyVaultNotTrustedService: Playbook = {
  code: "keyvault.firewall-not-trusted-service",
  title: {
    en: "The caller is not one of the trusted services that may pass the vault's firewall",
    ko: "호출자가 Key Vault 방화벽을 통과할 수 있는 신뢰할 수 있는 서비스가 아닙니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/key-vault/general/overview-vnet-service-endpoints#trusted-services",
    "https://learn.microsoft.com/azure/key-vault/general/network-security",
  ],
  raisedBy: `${errorMentions("caller is not a trusted service", "not from a trusted service")} || ${aboutKeyVault} && ${refusedByVault} && ${anyTextRaises("trusted (microsoft |azure )?services|신뢰할 수 있는.{0,20}서비스|bypass.{0,12}AzureServices")}`,
  target: keyVaultTarget,
  needsTarget: true,
  competitors: [
    "keyvault.firewall-deny",
    "keyvault.rbac-missing-data-role",
    "keyvault.rbac-mode-ignores-access-policy",
    "keyvault.policy-mode-ignores-rbac",
    "keyvault.rbac-via-group-not-effective",
  ],
  reads: keyVaultReads,
  let: keyVaultFacts,
  holds: "firewallRefuses && trusts && countsOnTrust",
  layer: 3,
  explanation: {
    en: "{{target.name}} lets only listed networks and Microsoft's trusted services through. That exception covers a fixed list of services acting for themselves; code in App Service, Functions, Container Apps, AKS or a pipeline is not on it, so the firewall refuses it although the box is ticked.",
    ko: "{{target.name}}은(는) 등록된 네트워크와 '신뢰할 수 있는 Microsoft 서비스'만 통과시킵니다. 이 예외는 서비스가 직접 호출하는 정해진 목록에만 적용되며 App Service, Functions, Container Apps, AKS, 파이프라인에서 실행되는 코드는 포함되지 않으므로 옵션을 켜 두어도 방화벽이 차단합니다.",
  },
  ruledOut: {
    en: "Nothing in the request counts on the exception for trusted services, or {{target.name}} does not refuse the caller.",
    ko: "신뢰할 수 있는 서비스 예외에 의존하는 호출이 아니거나 {{target.name}}이(가) 호출자를 차단하지 않습니다.",
  },
  actions: [
    {
      title: { en: "Bring the caller into an allowed network", ko: "호출자를 허용된 네트워크에 포함" },
      why: {
        en: "Integrate the app with a virtual network and allow its subnet on the vault, or use a private endpoint: the only ways that do not depend on the list of trusted services.",
        ko: "앱을 가상 네트워크에 통합하고 해당 서브넷을 Key Vault에 허용하거나 프라이빗 엔드포인트를 사용하세요. 신뢰할 수 있는 서비스 목록에 의존하지 않는 방법입니다.",
      },
      commands: ["az keyvault network-rule list --name {{target.name}} --output json"],
      config:
        "Microsoft.KeyVault/vaults: properties.networkAcls.virtualNetworkRules; the app: virtualNetworkSubnetId",
      changes: false,
      needsRole: "Key Vault Contributor, Network Contributor",
    },
    {
      title: { en: "Allow the caller's address", ko: "호출자의 IP 주소 허용" },
      why: {
        en: "Enough where the app's outbound address is its own, such as behind a NAT gateway.",
        ko: "NAT Gateway처럼 앱의 아웃바운드 주소가 고정된 경우에는 이것으로 충분합니다.",
      },
      commands: ["az keyvault network-rule add --name {{target.name}} --ip-address {{addressesToAllow}}"],
      config: "Microsoft.KeyVault/vaults: properties.networkAcls.ipRules",
      changes: true,
      needsRole: "Key Vault Contributor",
      undo: "az keyvault network-rule remove --name {{target.name}} --ip-address {{addressesToAllow}}",
      effects: [networkRuleEffect("ipRules", "addressesToAllow[].{value: @}")],
      when: "length(addressesToAllow) > `0`",
    },
  ],
  verify: {
    text: {
      en: "The next call succeeds, and the vault's audit log shows 200 for it.",
      ko: "다음 호출이 성공하고 Key Vault 감사 로그에 200으로 기록됩니다.",
    },
    commands: ["az keyvault network-rule list --name {{target.name}} --output json"],
  },
};
