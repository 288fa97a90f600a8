import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { applicationFacts, applicationReads, toldIfThere } from "./entra-evidence.ts";

const saysUnknownApp = `(${hasCode("AADSTS700016", "AADSTS650052", "AADSTS650051", "AADSTS50194", "AADSTS500011", "AADSTS90002", "AADSTS70001", "AADSTS7000229")} || ${errorMatches("application .{0,80}was not found in the (directory|tenant)", "lacks a service principal for", "client does not exist or is not enabled for consumers", "missing service principal in the tenant", "테넌트에서 .{0,20}(애플리케이션|앱).{0,20}찾을 수 없", "resource principal .{0,160} was not found in the tenant")})`;

export const entraAppWrongTenant: Playbook = {
  code: "entra.app-wrong-tenant",
  title: text(
    "The application is not known in the tenant that is asked",
    "요청한 테넌트에 해당 애플리케이션이 없습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts700016-app-not-found",
    "https://learn.microsoft.com/entra/identity-platform/single-and-multi-tenant-apps",
  ],
  raisedBy: saysUnknownApp,
  needsTarget: false,
  competitors: ["entra.client-secret-invalid", "entra.client-secret-expired", "entra.consent-missing"],
  reads: applicationReads,
  let: {
    ...applicationFacts,
    askedTenant:
      "find(request.error, '(?:directory|tenant)(?: named)? .{0,60}?([0-9a-f]{8}-[0-9a-f-]{27})') || signals.tenantIds[0]",
    homeTenant: "subscriptions.value[0].tenantId",
  },
  holds: [
    saysUnknownApp,
    "(!same_text(askedTenant, homeTenant) || `true`)",
    "(file_matches('tenant.{0,20}[0-9a-f]{8}-[0-9a-f-]{27}', 'login[.]microsoftonline[.]com/[0-9a-z.-]{4,60}') || `true`)",
    "(application.signInAudience || !readable(application) || !exists(application))",
    "(application.appId || !readable(application) || !exists(application))",
    toldIfThere("servicePrincipal", "servicePrincipal"),
  ].join(" && "),
  layer: 1,
  explanation: text(
    "Application {{appId}} has neither a registration nor a service principal in the tenant that was asked. Either the tenant (authority) is the wrong one for this application, or the application was never brought into it.",
    "요청한 테넌트에 애플리케이션 {{appId}}의 등록도 서비스 주체도 없습니다. 테넌트(authority)가 잘못되었거나 애플리케이션이 그 테넌트에 추가된 적이 없습니다.",
  ),
  ruledOut: text(
    "Microsoft Entra ID knows the application in the tenant that was asked.",
    "요청한 테넌트에서 Microsoft Entra ID가 애플리케이션을 알고 있습니다.",
  ),
  culprits: ["applicationPath", "appId ? `null` : concernedSites[0]"],
  actions: [
    {
      title: text(
        "Ask the tenant in which the application is registered",
        "애플리케이션이 등록된 테넌트로 요청",
      ),
      why: text(
        "Set the tenant ID of the authority to the application's own tenant and check the client ID. If it is to work in both tenants, make it multi-tenant and consent to it there.",
        "authority의 테넌트 ID를 애플리케이션이 등록된 테넌트로 바꾸고 클라이언트 ID를 확인하세요. 두 테넌트에서 모두 사용하려면 다중 테넌트로 바꾸고 해당 테넌트에서 동의하세요.",
      ),
      commands: [
        "az ad app show --id {{appId}} --query '{appId:appId, signInAudience:signInAudience, publisherDomain:publisherDomain}'",
      ],
      config: "AZURE_TENANT_ID / AzureAd:TenantId (authority)",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "The application is listed in the tenant, and the sign-in succeeds.",
      "테넌트에 애플리케이션이 표시되고 로그인이 성공합니다.",
    ),
    commands: ["az ad sp show --id {{appId}}"],
  },
};

const saysRedirect = `(${hasCode("AADSTS50011", "AADSTS500113", "AADSTS900971", "AADSTS9002326")} || ${errorMatches("(redirect uri|reply url|reply address).{0,200}(does not match|is not registered|not configured|mismatch)", "no reply address is registered", "input parameter .{0,3}redirect_ur[il].{0,3} is not valid", "redirect_ur[il].{0,60}(not valid|invalid|not registered|does not match)", "redirect[_ ]ur[il].{0,3}mismatch", "리디렉션 ?(uri|url|주소).{0,30}(일치하지|등록되지|맞지)", "회신 url.{0,30}일치하지")})`;

