import type { Playbook } from "../../playbook.ts";
import { errorMatches, errorMentions } from "../error-text.ts";

/** Front Door answers carry `x-azure-ref`, or its own page; its hosts end in azurefd.net. */
export const aboutFrontDoor = `(${errorMentions("x-azure-ref", "Azure ref:", "front door", "azurefd.net", "Azure Front Door", "cdn_frontdoor", "frontdoor", "프런트 도어", "프런트도어", "프론트 도어", "프론트도어", "AFD")} || ${errorMatches("our services aren.t available right now|working to restore all services|x-fd-(?:int-)?|FrontDoorAccessLog|\\bX-Cache: (?:CONFIG_NOCACHE|TCP_MISS|TCP_HIT)")} || length(signals.hosts[?service == 'frontdoor']) > \`0\` || length(signals.resources[?type == 'microsoft.cdn/profiles' && matchedBy != 'neighbour']) > \`0\`)`;
export const frontDoorTarget = "targets('microsoft.cdn/profiles') || candidates('microsoft.cdn/profiles')";

export const frontDoorReads: Playbook["reads"] = {
  groups: {
    title: { en: "Origin groups of {{target.name}}", ko: "{{target.name}}의 원본 그룹" },
    request: { kind: "arm", path: "{{target.id}}/originGroups" },
    permission: "Microsoft.Cdn/profiles/originGroups/read",
  },
  originLists: {
    title: { en: "Origins in {{id_name(item)}}", ko: "{{id_name(item)}}의 원본" },
    request: { kind: "arm", path: "{{item}}/origins" },
    each: "groups.value[].id",
    permission: "Microsoft.Cdn/profiles/originGroups/origins/read",
  },
  domains: {
    title: { en: "Custom domains of {{target.name}}", ko: "{{target.name}}의 사용자 지정 도메인" },
    request: { kind: "arm", path: "{{target.id}}/customDomains" },
    permission: "Microsoft.Cdn/profiles/customDomains/read",
    optional: true,
  },
  logs: {
    title: {
      en: "Access log of {{target.name}} around the failure",
      ko: "실패 시점 전후의 {{target.name}} 액세스 로그",
    },
    request: {
      kind: "logs",
      resourceId: "{{target.id}}",
      query: "AzureDiagnostics | order by TimeGenerated desc | take 100",
      from: "hours_before(signals.observedAt, `6`)",
      to: "minutes_after(signals.observedAt, `10`)",
    },
    permission: "Microsoft.OperationalInsights/workspaces/query/read",
    optional: true,
  },
  /** Every app that an origin points at, by the host names that it serves. */
  backends: {
    title: { en: "What serves the origins' host names", ko: "원본의 호스트 이름을 제공하는 리소스" },
    request: {
      kind: "resource_graph",
      query:
        "resources | where type in~ ('microsoft.app/containerapps', 'microsoft.web/sites', 'microsoft.web/staticsites', 'microsoft.storage/storageaccounts', 'microsoft.apimanagement/service') | project id, name, type, resourceGroup, subscriptionId, properties",
    },
    permission: "Microsoft.App/containerApps/read",
  },
};

/** Hosts under which an app is reached: its default one and those bound to it. */
const servedHosts =
  "[properties.configuration.ingress.fqdn, properties.defaultHostName, properties.configuration.ingress.customDomains[].name, properties.hostNames, properties.enabledHostNames, properties.customDomains, host_of(properties.primaryEndpoints.web), host_of(properties.primaryEndpoints.blob), host_of(properties.gatewayUrl), properties.hostnameConfigurations[].hostName, properties.customDomain.name, properties.defaultHostname][]";

export const frontDoorFacts: NonNullable<Playbook["let"]> = {
  origins: "not_null(originLists, `[]`)[].value[] | [?properties.enabledState != 'Disabled']",
  /** Of several profiles, the one that serves the domain that was asked for. */
  servesAsked:
    "target.matchedBy != 'neighbour' || length(signals.resources[?type == 'microsoft.cdn/profiles']) == `1` || !readable(domains) || length(not_null(askedHosts, `[]`)) == `0` || length(domains.value[?contains($.askedHosts, properties.hostName)]) > `0`",
  askedHosts: "signals.hosts[?service == 'custom'].host",
  /** The app behind an origin's host name. */
  backend: `backends.data[?contains(not_null(${servedHosts}, \`[]\`), $.suspect.properties.hostName)] | [0]`,
  backendHosts: `backend.${servedHosts}`,
  /** An origin that is sent another host than its own, one that its app does not serve. */
  suspect: [
    "(origins[?properties.originHostHeader && properties.originHostHeader != properties.hostName && contains(not_null($.askedHosts, `[]`), properties.originHostHeader)] | [0])",
    "(origins[?properties.originHostHeader && properties.originHostHeader != properties.hostName] | [0])",
    /** Without a header of its own the name that the client asked for is handed on. */
    "(origins[?!(properties.originHostHeader) && properties.hostName] | [0])",
  ].join(" || "),
};
