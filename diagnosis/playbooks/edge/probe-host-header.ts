import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";
import { aboutGateway, gatewayFacts, gatewayReads } from "./application-gateway-evidence.ts";

export const gatewayProbeHostHeader: Playbook = {
  code: "appgw.probe-host-header",
  title: text(
    "The gateway's health probe sends a host name that the backend does not serve",
    "게이트웨이의 상태 프로브가 백 엔드가 제공하지 않는 호스트 이름을 보냅니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/application-gateway/application-gateway-probe-overview",
    "https://learn.microsoft.com/azure/application-gateway/application-gateway-backend-health-troubleshooting#http-status-code-mismatch",
  ],
  raisedBy: aboutGateway,
  needsTarget: false,
  competitors: [
    "appgw.backend-cert-name-mismatch",
    "containerapps.ingress-target-port-mismatch",
    "network.nsg-ingress-deny",
  ],
  reads: gatewayReads,
  let: gatewayFacts,
  holds:
    "!said(saysCertificate) && said(setting.properties.protocol != 'Https' || saysStatus || needed(`null`, 'what the health probe log says: a status code, or the certificate', '상태 프로브 로그의 내용: 상태 코드 또는 인증서')) && setting.id && backendHost && (probeHost || setting.properties.pickHostNameFromBackendAddress == `false` || !(setting.properties.pickHostNameFromBackendAddress)) && (sentHost ? backend.id && !mentions(backendHosts, sentHost) : !(setting.properties.hostName) && saysStatus)",
  layer: 8,
  explanation: text(
    "The backend setting {{setting.name}} neither overrides the host name nor takes it from the backend, so the probe asks {{backendHost}} for the host {{sentHost || '127.0.0.1'}}. A multi-tenant front end finds the app by its host name, does not know that one, and answers with an error that marks the backend unhealthy.",
    "백 엔드 설정 {{setting.name}}이(가) 호스트 이름을 재정의하지도 백 엔드에서 가져오지도 않아, 프로브가 {{backendHost}}에 호스트 {{sentHost || '127.0.0.1'}}(으)로 요청합니다. 여러 앱이 공유하는 프런트 엔드는 호스트 이름으로 앱을 찾으므로 알 수 없는 이름에 오류로 응답하고 백 엔드가 비정상으로 표시됩니다.",
  ),
  ruledOut: text(
    "The probe sends a host name that the backend serves.",
    "프로브가 백 엔드가 제공하는 호스트 이름을 보냅니다.",
  ),
  culprits: ["gateway.id", "setting.id", "probe.id"],
  actions: [
    {
      title: text("Take the host name from the backend pool", "백 엔드 풀에서 호스트 이름 가져오기"),
      why: text(
        "The requests and the default probe then carry {{backendHost}}, which the app serves. Keep a custom probe on 'pick host name from backend settings'.",
        "요청과 기본 프로브가 앱이 제공하는 {{backendHost}}을(를) 보내게 됩니다. 사용자 지정 프로브도 '백 엔드 설정에서 호스트 이름 선택'으로 두세요.",
      ),
      commands: [
        "az network application-gateway http-settings update --resource-group {{id_group(gateway.id)}} --gateway-name {{gateway.name}} --name {{setting.name}} --host-name-from-backend-pool true",
      ],
      config:
        "backendHttpSettingsCollection[].properties.pickHostNameFromBackendAddress = true; probes[].properties.pickHostNameFromBackendHttpSettings = true",
      changes: true,
      needsRole: "Network Contributor",
      undo: "az network application-gateway http-settings update --resource-group {{id_group(gateway.id)}} --gateway-name {{gateway.name}} --name {{setting.name}} --host-name-from-backend-pool false",
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
