import type { Playbook } from "../../playbook.ts";
import { anyTextRaises, errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { siteTarget } from "./site-evidence.ts";

export const appServiceCertBinding: Playbook = {
  code: "appservice.cert-binding-stale",
  title: text(
    "The host name is still bound to an old certificate",
    "호스트 이름이 아직 이전 인증서에 바인딩되어 있습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/app-service/configure-ssl-certificate",
    "https://learn.microsoft.com/azure/app-service/configure-ssl-bindings",
  ],
  raisedBy: `${hasCode("CERT_HAS_EXPIRED", "CERTIFICATE_VERIFY_FAILED", "SSLHandshakeException")} || ${errorMatches("certificate.{0,60}(?:expired|invalid|not valid|no longer valid|old)|ERR_CERT|CERT_DATE|EXPIRED_CERT|certificate.{0,80}(?:in use|is used|bound|binding)|NotTimeValid|notAfter|PKIX path|thumbprint", "인증서.{0,40}(?:만료|유효|이전|예전|갱신|교체)", "(?:renew|replac|rotat|upload|import)[a-z]{0,4} .{0,40}cert|cert.{0,80}(?:renewed|old one|previous|expir|replaced|rotated)")} || ${anyTextRaises("certificate.{0,40}(?:renew|expired|old)")}`,
  target: siteTarget,
  needsTarget: false,
  competitors: ["frontdoor.cert-name-check"],
  reads: {
    apps: {
      title: text("Sites and the host names that they serve", "사이트와 제공하는 호스트 이름"),
      request: {
        kind: "resource_graph",
        query:
          "resources | where type =~ 'microsoft.web/sites' | project id, name, type, properties | order by id asc | take 200",
      },
      permission: "Microsoft.Web/sites/read",
    },
    bindings: {
      title: text("Host names and their certificates", "호스트 이름과 인증서"),
      request: { kind: "arm", path: "{{app.id}}/hostNameBindings" },
      permission: "Microsoft.Web/sites/hostNameBindings/read",
    },
    certificates: {
      title: text("Certificates of App Service", "App Service 인증서"),
      request: {
        kind: "resource_graph",
        query:
          "resources | where type =~ 'microsoft.web/certificates' | project id, name, type, properties | order by id asc | take 200",
      },
      permission: "Microsoft.Web/certificates/read",
    },
  },
  let: {
    /** The site that serves a host name of the error; else the one that the error names. */
    app: "(apps.data[?length(not_null(properties.hostNames, `[]`)[?!ends_with(@, '.azurewebsites.net') && mentions($.request.error, @)]) > `0`] | [0]) || (apps.data[?same_id(id, not_null($.target.id, ''))] | [0])",
    errorHosts: "signals.hosts[?starts_with(pointer, '/error')].host",
    expired:
      "certificates.data[?before(properties.expirationDate, $.signals.observedAt)].properties.thumbprint",
    secured: "bindings.value[?properties.thumbprint]",
    /** Of several names that the error speaks of, the one whose certificate has ended is the one that fails. */
    named: "secured[?contains($.errorHosts, lower(last_segment(name)))]",
    bound: [
      "said(named[?mentions($.expired, properties.thumbprint)] | [0])",
      "said(named[0])",
      "said(secured[?mentions($.request.error, last_segment(name))] | [0])",
      "said(secured[?mentions($.expired, properties.thumbprint)] | [0])",
      "secured[0]",
    ].join(" || "),
    hostName:
      "(bound && last_segment(bound.name)) || (app.properties.hostNameSslStates[?thumbprint && mentions($.request.error, name)] | [0].name)",
    ssl: "app.properties.hostNameSslStates[?name == $.hostName] | [0].thumbprint",
    thumbprint: "bound.properties.thumbprint || ssl",
    old: "certificates.data[?same_text(properties.thumbprint, $.thumbprint)] | [0]",
    oldExpiry: "old.properties.expirationDate",
    newer:
      "certificates.data[?!same_text(properties.thumbprint, $.thumbprint) && before($.signals.observedAt, properties.expirationDate) && (!($.oldExpiry) || before($.oldExpiry, properties.expirationDate)) && (contains(not_null(properties.hostNames, `[]`), $.hostName) || same_text(properties.subjectName, $.hostName) || contains(not_null(properties.hostNames, `[]`), join('', ['*.', join('.', split($.hostName, '.')[1:])])) || same_text(properties.subjectName, join('', ['*.', join('.', split($.hostName, '.')[1:])])))] | [0]",
    newThumbprint: "newer.properties.thumbprint",
    newExpiry: "newer.properties.expirationDate",
  },
  holds: "thumbprint && newThumbprint && newExpiry && (said(oldExpiry) || `true`)",
  layer: 4,
  explanation: text(
    "{{hostName}} is bound to the certificate {{thumbprint}} (expires {{oldExpiry || 'unknown'}}). A newer one for the name, {{newThumbprint}} (expires {{newExpiry}}), is there but bound to nothing: renewing or importing a certificate does not change a binding that names the old thumbprint.",
    "{{hostName}}이(가) 인증서 {{thumbprint}}(만료 {{oldExpiry || 'unknown'}})에 바인딩되어 있습니다. 같은 이름의 새 인증서 {{newThumbprint}}(만료 {{newExpiry}})가 있지만 바인딩되지 않았습니다. 인증서를 갱신하거나 가져와도 이전 지문을 가리키는 바인딩은 바뀌지 않습니다.",
  ),
  ruledOut: text(
    "The host name is bound to the newest certificate that there is for it.",
    "호스트 이름이 최신 인증서에 바인딩되어 있습니다.",
  ),
  culprits: ["app.id", "bound.id", "old.id"],
  actions: [
    {
      title: text("Bind the new certificate", "새 인증서 바인딩"),
      why: text(
        "SNI bindings change without downtime. Delete the old certificate afterwards.",
        "SNI 바인딩은 중단 없이 변경됩니다. 이후 이전 인증서를 삭제하세요.",
      ),
      commands: [
        "az webapp config ssl bind --resource-group {{id_group(app.id)}} --name {{app.name}} --certificate-thumbprint {{newThumbprint}} --hostname {{hostName}} --ssl-type SNI",
      ],
      config: "Microsoft.Web/sites/hostNameBindings: properties.thumbprint, sslState",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp config ssl bind --resource-group {{id_group(app.id)}} --name {{app.name}} --certificate-thumbprint {{thumbprint}} --hostname {{hostName}} --ssl-type SNI",
      effects: [
        {
          kind: "set",
          id: "{{bound.id}}",
          values: { "/properties/thumbprint": "newThumbprint", "/properties/sslState": "'SniEnabled'" },
          when: "bound.id",
        },
        {
          kind: "set",
          id: "{{app.id}}",
          values: {
            "/properties/hostNameSslStates":
              "map(&(name == $.hostName ? merge(@, {thumbprint: $.newThumbprint}) : @), app.properties.hostNameSslStates)",
          },
          when: "ssl",
        },
      ],
    },
  ],
  verify: {
    text: text("The host shows the new certificate's thumbprint.", "호스트가 새 인증서의 지문을 표시합니다."),
    commands: [
      "az webapp config hostname list --resource-group {{id_group(app.id)}} --webapp-name {{app.name}}",
    ],
  },
};
