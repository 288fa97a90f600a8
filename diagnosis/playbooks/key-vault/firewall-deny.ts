import type { Playbook } from "../../playbook.ts";
import { dnsReads } from "../dns/dns-evidence.ts";
import { concerns, errorMatches, errorMentions, speaksOf } from "../error-text.ts";
import { networkRuleEffect, selectedNetworksEffect } from "../network-acl-effects.ts";
import { hiddenVaultFacts, hiddenVaultReads } from "./hidden-vault.ts";
import { keyVaultFacts, keyVaultReads, keyVaultTarget } from "./key-vault-evidence.ts";
import { refusedByVault } from "./refused-by-vault.ts";

/** By its address, its name, or in words: most tools that hand on its answer say what they asked. */
export const aboutKeyVault = `(${concerns(["keyvault"], ["microsoft.keyvault/vaults"])} || ${speaksOf("(?:^|[^ ]|[^z] )key ?vaults?|키 ?자격 ?증명 ?모음|키 ?볼트")})`;

export const keyVaultFirewallDeny: Playbook = {
  code: "keyvault.firewall-deny",
  title: { en: "The vault's firewall refuses the caller", ko: "Key Vault 방화벽이 호출자를 차단합니다" },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/key-vault/general/network-security",
    "https://learn.microsoft.com/azure/key-vault/general/common-error-codes",
  ],
  raisedBy: `${errorMentions("ForbiddenByFirewall", "ForbiddenByConnection", "not authorized and caller is not a trusted service", "not from a trusted service nor via an approved private link", "secret management permissions on the selected key vault")} || ${errorMatches("mount secrets store objects|AccessToKeyVaultDenied|firewall is turned on")} || ${aboutKeyVault} && ${refusedByVault}`,
  target: keyVaultTarget,
  needsTarget: false,
  competitors: [
    "keyvault.firewall-not-trusted-service",
    "keyvault.rbac-missing-data-role",
    "keyvault.rbac-mode-ignores-access-policy",
    "keyvault.policy-mode-ignores-rbac",
    "keyvault.rbac-via-group-not-effective",
    "dns.private-zone-not-linked",
    "dns.private-zone-not-effective",
    "network.udr-bypasses-service-endpoint",
  ],
  reads: {
    ...keyVaultReads,
    ...hiddenVaultReads,
    zones: { ...dnsReads["zones"]!, when: "mayGoPrivate", optional: true },
  },
  let: {
    /** The vault has a private way, and the caller is in a network: then its DNS may be what led it to the closed door. */
    mayGoPrivate:
      "net.public == 'denied' && (vault.properties.privateEndpointConnections[?properties.privateLinkServiceConnectionState.status == 'Approved'] | [0].id) && said(app.properties.networkProfile || app.properties.agentPoolProfiles || app.properties.virtualNetworkSubnetId || app.properties.managedEnvironmentId)",
    zonesSeen: "zones.data[?mentions(name, 'vaultcore')]",
    host: "join('', [target.name, '.vault.azure.net'])",
    ...keyVaultFacts,
    ...hiddenVaultFacts,
    vaultName: "target.name || hiddenVault",
    sharedLogSaysFirewall:
      "sharedRefusal && mentions(sharedRefusal.ResultDescription, 'Client address is not authorized and caller is not a trusted service') && (sharedRefusal.isAddressAuthorized_b == `false` || `true`) && (sharedRefusal.CallerIPAddress || `true`) && (readable(unseen) || !(readable(unseen)))",
    clientAddresses:
      "length(addressesToAllow) > `0` ? addressesToAllow : not_null([said(sharedRefusal.CallerIPAddress)], `[]`)[?is_address(@) && !is_private_address(@)]",
  },
  holds:
    "(target.id && firewallRefuses && !(readable(vault) && trusts && countsOnTrust) && (said(mayGoPrivate) && readable(zones) && !exists(zonesSeen) || `true`)) || (hiddenVault && needed(sharedRefusal, 'the vault and its audit log', 'Key Vault와 감사 로그') && sharedLogSaysFirewall)",
  layer: 3,
  explanation: {
    en: "{{vaultName}} only lets in the networks that its firewall lists, and this caller is in none of them. Key Vault answers 403 before it looks at any permission, so granting roles or access policies changes nothing.",
    ko: "{{vaultName}}은(는) 방화벽에 등록된 네트워크만 허용하는데 호출자는 그 어디에도 속하지 않습니다. Key Vault는 권한을 확인하기 전에 403을 반환하므로 역할이나 액세스 정책을 추가해도 해결되지 않습니다.",
  },
  ruledOut: {
    en: "The firewall of {{vaultName}} lets this caller in, or the caller counts on its exception for trusted services.",
    ko: "{{vaultName}}의 방화벽이 이 호출자를 허용하거나, 호출자가 신뢰할 수 있는 서비스 예외에 의존합니다.",
  },
  culprits: ["unseenId"],
  actions: [
    {
      title: { en: "Allow the caller's address", ko: "호출자의 IP 주소 허용" },
      why: {
        en: "Right where the address is fixed. A Microsoft-hosted build agent has another one on every run: add it at the start of the job and remove it at the end, or use a self-hosted agent in an allowed virtual network.",
        ko: "주소가 고정된 경우에 적합합니다. Microsoft 호스팅 에이전트는 실행할 때마다 주소가 바뀌므로 작업 시작 시 추가하고 끝날 때 제거하거나, 허용된 가상 네트워크의 자체 호스팅 에이전트를 사용하세요.",
      },
      commands: ["az keyvault network-rule add --name {{vaultName}} --ip-address {{clientAddresses}}"],
      config: "Microsoft.KeyVault/vaults: properties.networkAcls.ipRules",
      changes: true,
      needsRole: "Key Vault Contributor",
      undo: "az keyvault network-rule remove --name {{vaultName}} --ip-address {{clientAddresses}}",
      effects: [networkRuleEffect("ipRules", "clientAddresses[].{value: @}")],
      when: "length(clientAddresses) > `0` && net.public != 'denied'",
    },
    {
      title: { en: "Allow the caller's subnet", ko: "호출자의 서브넷 허용" },
      why: {
        en: "The app leaves through a subnet: the subnet needs the service endpoint Microsoft.KeyVault, and the vault a rule for it.",
        ko: "앱이 서브넷을 통해 나가므로 서브넷에 Microsoft.KeyVault 서비스 엔드포인트를 켜고 Key Vault에 해당 규칙을 추가해야 합니다.",
      },
      commands: [
        "az network vnet subnet update --ids {{callerSubnet}} --service-endpoints Microsoft.KeyVault",
        "az keyvault network-rule add --name {{vaultName}} --subnet {{callerSubnet}}",
      ],
      config: "Microsoft.KeyVault/vaults: properties.networkAcls.virtualNetworkRules",
      changes: true,
      needsRole: "Key Vault Contributor, Network Contributor",
      effects: [networkRuleEffect("virtualNetworkRules", "{id: callerSubnet}")],
      when: "callerSubnet",
    },
    {
      title: {
        en: "Enable public access for selected networks",
        ko: "선택한 네트워크에 공용 액세스 허용",
      },
      why: {
        en: "Public access is off altogether, so that rules are not looked at. With the default action Deny only the listed networks come in.",
        ko: "공용 액세스가 완전히 꺼져 있어 규칙이 적용되지 않습니다. 기본 동작을 거부로 두면 등록된 네트워크만 접근할 수 있습니다.",
      },
      commands: [
        "az keyvault update --name {{vaultName}} --public-network-access Enabled --default-action Deny",
        "az keyvault network-rule add --name {{vaultName}} --ip-address {{clientAddresses}}",
      ],
      config: "Microsoft.KeyVault/vaults: properties.publicNetworkAccess, properties.networkAcls",
      changes: true,
      needsRole: "Key Vault Contributor",
      undo: "az keyvault update --name {{vaultName}} --public-network-access Disabled",
      effects: [selectedNetworksEffect, networkRuleEffect("ipRules", "clientAddresses[].{value: @}")],
      when: "length(clientAddresses) > `0` && net.public == 'denied'",
    },
    {
      title: { en: "Or reach the vault over a private endpoint", ko: "또는 프라이빗 엔드포인트로 접근" },
      why: {
        en: "For callers whose public address changes: a private endpoint in a virtual network that the caller is in passes the firewall.",
        ko: "공용 주소가 바뀌는 호출자라면 호출자가 속한 가상 네트워크에 프라이빗 엔드포인트를 두면 방화벽의 영향을 받지 않습니다.",
      },
      commands: ["az keyvault network-rule list --name {{vaultName}} --output json"],
      changes: false,
    },
  ],
  verify: {
    text: {
      en: "The next call succeeds, and the vault's audit log no longer shows 403 for this address.",
      ko: "다음 호출이 성공하고 Key Vault 감사 로그에 이 주소의 403이 더 이상 나타나지 않습니다.",
    },
    commands: ["az keyvault network-rule list --name {{vaultName}} --output json"],
  },
};
