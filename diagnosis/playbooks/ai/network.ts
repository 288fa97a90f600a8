import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { anyTextMatches, errorMatches, hasCode, refusedCall } from "../error-text.ts";
import { networkRuleEffect, selectedNetworksEffect } from "../network-acl-effects.ts";
import { text } from "../text.ts";
import { workloadFacts, workloadReads } from "../workload-evidence.ts";
import { accountReads, concernsAi } from "./account-evidence.ts";

const saysNetwork = `(${errorMatches("public access is disabled", "public network access is disabled", "access denied due to virtual network", "virtual network/firewall rules", "configure private endpoint", "not from an approved private endpoint")} || ${hasCode("AccessDenied", "PublicNetworkAccessDisabled")})`;
const saysSubdomain = `(${errorMatches("custom subdomain", "token authentication is not supported .{0,40}regional", "provide a custom subdomain")})`;
/** Refused without the reason; a missing role says that it is one. */
const says403 = `((${hasCode("403")} || ${errorMatches("(?:^|[^0-9.:-])403(?:[^0-9.]|$)|forbidden")}) && !${errorMatches("data action|principal|permission|PermissionDenied")})`;
/** No other service refuses in these words. */
const ofAiAlone = errorMatches("virtual network/firewall rules");
/** Hosts that stand for a region, not for an account: network rules and tokens work on the account's own name only. */
const regionalHosts = "signals.hosts[?service == 'cognitive.regional']";
const target = `targets('microsoft.cognitiveservices/accounts') || ((length(${regionalHosts}) > \`0\` || ${saysSubdomain} || ${ofAiAlone}) && candidates('microsoft.cognitiveservices/accounts')) || \`[]\``;

const networkReads: Playbook["reads"] = { ...workloadReads, ...accountReads };
const networkFacts: NonNullable<Playbook["let"]> = {
  ...workloadFacts,
  loggedPrincipal: "`null`",
  loggedAddress: "`null`",
  assignments: "`null`",
  acls: "account.properties.networkAcls",
  isClosed:
    "same_text(account.properties.publicNetworkAccess, 'Disabled') || same_text(account.properties.publicNetworkAccess, 'SecuredByPerimeter')",
  isRestricted: "same_text(acls.defaultAction, 'Deny')",
  caller: "said(signals.clientAddresses[0].address)",
  /** Refused all the same, such a call did not go to the account's own name. */
  subnetAdmitted:
    "callerSubnet && length(not_null(acls.virtualNetworkRules, `[]`)[?same_id(id, $.callerSubnet)]) > `0`",
  isAdmitted: "caller && length(not_null(acls.ipRules, `[]`)[?in_cidr($.caller, value)]) > `0`",
  regional: `(${regionalHosts} | [0].host) || (${saysSubdomain} && matches(account.properties.endpoint, 'api[.]cognitive[.]') && host_of(account.properties.endpoint)) || \`null\``,
  /** Where the account's name leads inside, a refusal of the public network came by another name. */
  leadsInside: anyTextMatches(
    "(nslookup|resolv|getent|dig ).{0,160}[^0-9.](10[.][0-9]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.])",
  ),
  ownHost:
    "signals.hosts[?name && same_text(name, $.target.name) && !starts_with(pointer, '/error')] | [0].host",
  /** Said to be let in and refused all the same: the call may have gone to another name than the account's. */
  isSaidAdmitted: anyTextMatches(
    "(?:subnet|snet|network|vnet|address|\\bIP\\b).{0,40}(?:is|are) (?:allowed|allow-?listed|whitelisted|admitted|in the (?:allow|firewall) ?(?:list|rules))",
    "(?:서브넷|네트워크|IP|주소).{0,30}(?:허용(?:되어|돼|됨|했)|등록(?:되어|돼|됨|했))",
  ),
  isCalledByName:
    "!(said(leadsInside) || said(isSaidAdmitted)) || said(needed(ownHost, 'the endpoint that the client calls', '클라이언트가 호출하는 엔드포인트'))",
};

