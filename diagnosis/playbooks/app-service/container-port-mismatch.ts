import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { aboutSite, siteReads, siteTarget } from "./site-evidence.ts";
import { looksLikeStartFailure, startupLets } from "./startup-evidence.ts";

export const appServiceContainerPort: Playbook = {
  code: "appservice.container-port-mismatch",
  title: text(
    "The container listens on another port than App Service calls",
    "컨테이너가 App Service가 호출하는 포트와 다른 포트에서 수신 대기합니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/app-service/configure-custom-container#configure-port-number",
    "https://learn.microsoft.com/troubleshoot/azure/app-service/faqs-app-service-linux",
  ],
  raisedBy: `${looksLikeStartFailure} || ${errorMatches("WEBSITES_PORT")} || ${aboutSite} && (${errorMatches("\\bports?\\b|포트")} || ${errorMatches("container|docker|컨테이너")} && ${hasCode("502", "503", "504")})`,
  target: siteTarget,
  needsTarget: true,
  competitors: [
    "appservice.startup-timeout",
    "appservice.site-stopped",
    "code.image-arch-mismatch",
    "code.webserver-config-error",
  ],
  reads: siteReads,
  let: {
    ...startupLets,
    /** Where no log says it: what the image declares or the code asks for. */
    declared:
      "not_null(signals.settings[?name == 'EXPOSE'].value | [0] | to_number(find(not_null(@, ''), '([0-9]{2,5})')), values(not_null(request.source_code, `{}`))[].to_number(find(@, '(?:[.]listen|ListenAndServe)\\(\"?:?([0-9]{3,5})')) | [?@] | [0], values(not_null(request.source_code, `{}`))[].to_number(find(@, '(?:[.]run\\(|--bind|--[a-z.-]{0,20}port|-b |uvicorn).{0,60}(?:port ?= ?|:|port )([0-9]{3,5})')) | [?@] | [0], values(not_null(request.source_code, `{}`))[].to_number(find(@, '--[a-z.-]{0,20}port[=\", ]{1,5}([0-9]{3,5})')) | [?@] | [0], values(not_null(request.source_code, `{}`))[].to_number(find(@, '(?:addr|address|listen|bind)[a-z_]{0,10} ?:?= ?\"[^\"]{0,40}:([0-9]{3,5})\"')) | [?@] | [0])",
    port: "not_null(listening, declared)",
  },
  holds:
    "port && pinged && port != pinged && !hasCrashed && (config.properties.linuxFxVersion || config.properties.windowsFxVersion) && (mainContainer.properties.targetPort || `true`) && not_null(platformPing, `true`)",
  layer: 7,
  culprits: ["mainContainer.id"],
  explanation: text(
    "The process in {{target.name}} listens on port {{port}}, and App Service sends its warm-up requests to port {{pinged}}. No answer comes, so the site is taken for not started.",
    "{{target.name}}의 프로세스는 포트 {{port}}에서 수신 대기하지만 App Service는 포트 {{pinged}}(으)로 웜업 요청을 보냅니다. 응답이 없어 사이트 시작에 실패한 것으로 처리됩니다.",
  ),
  ruledOut: text(
    "The process listens on the port that App Service calls, or it ended by itself.",
    "프로세스가 App Service가 호출하는 포트에서 수신 대기하거나 스스로 종료되었습니다.",
  ),
  actions: [
    {
      title: text("Set the container's target port", "컨테이너의 대상 포트 설정"),
      why: text(
        "The port stands in the configuration of the container {{mainContainer.name}}: targetPort. The app restarts.",
        "포트는 컨테이너 {{mainContainer.name}}의 구성(targetPort)에 있습니다. 앱이 다시 시작됩니다.",
      ),
      commands: [
        "az webapp sitecontainers update --resource-group {{target.resourceGroup}} --name {{target.name}} --container-name {{mainContainer.name}} --target-port {{port}}",
      ],
      config: "Microsoft.Web/sites/sitecontainers: properties.targetPort",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp sitecontainers update --resource-group {{target.resourceGroup}} --name {{target.name}} --container-name {{mainContainer.name}} --target-port {{pinged}}",
      when: "mainContainer.id",
      effects: [
        { kind: "set", id: "{{mainContainer.id}}", values: { "/properties/targetPort": "to_string(port)" } },
      ],
    },
    {
      title: text("Tell App Service the port", "App Service에 포트 지정"),
      why: text(
        "WEBSITES_PORT names the port that a custom container listens on. The app restarts.",
        "WEBSITES_PORT는 사용자 지정 컨테이너가 수신 대기하는 포트를 지정합니다. 앱이 다시 시작됩니다.",
      ),
      commands: ["az webapp config appsettings set --ids {{target.id}} --settings WEBSITES_PORT={{port}}"],
      config: "Microsoft.Web/sites: properties.siteConfig.appSettings WEBSITES_PORT",
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp config appsettings delete --ids {{target.id}} --setting-names WEBSITES_PORT",
      when: "!(mainContainer.id)",
    },
    {
      title: text("Or listen on the port of the PORT variable", "또는 PORT 변수의 포트에서 수신 대기"),
      why: text(
        "App Service sets PORT in the container to the port that it calls.",
        "App Service는 컨테이너의 PORT 변수를 호출할 포트로 설정합니다.",
      ),
      commands: [],
      config: "process.env.PORT, ASPNETCORE_HTTP_PORTS, server.port",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "The platform log says that the container started, and the site answers.",
      "플랫폼 로그에 컨테이너 시작이 기록되고 사이트가 응답합니다.",
    ),
    commands: ["az webapp log tail --ids {{target.id}}"],
  },
};
