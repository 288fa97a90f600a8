import type { Playbook } from "../../playbook.ts";
import { concerns, errorMatches, hasCode, speaksOf } from "../error-text.ts";
import { text } from "../text.ts";
import { containerAppLets, containerAppReads } from "./container-app-evidence.ts";

const saysProbe =
  "probe(?: of)? ?(?:startup|liveness|readiness)? ?failed|(?:startup|liveness|readiness) probe|ProbeFailed|will be restarted.{0,40}probe|ReplicaUnhealthy|프로브";
/** A process that was told to end says so, in the words of its runtime, and nothing of why. */
const saysEnding =
  "graceful(?:ly)? shut|SIGTERM|signal[: ]{1,2}(?:15|term)|shutting down|shut down complete|evict|(?:keeps?|every|again).{0,30}(?:restart|dying|going down)|(?:restart|goes down|dies).{0,30}(?:every|again|loop)|\\b(?:143|137)\\b|계속 (?:죽|종료|내려)";
const ownFault =
  "exec format error|\\[emerg\\]|Unhandled exception|Traceback \\(most recent|Cannot find module|ModuleNotFoundError|panic: |reason.{0,12}OOMKilled|OOMKilled.{0,40}(?:exit|code|137)";

export const containerAppsProbe: Playbook = {
  code: "containerapps.probe-failing",
  title: text(
    "A probe of the revision fails, and its replicas are restarted",
    "수정 버전의 프로브가 실패하여 복제본이 다시 시작됩니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/container-apps/health-probes",
    "https://learn.microsoft.com/azure/container-apps/troubleshoot-health-probe-failures",
  ],
  raisedBy: `${errorMatches(saysProbe)} || ${concerns(["containerapps"], ["microsoft.app/containerapps"])} && (${errorMatches("upstream connect error|no healthy upstream|activation failed|Deployment Progress Deadline Exceeded|restart|unhealthy|Degraded", "exit code|exited|terminated|crash|back-?off|Failed to provision revision|Operation expired|container ?app (?:update|revision|logs|replica)|starts again|재시작|다시 시작|종료 코드")} || ${hasCode("502", "503", "504")} || ${speaksOf(saysEnding)})`,
  target: "targets('microsoft.app/containerapps')",
  needsTarget: true,
  competitors: ["code.webserver-config-error", "code.image-arch-mismatch"],
  reads: containerAppReads,
  let: {
    ...containerAppLets,
    isSaid: errorMatches(saysProbe),
    failure: `ours[?matches(not_null(Log_s, Log), '${saysProbe}') || not_null(Reason_s, Reason) == 'ProbeFailed'] | [0]`,
    failureLine: "failure.not_null(Log_s, Log)",
    failureReason: "failure.not_null(Reason_s, Reason)",
    /** What the platform wrote when it ended the container for it. */
    ending: "ours[?matches(not_null(Log_s, Log), 'ProbeFailure')] | [0].not_null(Log_s, Log)",
    fault: `ours[?matches(not_null(Log_s, Log), '${ownFault}')] | [0]`,
    hasFault: `fault != \`null\` || ${errorMatches(ownFault, "TargetPortMismatch")}`,
    killing: "app.properties.template.containers[].probes[] | [?mentions(['Liveness', 'Startup'], type)]",
    failingKind: "find(not_null(failureLine, request.error), '(startup|liveness)')",
    probe: "(killing[?same_text(type, $.failingKind)] | [0]) || (killing | [0])",
    path: "probe.httpGet.path",
    port: "probe.httpGet.port || probe.tcpSocket.port",
    targetPort: "app.properties.configuration.ingress.targetPort",
    delay: "probe.initialDelaySeconds",
    threshold: "probe.failureThreshold",
  },
  holds:
    "(isSaid || failureLine || failureReason) && length(not_null(killing, `[]`)) > `0` && port && !hasFault && not_null(failureLine, `true`) && not_null(failureReason, `true`) && (said(ending) || `true`) && not_null(path, `true`) && not_null(targetPort, `true`) && not_null(threshold, `true`) && not_null(delay, `true`)",
  layer: 7,
  explanation: text(
    "Container Apps calls port {{port}}, path {{path || '(TCP)'}}, gets no success (ingress forwards to port {{targetPort || 'none'}}), and restarts the replica: the probe's path, port or patience does not fit the app.",
    "Container Apps가 포트 {{port}}, 경로 {{path || '(TCP)'}}을(를) 호출하지만 성공 응답을 받지 못하여(수신 대상 포트 {{targetPort || 'none'}}) 복제본을 다시 시작합니다. 프로브의 경로, 포트 또는 대기 시간이 앱과 맞지 않습니다.",
  ),
  ruledOut: text(
    "No liveness or startup probe of its own fails, or the container ends by its own fault.",
    "사용자 지정 활동성 또는 시작 프로브가 실패하지 않거나 컨테이너가 자체 오류로 종료됩니다.",
  ),
  actions: [
    {
      title: text("Correct the probe", "프로브 수정"),
      why: text(
        "Point it at a path that answers 200 without signing in, on the port that the container listens on, and give the start enough time (initialDelaySeconds, failureThreshold, a startup probe).",
        "컨테이너가 수신 대기하는 포트에서 로그인 없이 200을 반환하는 경로를 지정하고 시작 시간을 충분히 주세요(initialDelaySeconds, failureThreshold, 시작 프로브).",
      ),
      commands: [
        "az containerapp show --name {{target.name}} --resource-group {{target.resourceGroup}} --query properties.template.containers",
        "az containerapp update --name {{target.name}} --resource-group {{target.resourceGroup}} --yaml app.yaml",
      ],
      config: "Microsoft.App/containerApps: properties.template.containers[].probes",
      changes: true,
      needsRole: "Container Apps Contributor",
    },
  ],
  verify: {
    text: text("The revision is Running and Healthy.", "수정 버전이 실행 중이고 정상입니다."),
    commands: [
      "az containerapp revision list --name {{target.name}} --resource-group {{target.resourceGroup}} --query [].properties.healthState",
    ],
  },
};
