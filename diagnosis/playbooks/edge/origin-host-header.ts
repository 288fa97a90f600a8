import type { Playbook } from "../../playbook.ts";
import { aboutFrontDoor, frontDoorFacts, frontDoorReads, frontDoorTarget } from "./front-door-evidence.ts";

export const frontDoorOriginHostHeader: Playbook = {
  code: "frontdoor.origin-host-header",
  title: {
    en: "Front Door sends a host header that the origin does not serve",
    ko: "Front Door가 원본이 제공하지 않는 호스트 헤더를 보냅니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/frontdoor/origin#origin-host-header",
    "https://learn.microsoft.com/azure/architecture/best-practices/host-name-preservation",
  ],
  raisedBy: aboutFrontDoor,
  target: frontDoorTarget,
  needsTarget: true,
  competitors: [
    "frontdoor.cert-name-check",
    "appservice.access-restriction-deny",
    "containerapps.ingress-target-port-mismatch",
  ],
  reads: frontDoorReads,
  let: frontDoorFacts,
  holds:
    "suspect.properties.originHostHeader != suspect.properties.hostName && backend.id && said(servesAsked) && (suspect.properties.originHostHeader && !contains(backendHosts, suspect.properties.originHostHeader) || !(suspect.properties.originHostHeader) && length(not_null(askedHosts, `[]`)) > `0` && length(askedHosts[?contains($.backendHosts, @)]) == `0`)",
  layer: 8,
  explanation: {
    en: "Front Door forwards to {{suspect.properties.hostName}} with the host header {{suspect.properties.originHostHeader}}. {{backend.name}} has no such custom domain, so its front end refuses the request, while the same app answers under its own name.",
    ko: "Front Door가 {{suspect.properties.hostName}}(으)로 전달하면서 호스트 헤더로 {{suspect.properties.originHostHeader}}을(를) 보냅니다. {{backend.name}}에는 그런 사용자 지정 도메인이 없어 요청을 거부하지만, 자신의 이름으로 직접 호출하면 정상 응답합니다.",
  },
  ruledOut: {
    en: "Every origin is sent a host name that its app serves.",
    ko: "모든 원본에 앱이 제공하는 호스트 이름이 전달됩니다.",
  },
  culprits: ["suspect.id"],
  actions: [
    {
      title: { en: "Send the origin's own host name", ko: "원본 자신의 호스트 이름 전달" },
      why: {
        en: "The quickest: the app sees its default name. Links and redirects that the app builds then carry that name unless it reads X-Forwarded-Host.",
        ko: "가장 빠른 방법입니다. 앱은 기본 이름을 보게 되며, X-Forwarded-Host를 읽지 않으면 앱이 만드는 링크와 리디렉션에 그 이름이 들어갑니다.",
      },
      commands: [
        "az afd origin update --profile-name {{target.name}} --resource-group {{target.resourceGroup}} --origin-group-name {{id_name(id_parent(suspect.id))}} --origin-name {{suspect.name}} --origin-host-header {{suspect.properties.hostName}}",
      ],
      config:
        "Microsoft.Cdn/profiles/originGroups/origins: properties.originHostHeader (Terraform: origin_host_header)",
      changes: true,
      needsRole: "CDN Profile Contributor",
      undo: "az afd origin update --profile-name {{target.name}} --resource-group {{target.resourceGroup}} --origin-group-name {{id_name(id_parent(suspect.id))}} --origin-name {{suspect.name}} --origin-host-header {{suspect.properties.originHostHeader}}",
      effects: [
        {
          kind: "set",
          id: "{{suspect.id}}",
          values: { "/properties/originHostHeader": "suspect.properties.hostName" },
        },
      ],
    },
    {
      title: { en: "Or bind the custom domain to the app", ko: "또는 앱에 사용자 지정 도메인 바인딩" },
      why: {
        en: "Keeps the public host name end to end: add {{suspect.properties.originHostHeader}} with its certificate as a custom domain of {{backend.name}}.",
        ko: "공개 호스트 이름을 끝까지 유지합니다. {{backend.name}}의 사용자 지정 도메인으로 {{suspect.properties.originHostHeader}}과(와) 인증서를 추가하세요.",
      },
      commands: ["az resource show --ids {{backend.id}} --query properties"],
      config:
        "Microsoft.App/containerApps: properties.configuration.ingress.customDomains (App Service: hostNameBindings)",
      changes: false,
    },
  ],
  verify: {
    text: {
      en: "The public name answers as the app's own name does, once Front Door has rolled the change out (some minutes).",
      ko: "Front Door에 변경이 배포되면(몇 분) 공개 이름이 앱의 이름과 같은 응답을 반환합니다.",
    },
    commands: [
      "az afd origin show --profile-name {{target.name}} --resource-group {{target.resourceGroup}} --origin-group-name {{id_name(id_parent(suspect.id))}} --origin-name {{suspect.name}} --query originHostHeader",
    ],
  },
};
