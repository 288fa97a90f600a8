import type { Playbook } from "../../playbook.ts";
import { errorMatches } from "../error-text.ts";
import { text } from "../text.ts";
import { siteReads } from "./site-evidence.ts";

const speaksHttp2 = errorMatches(
  "gRPC|StatusCode.?UNAVAILABLE|RST_STREAM|HTTP_1_1_REQUIRED|HTTP/2|HTTP2|h2c|http20|PROTOCOL_ERROR|unexpected content-type.{0,60}text/html",
);

export const appServiceHttp20ProxyFlag: Playbook = {
  code: "appservice.http20-proxy-flag-null",
  title: text(
    "The front end does not hand HTTP/2 on to the app: http20ProxyFlag is not set",
    "http20ProxyFlag가 설정되지 않아 프런트 엔드가 HTTP/2를 앱으로 전달하지 않습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/app-service/configure-grpc",
    "https://learn.microsoft.com/azure/templates/microsoft.web/sites",
  ],
  raisedBy: `${speaksHttp2} || ${errorMatches("http20ProxyFlag|HTTP 2\\.0 proxy|http2?_?proxy")}`,
  target:
    "signals.resources[?(type == 'microsoft.web/sites' || type == 'microsoft.web/sites/slots') && matchedBy != 'neighbour'] || targets('microsoft.web/sites', 'microsoft.web/sites/slots')",
  needsTarget: true,
  competitors: [
    "appservice.site-stopped",
    "appservice.access-restriction-deny",
    "appservice.container-port-mismatch",
  ],
  reads: siteReads,
  let: {
    isHttp20: "config.properties.http20Enabled",
    isLinux: "site.properties.reserved",
  },
  holds: `${speaksHttp2} && site.properties.state == 'Running' && config.id && (config.properties.http20ProxyFlag == \`null\` || config.properties.http20ProxyFlag == \`0\`) && not_null(isHttp20, \`true\`) && not_null(isLinux, \`true\`)`,
  layer: 7,
  explanation: text(
    "Clients may speak HTTP/2 with the front end of {{target.name}} (http20Enabled is {{isHttp20}}), but http20ProxyFlag is not set, so that the front end speaks HTTP/1.1 with the app. gRPC needs HTTP/2 all the way. Templates and older tools leave the flag out.",
    "클라이언트는 {{target.name}}의 프런트 엔드와 HTTP/2로 통신할 수 있지만(http20Enabled {{isHttp20}}) http20ProxyFlag가 설정되지 않아 프런트 엔드와 앱 사이는 HTTP/1.1입니다. gRPC에는 전 구간 HTTP/2가 필요합니다. 템플릿과 이전 도구는 이 플래그를 생략합니다.",
  ),
  ruledOut: text(
    "The site's HTTP 2.0 proxy setting is set, or the call does not need HTTP/2.",
    "사이트의 HTTP 2.0 프록시가 설정되어 있거나 호출에 HTTP/2가 필요하지 않습니다.",
  ),
  actions: [
    {
      title: text("Turn HTTP/2 and its proxy on", "HTTP/2와 HTTP 2.0 프록시 켜기"),
      why: text(
        "1 proxies all HTTP/2 calls, 2 gRPC only. A gRPC app also needs the setting HTTP20_ONLY_PORT with the port that it serves HTTP/2 on.",
        "1은 모든 HTTP/2 호출, 2는 gRPC만 전달합니다. gRPC 앱에는 HTTP/2를 제공하는 포트를 지정하는 HTTP20_ONLY_PORT 설정도 필요합니다.",
      ),
      commands: [
        "az webapp config set --ids {{target.id}} --http20-enabled true",
        "az resource update --ids {{target.id}}/config/web --set properties.http20ProxyFlag=1",
      ],
      config: "Microsoft.Web/sites: properties.siteConfig.http20ProxyFlag, http20Enabled",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az resource update --ids {{target.id}}/config/web --set properties.http20ProxyFlag=0",
      effects: [
        {
          kind: "set",
          id: "{{target.id}}/config/web",
          values: { "/properties/http20Enabled": "`true`", "/properties/http20ProxyFlag": "`1`" },
        },
      ],
    },
  ],
  verify: {
    text: text("The gRPC call gets an answer.", "gRPC 호출이 응답을 받습니다."),
    commands: ["az resource show --ids {{target.id}}/config/web --query properties.http20ProxyFlag"],
  },
};