export const openAiPublicAccess: Playbook = {
  code: "openai.public-access-disabled",
  title: text(
    "The account's network rules or disabled public access refuse the caller",
    "계정의 네트워크 규칙 또는 비활성화된 공용 액세스가 호출자를 거부합니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",
    "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/network",
  ],
  raisedBy: `(${concernsAi} || ${ofAiAlone}) && (${saysNetwork} || ${refusedCall})`,
  target,
  needsTarget: true,
  competitors: ["openai.wrong-endpoint-with-network-rules", "ai.rbac-missing-data-action"],
  reads: networkReads,
  let: networkFacts,
  holds: `(${saysNetwork} || ${says403} && !said(leadsInside) && (isClosed || caller)) && !said(regional) && (isClosed || (isRestricted && !said(isAdmitted) && !said(subnetAdmitted))) && isCalledByName && ${alsoShown("acls.ipRules[0].value", "acls.ipRules[1].value")}`,
  layer: 3,
  explanation: text(
    "{{target.name}} answers only callers that its network settings admit: public network access is {{not_null(account.properties.publicNetworkAccess, 'Enabled')}}, the default action {{not_null(acls.defaultAction, 'Allow')}}. This call came over the public endpoint from a network that is not admitted; its key or token was not even looked at.",
    "{{target.name}}은(는) 네트워크 설정이 허용하는 호출자에게만 응답합니다. 공용 네트워크 액세스는 {{not_null(account.properties.publicNetworkAccess, 'Enabled')}}, 기본 동작은 {{not_null(acls.defaultAction, 'Allow')}}입니다. 이 호출은 허용되지 않은 네트워크에서 공용 엔드포인트로 들어왔으며 키나 토큰은 확인되지도 않았습니다.",
  ),
  ruledOut: text(
    "{{target.name}} admits the public network, or the call was not refused by its network rules.",
    "{{target.name}}이(가) 공용 네트워크를 허용하거나 네트워크 규칙 때문에 거부된 호출이 아닙니다.",
  ),
  actions: [
    {
      title: text("Admit the caller's network", "호출자의 네트워크 허용"),
      why: text(
        "Selected networks with an IP rule for the caller's outbound address {{caller}}, or a rule for its subnet; not all networks.",
        "모든 네트워크가 아니라 호출자의 아웃바운드 IP {{caller}}을(를) 추가하거나 서브넷 규칙을 추가한 '선택한 네트워크'로 설정하세요.",
      ),
      commands: [
        "az resource update --ids {{target.id}} --set properties.publicNetworkAccess=Enabled properties.networkAcls.defaultAction=Deny",
        "az cognitiveservices account network-rule add --name {{target.name}} --resource-group {{target.resourceGroup}} --ip-address {{caller}}",
      ],
      config: "Microsoft.CognitiveServices/accounts: properties.publicNetworkAccess, properties.networkAcls",
      changes: true,
      needsRole: "Cognitive Services Contributor",
      undo: "az resource update --ids {{target.id}} --set properties.publicNetworkAccess=Disabled",
      effects: [selectedNetworksEffect, networkRuleEffect("ipRules", "{value: caller}")],
      when: "caller && !is_private_address(caller)",
    },
    {
      title: text("Call through the private endpoint", "프라이빗 엔드포인트(private endpoint)로 호출"),
      why: text(
        "Run the client in (or connected to) the virtual network of the private endpoint, with the privatelink zone linked to it. What the settings were made for.",
        "프라이빗 엔드포인트가 있는 가상 네트워크(또는 연결된 네트워크)에서 privatelink 영역을 연결하여 클라이언트를 실행하세요. 설정의 의도에 맞는 방법입니다.",
      ),
      commands: ["az network private-endpoint-connection list --id {{target.id}} --output table"],
      changes: false,
    },
  ],
  verify: {
    text: text("The call is answered.", "호출이 성공합니다."),
    commands: [
      "az cognitiveservices account show --name {{target.name}} --resource-group {{target.resourceGroup}} --query '{public:properties.publicNetworkAccess, rules:properties.networkAcls}'",
    ],
  },
};

