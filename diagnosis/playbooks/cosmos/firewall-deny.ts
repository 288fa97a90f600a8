import type { Playbook, PlaybookEffect } from "../../playbook.ts";
import { errorMatches, errorMentions, refusedCall } from "../error-text.ts";
import { targetOr } from "../resource-evidence.ts";
import { aboutCosmos, cosmosFacts, cosmosReads } from "./cosmos-evidence.ts";

/** Of the API for MongoDB clients only see the connection end. */
const dropsConnection = errorMatches(
  "ServerSelection|server selection|No suitable servers|connection .{0,60}closed|ECONNRESET|connection reset|AutoReconnect|socket exception",
);
/** Rules are looked at only while public access is on. */
const openToRules: readonly PlaybookEffect[] = [
  {
    kind: "set",
    id: "{{target.id}}",
    values: { "/properties/publicNetworkAccess": "'Enabled'" },
    when: "net.public == 'denied'",
  },
];

export const cosmosFirewallDeny: Playbook = {
  code: "cosmos.firewall-deny",
  title: {
    en: "The account's network rules refuse the caller",
    ko: "Cosmos DB 계정의 네트워크 규칙이 호출자를 차단합니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/cosmos-db/how-to-configure-firewall",
    "https://learn.microsoft.com/azure/cosmos-db/nosql/troubleshoot-forbidden",
  ],
  raisedBy: `${errorMentions("Cosmos DB account firewall", "Request originated from IP")} || ${aboutCosmos} && (${refusedCall} || ${dropsConnection})`,
  target: targetOr(
    "microsoft.documentdb/databaseaccounts",
    errorMentions("Cosmos DB account firewall", "Request originated from IP"),
  ),
  needsTarget: true,
  competitors: [
    "cosmos.data-plane-role-missing",
    "cosmos.local-auth-disabled",
    "network.udr-bypasses-service-endpoint",
    "dns.private-zone-not-linked",
    "dns.private-zone-not-effective",
  ],
  reads: cosmosReads,
  let: { ...cosmosFacts, alikeBy: "'address'" },
  holds:
    "net.public != 'open' && (net.caller == 'denied' || net.caller == 'unstated' && said(isOutside) && length(enough) > `0` || saysFirewall && (callerUntold || net.caller != 'allowed' || throughEndpoint && net.subnet != 'admitted')) && !said(saysNativeRole) && !said(saysKeysOff) && (account.properties.virtualNetworkRules[0].id || `true`) && (account.properties.ipRules[0].ipAddressOrRange || `true`) && (account.properties.ipRules[1].ipAddressOrRange || `true`) && (account.properties.ipRules[2].ipAddressOrRange || `true`)",
  layer: 3,
  explanation: {
    en: "{{target.name}} serves only the networks that its firewall lists, and the caller's is not among them.",
    ko: "{{target.name}}은(는) 방화벽에 등록된 네트워크만 허용하는데 호출자의 네트워크는 등록되어 있지 않습니다.",
  },
  ruledOut: {
    en: "The firewall of {{target.name}} lets the caller in.",
    ko: "{{target.name}}의 방화벽은 호출자를 허용합니다.",
  },
  actions: [
    {
      title: { en: "Add the caller's address to the firewall", ko: "방화벽에 호출자의 IP 주소 추가" },
      why: {
        en: "The list replaces the old one: send the addresses that are there along with the new one. It takes up to 15 minutes.",
        ko: "목록 전체가 교체되므로 기존 주소와 함께 지정하세요. 적용에 최대 15분이 걸립니다.",
      },
      commands: [
        "az cosmosdb show --name {{target.name}} --resource-group {{target.resourceGroup}} --query ipRules",
        "az cosmosdb update --name {{target.name}} --resource-group {{target.resourceGroup}} --ip-range-filter {{join(',', [account.properties.ipRules[].ipAddressOrRange, addressesToAllow][])}}",
      ],
      config: "Microsoft.DocumentDB/databaseAccounts: properties.ipRules",
      changes: true,
      needsRole: "DocumentDB Account Contributor",
      effects: [
        ...openToRules,
        {
          kind: "append",
          id: "{{target.id}}",
          values: { "/properties/ipRules": "addressesToAllow[].{ipAddressOrRange: @}" },
        },
      ],
      when: "length(addressesToAllow) > `0` && !said(throughEndpoint)",
    },
    {
      title: { en: "Enable public access for selected networks", ko: "선택한 네트워크에 공용 액세스 허용" },
      why: {
        en: "Public access is off altogether; the rules count only once it is on. A private endpoint in the caller's network needs no such change.",
        ko: "공용 액세스가 완전히 꺼져 있으며 켜야 규칙이 적용됩니다. 호출자의 네트워크에 프라이빗 엔드포인트를 두면 변경할 필요가 없습니다.",
      },
      commands: [
        "az cosmosdb update --name {{target.name}} --resource-group {{target.resourceGroup}} --public-network-access ENABLED",
      ],
      config: "Microsoft.DocumentDB/databaseAccounts: properties.publicNetworkAccess",
      changes: true,
      needsRole: "DocumentDB Account Contributor",
      undo: "az cosmosdb update --name {{target.name}} --resource-group {{target.resourceGroup}} --public-network-access DISABLED",
      effects: [...openToRules],
      when: "net.public == 'denied'",
    },
    {
      title: { en: "Allow the app's subnet", ko: "앱의 서브넷 허용" },
      why: {
        en: "The call leaves through a subnet: add it to the account's virtual networks (service endpoint Microsoft.AzureCosmosDB), or use a private endpoint.",
        ko: "호출이 서브넷을 통해 나가므로 계정의 가상 네트워크에 추가하거나(서비스 엔드포인트 Microsoft.AzureCosmosDB) 프라이빗 엔드포인트를 사용하세요.",
      },
      commands: [
        "az cosmosdb network-rule add --name {{target.name}} --resource-group {{target.resourceGroup}} --subnet {{callerSubnet}}",
      ],
      config:
        "Microsoft.DocumentDB/databaseAccounts: properties.virtualNetworkRules, properties.isVirtualNetworkFilterEnabled",
      changes: true,
      needsRole: "DocumentDB Account Contributor, Network Contributor",
      effects: [
        ...openToRules,
        {
          kind: "append",
          id: "{{target.id}}",
          values: { "/properties/virtualNetworkRules": "{id: callerSubnet}" },
        },
      ],
      when: "callerSubnet",
    },
  ],
  verify: {
    text: { en: "The next call is answered by the account.", ko: "다음 호출이 정상적으로 응답됩니다." },
    commands: [
      "az cosmosdb show --name {{target.name}} --resource-group {{target.resourceGroup}} --query ipRules",
    ],
  },
};
