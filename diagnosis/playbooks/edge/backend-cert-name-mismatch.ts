import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { aboutGateway, gatewayFacts, gatewayReads } from "./application-gateway-evidence.ts";

export const gatewayBackendCertName: Playbook = {
  code: "appgw.backend-cert-name-mismatch",
  title: text(
    "The backend certificate's name differs from the host name the gateway uses",
    "백 엔드 인증서의 이름이 게이트웨이가 사용하는 호스트 이름과 다릅니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/application-gateway/application-gateway-backend-health-troubleshooting#common-name-cn-doesnt-match",
    "https://learn.microsoft.com/azure/application-gateway/ssl-overview#end-to-end-tls-encryption",
  ],
  raisedBy: aboutGateway,
  needsTarget: false,
  competitors: ["appgw.probe-host-header", "network.nsg-ingress-deny"],
  reads: gatewayReads,
  let: {
    ...gatewayFacts,
    /** The names of the certificate as openssl, curl, keytool or .NET print them. */
    presented: [
      "find(request.error, '((?:DNS:|DNS Name=|DNSName: )[a-z0-9*][^\\n]{3,300})')",
      "find(request.error, 'subject ?[:=].{0,120}CN ?= ?([a-z0-9*][a-z0-9.*-]{3,120})')",
    ].join(" || "),
    /** A name of the certificate that can be sent. */
    presentedName:
      "find(not_null(presented, ''), '(?:^|DNS:|DNS Name=|DNSName: )([a-z0-9][a-z0-9.-]{3,120})')",
    isNotPresented:
      "presented && sentHost && !mentions(presented, sentHost) && !mentions(presented, join('', ['*.', join('.', split(sentHost, '.')[1:])]))",
    saysBadGateway: `(${hasCode("502")} || ${errorMatches("\\b502\\b|unhealthy|비정상|ERRORINFO_NO_LIVE_UPSTREAM|ERRORINFO_UPSTREAM")})`,
    /** The gateway's own word cannot be read; the developer tells that the backend got another certificate, and no other fault of it. */
    tellsNewCertificate:
      "sent_matches('(?:new|another|other|renewed|replaced|reissued|rotated|swapped|internal|own|different|wildcard|self.?managed) .{0,40}certificate', 'certificate.{0,60}(?:renewed|replaced|reissued|rotated|swapped|changed|issued)', '인증서.{0,20}(?:교체|갱신|변경|재발급|새로)|(?:새|다른|신규) ?인증서') && !sent_matches('certificate.{0,40}expired|expired.{0,20}certificate|self.?signed|unknown authority|untrusted|root certificate|만료')",
    isListened: "said(listener.id) || length(settings) == `1`",
    /** The platform has a certificate for every host name of an app that it serves. */
    servesHost: "backend.id && usedHost && mentions(backendHosts, usedHost)",
    usedHost:
      "sentHost || said(setting.properties.pickHostNameFromBackendAddress == `true` && backendHost) || said(pool.properties.backendAddresses[0].ipAddress) || `null`",
  },
  holds:
    "(said(presented) && said(sentHost) ? isNotPresented && said(saysBadGateway) : saysCertificate || said(saysBadGateway) && said(tellsNewCertificate) && said(isListened) && !said(saysStatus) && setting.properties.hostName) && !(said(servesHost)) && setting.properties.protocol == 'Https' && (setting.properties.hostName || probe.properties.host || setting.properties.pickHostNameFromBackendAddress || `true`)",
  layer: 4,
  explanation: text(
    "Over HTTPS the gateway compares the backend certificate's name with the host name of the probe or of the backend setting {{setting.name}}: {{usedHost || '-'}}. The backend {{backendHost || '-'}} presents a certificate for another name, so the gateway marks it unhealthy and answers 502.",
    "게이트웨이는 HTTPS에서 백 엔드 인증서의 이름을 프로브 또는 백 엔드 설정 {{setting.name}}의 호스트 이름 {{usedHost || '-'}}과(와) 비교합니다. 백 엔드 {{backendHost || '-'}}은(는) 다른 이름의 인증서를 제시하므로 비정상으로 표시되고 502로 응답합니다.",
  ),
  ruledOut: text(
    "The gateway reports nothing about the name of the backend's certificate.",
    "게이트웨이가 백 엔드 인증서의 이름 문제를 보고하지 않았습니다.",
  ),
  culprits: ["gateway.id", "setting.id"],
  actions: [
    {
      title: text(
        "Send {{presentedName}}, which the certificate names",
        "인증서에 있는 {{presentedName}}(으)로 전송",
      ),
      why: text(
        "The backend setting sends {{sentHost}}, which the certificate does not name. Or bind a certificate for that name at the backend.",
        "백 엔드 설정이 보내는 {{sentHost}}은(는) 인증서에 없습니다. 또는 백 엔드에 그 이름의 인증서를 바인딩하세요.",
      ),
      commands: [
        "az network application-gateway http-settings update --resource-group {{id_group(gateway.id)}} --gateway-name {{gateway.name}} --name {{setting.name}} --host-name {{presentedName}}",
      ],
      config: "backendHttpSettingsCollection[].properties.hostName; probes[].properties.host",
      changes: true,
      needsRole: "Network Contributor",
      undo: "az network application-gateway http-settings update --resource-group {{id_group(gateway.id)}} --gateway-name {{gateway.name}} --name {{setting.name}} --host-name {{sentHost}}",
      when: "presentedName && sentHost",
      effects: [
        { kind: "set", id: "{{setting.id}}", values: { "/properties/hostName": "presentedName" } },
        {
          kind: "set",
          id: "{{probe.id}}",
          values: { "/properties/host": "presentedName" },
          when: "probe.properties.host",
        },
      ],
    },
    {
      title: text("Send the host name that stands in the certificate", "인증서에 있는 호스트 이름으로 전송"),
      why: text(
        "Override the host name of the backend setting (and of its probe) with a name of the certificate, or take it from the backend pool where the pool's FQDN is that name; else bind a certificate for the host name that is sent.",
        "백 엔드 설정(및 프로브)의 호스트 이름을 인증서의 이름으로 재정의하거나, 풀의 FQDN이 그 이름이면 백 엔드 풀에서 가져오세요. 또는 전송되는 호스트 이름의 인증서를 백 엔드에 바인딩하세요.",
      ),
      commands: [
        "az network application-gateway http-settings update --resource-group {{id_group(gateway.id)}} --gateway-name {{gateway.name}} --name {{setting.name}} --host-name-from-backend-pool true",
      ],
      config:
        "backendHttpSettingsCollection[].properties.hostName or pickHostNameFromBackendAddress; probes[].properties.host",
      changes: true,
      needsRole: "Network Contributor",
      when: "!(presentedName && sentHost)",
      effects: [
        {
          kind: "set",
          id: "{{setting.id}}",
          values: {
            "/properties/pickHostNameFromBackendAddress": "`true`",
            "/properties/hostName": "`null`",
          },
        },
        {
          kind: "set",
          id: "{{probe.id}}",
          values: {
            "/properties/pickHostNameFromBackendHttpSettings": "`true`",
            "/properties/host": "`null`",
          },
          when: "probe.id",
        },
      ],
    },
  ],
  verify: {
    text: text("The backend is shown as healthy.", "백 엔드가 정상으로 표시됩니다."),
    commands: [
      "az network application-gateway show-backend-health --resource-group {{id_group(gateway.id)}} --name {{gateway.name}}",
    ],
  },
};