export const openAiWrongEndpoint: Playbook = {
  code: "openai.wrong-endpoint-with-network-rules",
  title: text(
    "The client uses the regional endpoint where the custom subdomain is required",
    "사용자 지정 하위 도메인이 필요한데 지역 엔드포인트를 사용합니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains",
    "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",
  ],
  raisedBy: `length(${regionalHosts}) > \`0\` || ${saysSubdomain}`,
  target,
  needsTarget: true,
  competitors: ["openai.public-access-disabled", "ai.rbac-missing-data-action"],
  reads: networkReads,
  let: networkFacts,
  holds: `regional && (${saysNetwork} || ${saysSubdomain} || ${hasCode("403", "401", "404", "400")}) && (account.properties.customSubDomainName || ${saysSubdomain}) && (${saysSubdomain} || isClosed || isRestricted) && (account.properties.endpoint || \`true\`) && (file_matches('(?:[a-z_]{3,40}[^a-z0-9]{1,6})?(?:https?://)?[a-z0-9-]{2,40}[.]api[.]cognitive[.][a-z]{4,12}[.][a-z]{2,3}') || \`true\`)`,
  layer: 2,
  explanation: text(
    "The client calls {{regional}}, which stands for the whole region. {{target.name}} has network rules (or asks for tokens), and those work only on its own host name {{account.properties.customSubDomainName}}: private endpoints, allowed networks and Microsoft Entra ID tokens are bound to it.",
    "클라이언트가 지역 전체를 가리키는 {{regional}}을(를) 호출합니다. {{target.name}}에는 네트워크 규칙(또는 토큰 인증)이 있으며 이는 고유 호스트 이름 {{account.properties.customSubDomainName}}에서만 동작합니다. 프라이빗 엔드포인트, 허용된 네트워크, Microsoft Entra ID 토큰이 모두 그 이름에 연결되어 있습니다.",
  ),
  ruledOut: text(
    "The client does not use a regional endpoint.",
    "클라이언트가 지역 엔드포인트를 사용하지 않습니다.",
  ),
  actions: [
    {
      title: text(
        "Use the account's own endpoint (custom subdomain)",
        "계정의 고유 엔드포인트(사용자 지정 하위 도메인) 사용",
      ),
      why: text(
        "Set the endpoint to {{not_null(account.properties.endpoint, account.properties.customSubDomainName)}} in place of {{regional}}.",
        "엔드포인트를 {{regional}} 대신 {{not_null(account.properties.endpoint, account.properties.customSubDomainName)}}(으)로 설정하세요.",
      ),
      commands: [
        "az cognitiveservices account show --name {{target.name}} --resource-group {{target.resourceGroup}} --query '{endpoint:properties.endpoint, customSubDomain:properties.customSubDomainName}'",
      ],
      config: "AZURE_OPENAI_ENDPOINT",
      changes: false,
      when: "account.properties.customSubDomainName",
    },
    {
      title: text(
        "Give the account a custom subdomain, and call it by that name",
        "계정에 사용자 지정 하위 도메인(custom subdomain)을 지정하고 그 이름으로 호출",
      ),
      why: text(
        "Tokens of Microsoft Entra ID are taken only at the account's own host name, and it has none yet. A name that was given cannot be changed. Then set the endpoint in place of {{regional}}.",
        "Microsoft Entra ID 토큰은 계정의 고유 호스트 이름에서만 허용되는데 아직 이름이 없습니다. 한 번 지정한 이름은 바꿀 수 없습니다. 지정한 뒤 엔드포인트를 {{regional}} 대신 그 이름으로 설정하세요.",
      ),
      commands: [
        "az cognitiveservices account update --name {{target.name}} --resource-group {{target.resourceGroup}} --custom-domain {{target.name}}",
      ],
      config: "Microsoft.CognitiveServices/accounts: properties.customSubDomainName",
      changes: true,
      needsRole: "Cognitive Services Contributor",
      when: "!(account.properties.customSubDomainName)",
      effects: [
        {
          kind: "set",
          id: "{{target.id}}",
          values: {
            "/properties/customSubDomainName": "target.name",
            "/properties/endpoint": "join('', ['https://', target.name, '.cognitiveservices.azure.com/'])",
          },
        },
      ],
    },
  ],
  verify: {
    text: text(
      "With the account's own host name the call is answered.",
      "계정의 고유 호스트 이름으로 호출하면 성공합니다.",
    ),
    commands: [
      "az cognitiveservices account show --name {{target.name}} --resource-group {{target.resourceGroup}} --query properties.endpoint",
    ],
  },
};
