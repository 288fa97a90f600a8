import type { Playbook } from "../../playbook.ts";
import { alsoShown } from "../also-shown.ts";
import { frontDoorFacts, frontDoorReads, frontDoorTarget } from "../edge/front-door-evidence.ts";
import { concerns, errorMatches, hasCode } from "../error-text.ts";
import { serviceTypes } from "../network/caller-network.ts";

const aboutSite = concerns(["appservice"], ["microsoft.web/sites", "microsoft.web/sites/slots"]);

/** What the front end answers in the app's place. */
const saysOwnPage = errorMatches(
  "ip forbidden|web app - unavailable|this web app is stopped",
  "web app you have attempted to reach has blocked your access",
);
/** A 404 or a 5xx never comes from a restriction. */
const saysRefused = `(${hasCode("403")} || ${saysOwnPage} || ${errorMatches("(?:code|status|returned|respon(?:se|ded)|answer(?:ed|s)?|with|error|got|gets?)[:= ]{1,3}.?(?:403|forbidden)\\b", "(?:^|[^0-9.:-])403(?:[^0-9.-]|$)|403 ?에러|접근.{0,10}(?:거부|차단|금지)")})`;
const servicesOf = `[${serviceTypes.map((type) => `'${type}'`).join(", ")}]`;

export const appServiceAccessRestrictionDeny: Playbook = {
  code: "appservice.access-restriction-deny",
  title: {
    en: "An access restriction of the site refuses the caller",
    ko: "사이트의 액세스 제한이 호출자를 차단합니다",
  },
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/app-service/overview-access-restrictions"],
  raisedBy: `${aboutSite} && ${saysRefused} || ${saysOwnPage}`,
  target: `targets('microsoft.web/sites', 'microsoft.web/sites/slots') || ${saysOwnPage} && (${frontDoorTarget}) || \`[]\``,
  needsTarget: true,
  competitors: ["appservice.site-stopped", "frontdoor.origin-host-header"],
  reads: {
    config: {
      title: { en: "Access restrictions of {{target.name}}", ko: "{{target.name}}의 액세스 제한" },
      request: { kind: "arm", path: "{{siteId}}/config/web" },
      permission: "Microsoft.Web/sites/config/read",
    },
    profile: {
      title: { en: "Front Door {{target.name}}: its ID", ko: "Front Door {{target.name}}의 식별자(ID)" },
      request: { kind: "arm", path: "{{target.id}}" },
      when: "viaDoor",
      permission: "Microsoft.Cdn/profiles/read",
    },
    ...Object.fromEntries(
      ["groups", "originLists", "domains", "backends"].map((name) => [
        name,
        { ...frontDoorReads[name]!, when: "viaDoor" },
      ]),
    ),
    doorConfigs: {
      title: { en: "Access restrictions of {{id_name(item)}}", ko: "{{id_name(item)}}의 액세스 제한" },
      request: { kind: "arm", path: "{{item}}/config/web" },
      each: "doorSites",
      permission: "Microsoft.Web/sites/config/read",
    },
    site: {
      title: { en: "Site {{target.name}}", ko: "사이트 {{target.name}}" },
      request: { kind: "arm", path: "{{siteId}}" },
      permission: "Microsoft.Web/sites/read",
    },
  },
  let: {
    origins: frontDoorFacts["origins"]!,
    askedHosts: frontDoorFacts["askedHosts"]!,
    servesAsked: frontDoorFacts["servesAsked"]!,
    /** The site is called by a domain that is Front Door's: the sites behind it are looked at. */
    viaDoor: "target.type == 'microsoft.cdn/profiles'",
    doorSites:
      "viaDoor && servesAsked && backends.data[?type == 'microsoft.web/sites' && length(not_null(properties.enabledHostNames, properties.hostNames, `[]`)[?contains($.origins[].properties.hostName, @)]) > `0`].id || `[]`",
    /** Sites that ask for the ID of another Front Door, and for this one's nowhere. */
    strangers:
      'doorConfigs[?length(not_null(properties.ipSecurityRestrictions, `[]`)[].headers."x-azure-fdid"[]) > `0` && !contains(properties.ipSecurityRestrictions[].headers."x-azure-fdid"[], $.profile.properties.frontDoorId)]',
    siteId: "viaDoor ? (length(strangers) == `1` && id_parent(strangers[0].id) || `null`) : target.id",
    siteName: "id_name(siteId)",
    asksOther:
      '!said(viaDoor) || profile.properties.frontDoorId && (strangers[0].properties.ipSecurityRestrictions[].headers."x-azure-fdid"[] | [0])',
    address: "signals.clientAddresses[0].address",
    rules: "not_null(config.properties.ipSecurityRestrictions, `[]`)",
    denies:
      "config.properties.ipSecurityRestrictionsDefaultAction == 'Deny' || length(rules[?action == 'Deny']) > `0` || !(config.properties.ipSecurityRestrictionsDefaultAction) && length(rules[?action == 'Allow' && ipAddress != 'Any']) > `0`",
    /** The rule with the smallest priority number that covers the caller decides. */
    deciding:
      "address && (sort_by(rules[?ipAddress == 'Any' || any_in_cidr($.address, split(not_null(ipAddress, '')))], &not_null(priority, `0`)) | [0])",
    admitted: "deciding.action == 'Allow'",
    denying: "deciding.action == 'Deny' && deciding || (rules[?action == 'Deny'] | [-1]) || rules[0]",
    priority: "denying.priority <= `200` ? denying.priority - `1` : `200`",
    /** The deployment site has rules of its own. */
    isScm: "matches(request.error, '[.]scm[.](?:azurewebsites|chinacloudsites)')",
    /** A data service named by its host in the error may have refused the app itself. */
    calledService: `length(signals.hosts[?starts_with(pointer, '/error') && contains(${servicesOf}, type)]) > \`0\``,
    isClosed:
      "same_text(site.properties.publicNetworkAccess, 'Disabled') || same_text(config.properties.publicNetworkAccess, 'Disabled')",
  },
  holds: `${saysRefused} && asksOther && site.properties.state == 'Running' && (isClosed || denies && !admitted) && !isScm && (!said(calledService) || ${saysOwnPage}) && (said(denying.name) || \`true\`) && (said(denying.ipAddress) || \`true\`) && (said(address) || \`true\`) && ${alsoShown("rules[?action == 'Allow'].ipAddress | [0]", "rules[?action == 'Allow'].ipAddress | [1]")}`,
  layer: 3,
  explanation: {
    en: "{{siteName}} has access restrictions that admit only listed sources, and the caller is none of them. The front end answers 403 (Ip Forbidden) without waking the app.",
    ko: "{{siteName}}에 등록된 원본만 허용하는 액세스 제한이 있으며 호출자는 포함되지 않습니다. 프런트 엔드가 앱을 호출하지 않고 403(Ip Forbidden)으로 응답합니다.",
  },
  ruledOut: {
    en: "{{siteName}} has no access restriction that refuses the caller.",
    ko: "{{siteName}}에는 호출자를 차단하는 액세스 제한이 없습니다.",
  },
  culprits: ["viaDoor && siteId"],
  actions: [
    {
      title: { en: "Admit this Front Door by its ID", ko: "이 Front Door의 ID 허용" },
      why: {
        en: "Every Front Door sends an ID of its own in X-Azure-FDID. A new one has another: the rule that asks for the old one no longer fits.",
        ko: "Front Door마다 X-Azure-FDID로 보내는 ID가 다릅니다. 새로 만들면 ID가 바뀌므로 이전 ID를 요구하는 규칙에 맞지 않습니다.",
      },
      commands: [
        "az webapp config access-restriction add --ids {{siteId}} --rule-name allow-front-door --action Allow --service-tag AzureFrontDoor.Backend --http-header x-azure-fdid={{profile.properties.frontDoorId}} --priority {{priority}}",
      ],
      config: "Microsoft.Web/sites/config: properties.ipSecurityRestrictions[].headers",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp config access-restriction remove --ids {{siteId}} --rule-name allow-front-door",
      when: "viaDoor",
      effects: [
        {
          kind: "append",
          id: "{{siteId}}/config/web",
          values: {
            "/properties/ipSecurityRestrictions":
              "{ipAddress: 'AzureFrontDoor.Backend', tag: 'ServiceTag', action: 'Allow', priority: priority, name: 'allow-front-door', headers: {\"x-azure-fdid\": [profile.properties.frontDoorId]}}",
          },
        },
      ],
    },
    {
      title: { en: "Add a rule for the caller", ko: "호출자 허용 규칙 추가" },
      why: {
        en: "By address, by service tag (AzureFrontDoor.Backend together with the X-Azure-FDID header), or by subnet.",
        ko: "주소, 서비스 태그(X-Azure-FDID 헤더와 함께 AzureFrontDoor.Backend) 또는 서브넷으로 허용하세요.",
      },
      commands: [
        "az webapp config access-restriction add --ids {{siteId}} --rule-name allow-caller --action Allow --ip-address {{address}} --priority {{priority}}",
      ],
      config: "Microsoft.Web/sites/config: properties.ipSecurityRestrictions",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp config access-restriction remove --ids {{siteId}} --rule-name allow-caller",
      when: "address && !viaDoor",
      effects: [
        {
          kind: "append",
          id: "{{siteId}}/config/web",
          values: {
            "/properties/ipSecurityRestrictions":
              "{ipAddress: join('', [address, '/32']), action: 'Allow', priority: priority, name: 'allow-caller'}",
          },
        },
        {
          kind: "set",
          id: "{{siteId}}",
          values: { "/properties/publicNetworkAccess": "'Enabled'" },
          when: "isClosed",
        },
      ],
    },
    {
      title: {
        en: "Call it by its private endpoint, or open it",
        ko: "프라이빗 엔드포인트로 호출하거나 공용 액세스 허용",
      },
      why: {
        en: "Public network access of {{siteName}} is disabled: only private endpoints reach it. Connect by VPN or from the virtual network, or enable public network access together with rules.",
        ko: "{{siteName}}의 공용 네트워크 액세스가 사용 안 함이어서 프라이빗 엔드포인트로만 접근할 수 있습니다. VPN이나 가상 네트워크에서 연결하거나, 규칙과 함께 공용 네트워크 액세스를 사용하도록 설정하세요.",
      },
      commands: ["az webapp update --ids {{siteId}} --set publicNetworkAccess=Enabled"],
      config: "Microsoft.Web/sites: properties.publicNetworkAccess",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp update --ids {{siteId}} --set publicNetworkAccess=Disabled",
      when: "said(isClosed) && !address && !viaDoor",
    },
    {
      title: { en: "Look at the rules", ko: "규칙 확인" },
      why: {
        en: "The caller's address is not stated: find the rule that it needs.",
        ko: "호출자의 주소를 알 수 없으므로 필요한 규칙을 확인하세요.",
      },
      commands: ["az webapp config access-restriction show --ids {{siteId}}"],
      changes: false,
      when: "!address && !viaDoor && !said(isClosed)",
    },
  ],
  verify: {
    text: { en: "The call is answered by the app.", ko: "앱이 호출에 응답합니다." },
    commands: ["az webapp config access-restriction show --ids {{siteId}}"],
  },
};
