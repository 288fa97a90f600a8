import type { Playbook } from "../../playbook.ts";
import { listeningPort } from "../app-service/startup-evidence.ts";
import { containerAppLets, containerAppReads } from "../container-apps/container-app-evidence.ts";
import { concerns, errorMatches, errorMentions, hasCode } from "../error-text.ts";

const saysPort = `(${hasCode("TargetPortMismatch")} || ${errorMatches("target ?port .{0,40}does not match")})`;

const listens =
  "(?:listening|listens|running|started|serving)[a-z ]{0,20} (?:on|at).{0,40}?[: ]([0-9]{2,5})(?:[^0-9.]|$)";
const portsDiffer = "does not match the listening ports?:? .{0,2}?([0-9]{2,5})";
const portNames =
  "name == 'EXPOSE' || name == 'PORT' || name == 'ASPNETCORE_HTTP_PORTS' || name == 'SERVER_PORT' || name == 'HTTP_PORT'";

export const containerAppsTargetPort: Playbook = {
  code: "containerapps.ingress-target-port-mismatch",
  title: {
    en: "The ingress target port is not the port the container listens on",
    ko: "수신 대상 포트가 컨테이너가 수신 대기하는 포트와 다릅니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/container-apps/ingress-how-to",
    "https://learn.microsoft.com/azure/container-apps/troubleshooting",
  ],
  raisedBy: `${saysPort} || ${concerns(["containerapps"], ["microsoft.app/containerapps"])} && (${errorMentions("upstream connect error", "connection refused", "delayed connect error", "no healthy upstream", "activation failed", "progress deadline", "operation expired", "failed to provision revision")} || ${errorMatches("tim(?:e[ds]?|ing)[ _-]?out|not reachable|(?:cannot|can.t|not) (?:be )?(?:reach|open|connect)|does not (?:answer|respond|open)|no (?:response|answer)|연결(?:되지|이 안|할 수)|접속(?:이 )?(?:안|되지)|응답이 없")} || ${hasCode("502", "503", "504")})`,
  target: "targets('microsoft.app/containerapps')",
  needsTarget: true,
  competitors: ["code.webserver-config-error", "containerapps.probe-failing"],
  reads: containerAppReads,
  let: {
    ...containerAppLets,
    targetPort: "to_number(app.properties.configuration.ingress.targetPort)",
    /** What the image, the settings or the app's own environment say that the process listens on. */
    exposed: `signals.settings[?${portNames}].value`,
    environmentPorts: `not_null(app.properties.template.containers[].env[], \`[]\`)[?${portNames}].value`,
    exposedPorts: "[exposed, environmentPorts][][].to_number(find(@, '([0-9]{2,5})'))[]",
    stated: `to_number(find(request.error, 'listening ports?:? .{0,2}?([0-9]{2,5})') || find(request.error, '${listens}') || ${listeningPort("request.error")} || find(not_null(request.context.notes, ''), '${listens}'))`,
    /** The platform compares the two itself, where it came to see the process. */
    compared: `ours[?matches(not_null(Log_s, Log), '${portsDiffer}')] | [0]`,
    line: `said(compared) || (ours[?matches(not_null(Log_s, Log), '${listens}')] | [0])`,
    logged: `to_number(find(line.not_null(Log_s, Log), '${portsDiffer}') || find(line.not_null(Log_s, Log), '${listens}'))`,
    listening: "stated || logged",
  },
  /** Where the image declares the port that ingress forwards to, its process does not listen as it should: no fault of ingress. */
  holds:
    "targetPort && !contains(exposedPorts, targetPort) && ((listening && targetPort != listening) || (!(said(listening)) && length(exposedPorts) > `0`))",
  layer: 7,
  explanation: {
    en: "The ingress of {{target.name}} forwards to port {{targetPort}}, and nothing listens there.",
    ko: "{{target.name}}의 수신(ingress)이 포트 {{targetPort}}(으)로 전달하지만 그 포트에서 수신 대기하는 프로세스가 없습니다.",
  },
  ruledOut: {
    en: "The ingress of the container app forwards to a port that answers.",
    ko: "컨테이너 앱의 수신이 응답하는 포트로 전달됩니다.",
  },
  actions: [
    {
      title: {
        en: "Set the target port to the one the container listens on",
        ko: "대상 포트를 컨테이너가 수신 대기하는 포트로 변경",
      },
      why: {
        en: "Ingress and container must agree; the change makes a new revision.",
        ko: "수신과 컨테이너의 포트가 같아야 합니다. 변경하면 새 수정 버전이 만들어집니다.",
      },
      commands: [
        "az containerapp ingress update --name {{target.name}} --resource-group {{target.resourceGroup}} --target-port {{listening || exposedPorts[0]}}",
      ],
      config: "Microsoft.App/containerApps: properties.configuration.ingress.targetPort",
      changes: true,
      needsRole: "Container Apps Contributor",
      undo: "az containerapp ingress update --name {{target.name}} --resource-group {{target.resourceGroup}} --target-port {{targetPort}}",
      effects: [
        {
          kind: "set",
          id: "{{target.id}}",
          values: { "/properties/configuration/ingress/targetPort": "listening || exposedPorts[0]" },
        },
      ],
    },
  ],
  verify: {
    text: { en: "The app answers at its FQDN.", ko: "앱의 FQDN에서 응답합니다." },
    commands: [
      "az containerapp ingress show --name {{target.name}} --resource-group {{target.resourceGroup}}",
    ],
  },
};