export const entraRedirectUri: Playbook = {
  code: "entra.redirect-uri-not-registered",
  title: text(
    "The redirect URI is not registered for the application",
    "애플리케이션에 리디렉션 URI가 등록되어 있지 않습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts50011-redirect-uri-mismatch",
    "https://learn.microsoft.com/entra/identity-platform/reply-url",
  ],
  raisedBy: saysRedirect,
  needsTarget: false,
  competitors: ["entra.app-wrong-tenant", "code.forwarded-headers-not-processed"],
  reads: applicationReads,
  let: {
    ...applicationFacts,
    sent: "find(request.error, '(?:redirect uri|reply url|reply address|redirect_uri)[ =:]{1,3}[^a-z]?([a-z][a-z0-9.+-]{1,20}://[^ ,;)>]{1,250}[^ ,;.)>])')",
    encoded: "find(request.error, 'redirect_uri=(https?%3A%2F%2F[^ &]{1,250})')",
    decoded:
      "encoded && replace(replace(replace(replace(encoded, '%3A', ':'), '%3a', ':'), '%2F', '/'), '%2f', '/')",
    sentUri: "(sent && replace(replace(sent, '\\'', ''), '\"', '')) || decoded",
    registered:
      "[not_null(application.web.redirectUris, `[]`), not_null(application.spa.redirectUris, `[]`), not_null(application.publicClient.redirectUris, `[]`)][]",
    isRegistered: "contains(registered, sentUri)",
    /** Only a local address may be registered without TLS: any other was built by an app that does not see that TLS ends before it. */
    isPlain:
      "matches(not_null(sentUri, ''), '^http://') && !matches(not_null(sentUri, ''), '^http://(localhost|127[.]0[.]0[.]1|.::1)')",
    isTwinAbsent:
      "readable(application) && exists(application) && !contains(registered, replace(sentUri, 'http://', 'https://'))",
  },
  holds: [
    saysRedirect,
    "(!readable(application) || !exists(application) || !sentUri || !isRegistered)",
    "(!(said(isPlain)) || isTwinAbsent)",
    "(application.web.redirectUris[0] || !readable(application) || `true`)",
    "(application.web.redirectUris[1] || !readable(application) || `true`)",
    "(application.spa.redirectUris[0] || !readable(application) || `true`)",
  ].join(" && "),
  layer: 1,
  explanation: text(
    "The sign-in asks to be sent back to an address that is not among the application's redirect URIs. They are compared letter for letter: scheme, host, port, path, trailing slash.",
    "로그인이 애플리케이션의 리디렉션 URI 목록에 없는 주소로 돌아가도록 요청했습니다. 스키마, 호스트, 포트, 경로, 끝의 슬래시까지 글자 그대로 비교됩니다.",
  ),
  ruledOut: text(
    "Microsoft Entra ID did not refuse a redirect URI.",
    "Microsoft Entra ID가 리디렉션 URI를 거부하지 않았습니다.",
  ),
  culprits: ["applicationPath", "appId ? `null` : concernedSites[0]"],
  actions: [
    {
      title: text(
        "Register the redirect URI, or make the app send a registered one",
        "리디렉션 URI를 등록하거나 등록된 URI를 보내도록 수정",
      ),
      why: text(
        "Add it under the platform that the app is (Web, SPA, or mobile and desktop). Behind a proxy that ends TLS the app may build http:// where https:// is registered.",
        "앱의 플랫폼(웹, SPA, 모바일 및 데스크톱) 아래에 추가하세요. TLS를 종료하는 프록시 뒤에서는 앱이 https:// 대신 http:// 주소를 만들 수 있습니다.",
      ),
      commands: [
        "az ad app update --id {{appId}} --web-redirect-uris {{application.web.redirectUris}} {{sentUri}}",
      ],
      config: "Application: web.redirectUris / spa.redirectUris",
      changes: true,
      needsRole: "Application Administrator (or owner of the application)",
      effects: [{ kind: "append", id: "{{applicationPath}}", values: { "/web/redirectUris": "sentUri" } }],
    },
  ],
  verify: {
    text: text(
      "The list contains the URI, and the sign-in returns to the app.",
      "목록에 URI가 있고 로그인 후 앱으로 돌아옵니다.",
    ),
    commands: ["az ad app show --id {{appId}} --query '{web:web.redirectUris, spa:spa.redirectUris}'"],
  },
};
