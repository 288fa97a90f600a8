import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";

/** How each framework is told to believe the proxy's headers. */
const processed =
  "UseForwardedHeaders|ForwardedHeadersOptions|FORWARDEDHEADERS_ENABLED|trust proxy|SECURE_PROXY_SSL_HEADER|ProxyFix|ProxyHeadersMiddleware|--proxy-headers|forward-headers-strategy|use-forward-headers|RemoteIpValve|TrustProxies";

const errorMatchesLoop = errorMatches(
  "ERR_TOO_MANY_REDIRECTS|too many (times|redirects)|redirect loop|redirected you too many|mixed content",
  "리디렉션.{0,20}(반복|무한)|http로 (인식|만들|생성)",
);

export const codeForwardedHeaders: Playbook = {
  code: "code.forwarded-headers-not-processed",
  title: text(
    "The application ignores the proxy's forwarded headers and takes itself for http",
    "애플리케이션이 프록시의 전달된 헤더를 무시하고 http로 인식합니다",
  ),
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/aspnet/core/host-and-deploy/proxy-load-balancer",
    "https://learn.microsoft.com/azure/app-service/configure-language-dotnetcore#detect-https-session",
    "https://learn.microsoft.com/entra/identity-platform/reply-url",
  ],
  raisedBy: `${hasCode("AADSTS50011")} || ${errorMatches("redirect_uri=http(?:%3A|:)|redirect[ _]ur[il].{0,40}(?:mismatch|http://)|reply URL .{0,60}does not match", "Origin checking failed|Correlation failed|ERR_TOO_MANY_REDIRECTS|too many (times|redirects)|redirect loop|mixed content", "request[.](scheme|protocol|is_secure|secure)|x-forwarded-proto|http로 (인식|만들|생성|리디렉션)|리디렉션.{0,20}(반복|무한)")}`,
  needsTarget: false,
  competitors: ["entra.redirect-uri-not-registered", "entra.app-wrong-tenant"],
  reads: {
    application: {
      title: text("Application {{appId}}: redirect URIs", "애플리케이션 {{appId}}: 리디렉션 URI"),
      request: { kind: "graph", path: "/v1.0/applications(appId='{{appId}}')" },
      when: "appId",
      permission: "Application.Read.All (Microsoft Graph)",
    },
    apps: {
      title: text("Apps that serve this host name", "이 호스트 이름을 제공하는 앱"),
      request: {
        kind: "resource_graph",
        query:
          "resources | where type in~ ('microsoft.web/sites','microsoft.app/containerapps') | project id, name, type, properties | order by id asc | take 200",
      },
      permission: "Microsoft.Web/sites/read",
      optional: true,
    },
  },
  let: {
    appId:
      "(signals.guids[?role == 'client_id' && starts_with(pointer, '/error')] | [0].guid) || (signals.guids[?role == 'client_id'] | [0].guid) || find(request.error, 'for the application: ?.?([0-9a-f-]{36})')",
    sent: "signals.fields.redirect_uri || find(request.error, 'redirect[ _]ur[il][^a-z]{1,12}(https?(?:://|%3A%2F%2F)[^&\"\\x27<> )]{3,300})') || find(request.error, '(http://[^&\"\\x27<> )]{3,200}(?:signin|callback|login|oauth)[^&\"\\x27<> )]{0,100})')",
    sentUri: `url_decode(sent || (${hasCode("AADSTS50011")} && needed(sent, 'the redirect URI that the application sent', '애플리케이션이 보낸 리디렉션 URI')) || '')`,
    secureUri: "replace(sentUri, 'http://', 'https://')",
    uris: "[application.web.redirectUris, application.spa.redirectUris, application.publicClient.redirectUris][][]",
    registered:
      "(application.web.redirectUris[?@ == $.secureUri] | [0]) || (application.spa.redirectUris[?@ == $.secureUri] | [0])",
    isInsecure: "starts_with(sentUri, 'http://') && !matches(sentUri, '^http://(?:localhost|127[.])')",
    isProcessed: `file_matches('${processed}')`,
    host: "host_of(sentUri)",
    app: "(readable(apps) && host && (apps.data[?contains(not_null(properties.hostNames, `[]`), $.host) || properties.configuration.ingress.fqdn == $.host || contains(not_null(properties.configuration.ingress.customDomains[].name, `[]`), $.host)] | [0])) || `null`",
    isSite: "app && contains(lower(app.type), 'microsoft.web')",
    /** The code compares the scheme that it sees, or builds addresses from it, and nobody tells it of the proxy's. */
    isLoop: errorMatchesLoop,
    ownScheme:
      "file_matches('UseHttpsRedirection|RequireHttps|SECURE_SSL_REDIRECT|req[.]secure|req[.]protocol|force_ssl|requiresSecure|requiresChannel|Talisman|SSLify|build_absolute_uri|_external=True|request[.](?:scheme|url_root|base_url)|Request[.]Scheme|express-sslify|forceHttps|isSecure[(][)]')",
    /** Django says both schemes itself. */
    isOriginCheck: `${errorMatches("Origin checking failed - https://")} && length(values(not_null(request.source_code, \`{}\`))[?matches(@, 'django|CSRF')]) > \`0\``,
  },
  holds:
    "(isInsecure && (registered || !(readable(application))) && !contains(not_null(uris, `[]`), sentUri) || isOriginCheck || isLoop && ownScheme) && !isProcessed",
  layer: 1,
  explanation: text(
    "The app sends {{sentUri || 'an http address'}}, while {{registered || 'its https form'}} is what is registered. TLS ends at Azure's front end, which tells the app by X-Forwarded-Proto; the code does not process that header and builds its addresses with http. The registration is right.",
    "앱이 {{sentUri || 'an http address'}}을(를) 보내지만 등록된 값은 {{registered || 'its https form'}}입니다. TLS는 Azure 프런트 엔드에서 종료되고 X-Forwarded-Proto로 전달되지만 코드가 이 헤더를 처리하지 않아 http 주소를 만듭니다. 앱 등록은 올바릅니다.",
  ),
  ruledOut: text(
    "The app does not take an https request for http.",
    "앱이 https 요청을 http로 인식하는 문제가 아닙니다.",
  ),
  culprits: ["app.id"],
  actions: [
    {
      title: text("Process the forwarded headers", "전달된 헤더 처리"),
      why: text(
        "ASP.NET Core: UseForwardedHeaders before authentication (or ASPNETCORE_FORWARDEDHEADERS_ENABLED=true). Express: trust proxy. Django: SECURE_PROXY_SSL_HEADER. Spring: server.forward-headers-strategy. Do not register the http address.",
        "ASP.NET Core는 인증 앞에 UseForwardedHeaders(또는 ASPNETCORE_FORWARDEDHEADERS_ENABLED=true), Express는 trust proxy, Django는 SECURE_PROXY_SSL_HEADER, Spring은 server.forward-headers-strategy를 사용하세요. http 주소를 등록하지 마세요.",
      ),
      commands: [
        "az webapp config appsettings set --ids {{app.id}} --settings ASPNETCORE_FORWARDEDHEADERS_ENABLED=true",
      ],
      config: "app.UseForwardedHeaders(); X-Forwarded-Proto",
      changes: true,
      undo: "az webapp config appsettings delete --ids {{app.id}} --setting-names ASPNETCORE_FORWARDEDHEADERS_ENABLED",
      when: "isSite",
    },
    {
      title: text("Process the forwarded headers in the code", "코드에서 전달된 헤더 처리"),
      why: text(
        "The framework's setting for a proxy in front of it, read before authentication runs.",
        "인증 전에 적용되도록 프레임워크의 프록시 설정을 켜세요.",
      ),
      commands: [],
      config: "UseForwardedHeaders, trust proxy, SECURE_PROXY_SSL_HEADER, server.forward-headers-strategy",
      changes: false,
      when: "!isSite",
    },
  ],
  verify: {
    text: text(
      "The sign-in request carries redirect_uri=https…",
      "로그인 요청의 redirect_uri가 https로 시작합니다.",
    ),
    commands: [],
  },
};
