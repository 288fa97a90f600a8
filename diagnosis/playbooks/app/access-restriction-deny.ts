import type { Playbook } from "../../playbook.ts";
import { concerns, errorMatches, hasCode } from "../error-text.ts";
import { serviceTypes } from "../network/caller-network.ts";

const aboutSite = concerns(["appservice"], ["microsoft.web/sites", "microsoft.web/sites/slots"]);

/** What the front end answers in the app's place. */
const saysOwnPage = errorMatches(
  "ip forbidden|web app - unavailable|this web app is stopped",
  "web app you have attempted to reach has blocked your access",
);
/** A 404 or a 5xx never comes from a restriction. */
const saysRefused = `(${hasCode("403")} || ${saysOwnPage})`;
const servicesOf = `[${serviceTypes.map((type) => `'${type}'`).join(", ")}]`;

export const appServiceAccessRestrictionDeny: Playbook = {
  code: "appservice.access-restriction-deny",
  title: {
    en: "An access restriction of the site refuses the caller",
    ko: "사이트의 액세스 제한이 호출자를 차단합니다",
  },
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/app-service/overview-access-restrictions"],
  raisedBy: `${aboutSite} && ${saysRefused}`,
  target: "targets('microsoft.web/sites', 'microsoft.web/sites/slots')",
  needsTarget: true,
  competitors: ["appservice.site-stopped", "frontdoor.origin-host-header"],
  reads: {
    config: {
      title: { en: "Access restrictions of {{target.name}}", ko: "{{target.name}}의 액세스 제한" },
      request: { kind: "arm", path: "{{target.id}}/config/web" },
      permission: "Microsoft.Web/sites/config/read",
    },
    site: {
      title: { en: "Site {{target.name}}", ko: "사이트 {{target.name}}" },
      request: { kind: "arm", path: "{{target.id}}" },
      permission: "Microsoft.Web/sites/read",
    },
  },
  let: {
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
  holds: `${saysRefused} && site.properties.state == 'Running' && (isClosed || denies && !admitted) && !isScm && (!said(calledService) || ${saysOwnPage}) && (said(denying.name) || \`true\`) && (said(denying.ipAddress) || \`true\`) && (said(address) || \`true\`)`,
  layer: 3,
  explanation: {
    en: "{{target.name}} has access restrictions that admit only listed sources, and the caller is none of them. The front end answers 403 (Ip Forbidden) without waking the app.",
    ko: "{{target.name}}에 등록된 원본만 허용하는 액세스 제한이 있으며 호출자는 포함되지 않습니다. 프런트 엔드가 앱을 호출하지 않고 403(Ip Forbidden)으로 응답합니다.",
  },
  ruledOut: {
    en: "{{target.name}} has no access restriction that refuses the caller.",
    ko: "{{target.name}}에는 호출자를 차단하는 액세스 제한이 없습니다.",
  },
  actions: [
    {
      title: { en: "Add a rule for the caller", ko: "호출자 허용 규칙 추가" },
      why: {
        en: "By address, by service tag (AzureFrontDoor.Backend together with the X-Azure-FDID header), or by subnet.",
        ko: "주소, 서비스 태그(X-Azure-FDID 헤더와 함께 AzureFrontDoor.Backend) 또는 서브넷으로 허용하세요.",
      },
      commands: [
        "az webapp config access-restriction add --ids {{target.id}} --rule-name allow-caller --action Allow --ip-address {{address}} --priority {{priority}}",
      ],
      config: "Microsoft.Web/sites/config: properties.ipSecurityRestrictions",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp config access-restriction remove --ids {{target.id}} --rule-name allow-caller",
      when: "address",
      effects: [
        {
          kind: "append",
          id: "{{target.id}}/config/web",
          values: {
            "/properties/ipSecurityRestrictions":
              "{ipAddress: join('', [address, '/32']), action: 'Allow', priority: priority, name: 'allow-caller'}",
          },
        },
        {
          kind: "set",
          id: "{{target.id}}",
          values: { "/properties/publicNetworkAccess": "'Enabled'" },
          when: "isClosed",
        },
      ],
    },
    {
      title: { en: "Look at the rules", ko: "규칙 확인" },
      why: {
        en: "The caller's address is not stated: find the rule that it needs.",
        ko: "호출자의 주소를 알 수 없으므로 필요한 규칙을 확인하세요.",
      },
      commands: ["az webapp config access-restriction show --ids {{target.id}}"],
      changes: false,
      when: "!address",
    },
  ],
  verify: {
    text: { en: "The call is answered by the app.", ko: "앱이 호출에 응답합니다." },
    commands: ["az webapp config access-restriction show --ids {{target.id}}"],
  },
};
