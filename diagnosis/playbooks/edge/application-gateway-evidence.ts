import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { text } from "../text.ts";

/** Application Gateway answers with its own server name; its health messages are fixed sentences. */
export const aboutGateway = `(${errorMatches(
  "Microsoft-Azure-Application-Gateway|application gateway|appgw|\\bagw\\b|backend ?health|ApplicationGateway|애플리케이션 게이트웨이|백 ?엔드 상태|app ?gateway|AGIC",
  "backend (?:certificate|server|pool|settings?)|backend.s HTTP status|(?:health )?probe (?:setting|config)|\\bWAF\\b|leaf certificate",
)} || length(signals.resources[?type == 'microsoft.network/applicationgateways' && matchedBy != 'neighbour']) > \`0\`)`;

export const gatewayReads: Playbook["reads"] = {
  gateways: {
    title: text("Application gateways", "애플리케이션 게이트웨이 목록"),
    request: {
      kind: "resource_graph",
      query:
        "resources | where type =~ 'microsoft.network/applicationgateways' | project id, name, type, resourceGroup, subscriptionId, properties",
    },
    when: "!(namedGateway)",
    permission: "Microsoft.Network/applicationGateways/read",
  },
  gateway: {
    title: text(
      "Application gateway {{id_name(gatewayId)}}: backend settings, probes and rules",
      "애플리케이션 게이트웨이 {{id_name(gatewayId)}}: 백 엔드 설정, 프로브, 규칙",
    ),
    request: { kind: "arm", path: "{{gatewayId}}" },
    permission: "Microsoft.Network/applicationGateways/read",
  },
  /** Every app that a backend pool may point at, by the host names that it serves. */
  backends: {
    title: text("What serves the backends' host names", "백 엔드 호스트 이름을 제공하는 리소스"),
    request: {
      kind: "resource_graph",
      query:
        "resources | where type in~ ('microsoft.app/containerapps', 'microsoft.web/sites', 'microsoft.web/staticsites', 'microsoft.apimanagement/service') | project id, name, type, resourceGroup, subscriptionId, properties",
    },
    permission: "Microsoft.Web/sites/read",
  },
};

const servedHosts =
  "[properties.configuration.ingress.fqdn, properties.defaultHostName, properties.configuration.ingress.customDomains[].name, properties.hostNames, properties.enabledHostNames, properties.customDomains, properties.gatewayUrl][]";

export const gatewayFacts: NonNullable<Playbook["let"]> = {
  namedGateway: "targets('microsoft.network/applicationgateways') | [0].id",
  /** A gateway that leads to a backend or listens for a host that the error names. */
  leadingGateway:
    "gateways.data[?length([properties.backendAddressPools[].properties.backendAddresses[].fqdn, properties.httpListeners[].properties.hostName, properties.httpListeners[].properties.hostNames[]][] | [?@ && mentions($.request.error, @)]) > `0`] | [0].id",
  gatewayId:
    "namedGateway || said(leadingGateway) || said(length(not_null(gateways.data, `[]`)) == `1` && gateways.data[0].id) || `null`",
  pools: "not_null(gateway.properties.backendAddressPools, `[]`)",
  settings: "not_null(gateway.properties.backendHttpSettingsCollection, `[]`)",
  probes: "not_null(gateway.properties.probes, `[]`)",
  rules: "not_null(gateway.properties.requestRoutingRules, `[]`)",
  /** The listener of the host that was asked for, and what its rule leads to. */
  listener:
    "not_null(gateway.properties.httpListeners, `[]`)[?properties.hostName && mentions($.request.error, properties.hostName) || length(not_null(properties.hostNames, `[]`)[?mentions($.request.error, @)]) > `0`] | [0]",
  listenerRule: "rules[?same_id(properties.httpListener.id, $.listener.id)] | [0]",
  /** Nothing names a backend, and one setting alone sends a host name that no pool has. */
  oddSettings:
    "settings[?!(properties.pickHostNameFromBackendAddress) && !contains(not_null($.pools[].properties.backendAddresses[].fqdn, `[]`), not_null(properties.hostName, ''))]",
  oddSetting: "said(length(oddSettings) == `1` && oddSettings[0]) || `null`",
  oddRule: "rules[?same_id(properties.backendHttpSettings.id, $.oddSetting.id)] | [0]",
  /** The backend that the error names, by its host or by its pool; else the only pool there is. */
  pool: [
    "said(pools[?length(properties.backendAddresses[?fqdn && mentions($.request.error, fqdn)]) > `0`] | [?mentions($.request.error, name)] | [0])",
    "said(pools[?mentions($.request.error, name)] | [0])",
    "said(pools[?length(properties.backendAddresses[?fqdn && mentions($.request.error, fqdn)]) > `0`] | [0])",
    "said(pools[?length(properties.backendAddresses[?ipAddress && mentions($.request.error, ipAddress)]) > `0`] | [0])",
    "said(pools[?same_id(id, $.listenerRule.properties.backendAddressPool.id)] | [0])",
    "said(length(pools) == `1` && pools[0])",
    "said(pools[?same_id(id, $.oddRule.properties.backendAddressPool.id)] | [0])",
    "`null`",
  ].join(" || "),
  rule: "rules[?same_id(properties.backendAddressPool.id, $.pool.id)] | [0]",
  pathRule:
    "not_null(gateway.properties.urlPathMaps, `[]`)[].properties.pathRules[] | [?same_id(properties.backendAddressPool.id, $.pool.id)] | [0]",
  setting: [
    "said(settings[?mentions($.request.error, name)] | [0])",
    "said(settings[?same_id(id, $.listenerRule.properties.backendHttpSettings.id)] | [0])",
    "said(settings[?same_id(id, $.rule.properties.backendHttpSettings.id)] | [0])",
    "said(settings[?same_id(id, $.pathRule.properties.backendHttpSettings.id)] | [0])",
    "said(length(settings) == `1` && settings[0])",
    "oddSetting",
    "`null`",
  ].join(" || "),
  probe: "said(probes[?same_id(id, $.setting.properties.probe.id)] | [0]) || `null`",
  backendHost: "said(pool.properties.backendAddresses[0].fqdn) || `null`",
  /** A custom probe with a host of its own sends that one, whatever the backend setting says. */
  probeHost:
    "said(!(probe.properties.pickHostNameFromBackendHttpSettings)) && probe.properties.host || `null`",
  /** The name that the gateway sends to the backend, probes included; null: the address's own or the client's. */
  sentHost: "said(probe.properties.host) || said(setting.properties.hostName) || `null`",
  backend: `said(backends.data[?mentions(not_null(${servedHosts}, \`[]\`), $.backendHost)] | [0]) || \`null\``,
  backendHosts: `backend.${servedHosts}`,
  sendsOwnHost: "setting.properties.pickHostNameFromBackendAddress == `true`",
  saysCertificate: errorMatches(
    "common name|\\bCN\\b .{0,120}(?:match|mismatch)|subject alternative name|일반 이름",
    "certificate .{0,120}does not match|hostname .{0,60}does not match|ERR_TLS_CERT_ALTNAME|BackendCertificate|leaf certificate",
  ),
  saysStatus: errorMatches(
    "did not match the probe|received:? ?(?:3|4|5)[0-9][0-9]|invalid status code|status code .{0,80}probe|상태 코드|일치하지 않",
  ),
};
