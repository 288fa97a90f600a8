import type { Playbook } from "../../playbook.ts";
import { concerns, errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";

const workspaceType = "microsoft.operationalinsights/workspaces";
const componentType = "microsoft.insights/components";

const concernsWorkspace = concerns(["monitor"], [workspaceType, componentType]);
const aboutTelemetry = `(${concernsWorkspace} || ${errorMatches(
  "app(lication)? ?insights|app-insights|log ?analytics|telemetry|ingestion|workspace|작업 영역|원격 분석",
  "\\b(AppRequests|AppTraces|AppExceptions|AppDependencies|AppServiceConsoleLogs|FunctionAppLogs|AzureDiagnostics|ContainerLog(V2)?|ContainerAppConsoleLogs_CL|Perf|Syslog|customEvents|customMetrics)\\b",
)})`;
const saysCap = errorMatches(
  "daily.{0,12}(cap|quota|limit)",
  "over ?quota",
  "(data|volume|ingestion).{0,30}\\bcap\\b",
  "data collection stopped",
  "일일.{0,8}(한도|용량|할당량|상한)",
);
/** Data that should be there is not. */
const saysMissing = errorMatches(
  "\\b(no|missing|lost|without) (new |more |any |recent )?(data|logs?|telemetry|traces?|requests|rows|records|events|results|metrics|entries|exceptions)\\b",
  "(data|logs?|telemetry|traces?|requests|events|rows|table|tables|ingestion|metrics|alerts?|dashboards?|workbooks?).{0,80}\\b(stop|stops|stopped|missing|empty|gaps?|vanish|disappear|not (arriv|show|appear|ingest|com)\\w*|nothing|no longer|dried up|0 rows)",
  "count_?[ :=|>-]{1,6}0\\b",
  "=> ?0\\b|0 (records|rows|results)",
  "(로그|데이터|원격 분석|추적|텔레메트리|이벤트|행).{0,60}(없|누락|끊|사라|멈|중단|수집되지|보이지|안 보|안 들어|들어오지|들어오질|쌓이지|남지)",
  "where (did|do|are|have|has|is).{0,30}(data|logs?|telemetry|traces|events|rows)\\b",
);

const stopsAt = "matches(not_null(Detail, ''), 'daily (limit|cap|quota)|overquota|over quota')";

/** A component that writes to a workspace stops at the cap of either; a classic one has only its own. */
export const monitorDailyCapReached: Playbook = {
  code: "monitor.daily-cap-reached",
  title: text("Ingestion stopped at the daily cap", "일일 한도에 도달해 데이터 수집이 중단되었습니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-monitor/logs/daily-cap",
    "https://learn.microsoft.com/azure/azure-monitor/logs/monitor-workspace",
  ],
  raisedBy: `${saysCap} || ${aboutTelemetry} && (${saysMissing} || ${hasCode("439")} || ${errorMatches("\\b439\\b")})`,
  target: `targets('${workspaceType}', '${componentType}') || candidates('${workspaceType}', '${componentType}')`,
  needsTarget: true,
  competitors: ["platform.service-incident", "code.sdk-metric-dimension-cap"],
  reads: {
    component: {
      title: text("{{target.name}}: where it writes to", "{{target.name}}: 데이터가 기록되는 위치"),
      request: { kind: "arm", path: "{{target.id}}" },
      when: "isComponent",
      permission: "Microsoft.Insights/components/read",
      optional: true,
    },
    componentCap: {
      title: text("{{target.name}}: daily cap", "{{target.name}}: 일일 한도"),
      request: { kind: "arm", path: "{{target.id}}/currentBillingFeatures" },
      when: "isComponent",
      permission: "Microsoft.Insights/components/currentBillingFeatures/read",
      optional: true,
    },
    componentQuota: {
      title: text("{{target.name}}: is ingestion held back?", "{{target.name}}: 수집 제한 여부"),
      request: { kind: "arm", path: "{{target.id}}/quotaStatus" },
      when: "isComponent",
      permission: "Microsoft.Insights/components/quotaStatus/read",
      optional: true,
    },
    workspace: {
      title: text(
        "Workspace {{last_segment(workspaceId)}}: daily cap and ingestion status",
        "작업 영역 {{last_segment(workspaceId)}}: 일일 한도와 수집 상태",
      ),
      request: { kind: "arm", path: "{{workspaceId}}" },
      permission: "Microsoft.OperationalInsights/workspaces/read",
      optional: true,
    },
    operations: {
      title: text(
        "What the workspace logged of its own ingestion",
        "작업 영역이 자체 수집에 대해 기록한 내용",
      ),
      request: {
        kind: "logs",
        resourceId: "{{workspaceId}}",
        query: "_LogOperation | order by TimeGenerated desc | take 100",
        from: "hours_before(signals.observedAt, `24`)",
        to: "minutes_after(signals.observedAt, `30`)",
      },
      permission: "Microsoft.OperationalInsights/workspaces/query/read",
      optional: true,
    },
  },
  let: {
    isComponent: `same_text(target.type, '${componentType}')`,
    workspaceId: "isComponent ? said(component.properties.WorkspaceResourceId) : target.id",
    stop: `readable(operations) && (not_null(operations.rows, \`[]\`)[?${stopsAt}] | [0]) || \`null\``,
    isCapped: "workspace.properties.workspaceCapping.dailyQuotaGb > `0`",
    isOverQuota: "workspace.properties.workspaceCapping.dataIngestionStatus == 'OverQuota'",
    isHeldBack: "isComponent && readable(componentQuota) && componentQuota.ShouldBeThrottled == `true`",
    saidByService: `${saysCap}`,
    isComponentFull:
      "isComponent && saidByService && readable(componentCap) && componentCap.DataVolumeCap.Cap > `0` && !(readable(componentQuota) && componentQuota.ShouldBeThrottled == `false`)",
  },
  holds:
    "readable(workspace) && isCapped && (isOverQuota && (said(stop.Detail) || `true`) || stop.Detail) || isHeldBack && (said(componentCap.DataVolumeCap.Cap) || `true`) || isComponentFull",
  layer: 7,
  explanation: text(
    "{{last_segment(workspaceId || target.id)}} may take {{workspace.properties.workspaceCapping.dailyQuotaGb || componentCap.DataVolumeCap.Cap}} GB a day and has taken it: what is sent afterwards is dropped until the reset time, and is not delivered later. The application itself is not at fault.",
    "{{last_segment(workspaceId || target.id)}}의 일일 한도는 {{workspace.properties.workspaceCapping.dailyQuotaGb || componentCap.DataVolumeCap.Cap}}GB이며 모두 사용되었습니다. 이후 데이터는 초기화 시각까지 버려지고 나중에도 복구되지 않습니다. 애플리케이션의 문제가 아닙니다.",
  ),
  ruledOut: text(
    "{{last_segment(workspaceId || target.id)}} has no daily cap, or did not reach it at that time.",
    "{{last_segment(workspaceId || target.id)}}에 일일 한도가 없거나 해당 시점에 도달하지 않았습니다.",
  ),
  culprits: ["workspaceId"],
  actions: [
    {
      title: text("Raise the workspace's daily cap", "작업 영역의 일일 한도 높이기"),
      why: text(
        "Ingestion resumes within minutes. -1 removes the cap; keep one and an alert on it where cost matters.",
        "몇 분 안에 수집이 다시 시작됩니다. -1은 한도를 없애며, 비용이 중요하면 한도를 유지하고 알림을 설정하세요.",
      ),
      commands: ["az monitor log-analytics workspace update --ids {{workspaceId}} --quota 10"],
      config: "Microsoft.OperationalInsights/workspaces: properties.workspaceCapping.dailyQuotaGb",
      changes: true,
      needsRole: "Log Analytics Contributor",
      undo: "az monitor log-analytics workspace update --ids {{workspaceId}} --quota {{workspace.properties.workspaceCapping.dailyQuotaGb}}",
      when: "workspace.id",
    },
    {
      title: text("Or remove the workspace's daily cap", "또는 작업 영역의 일일 한도 제거"),
      why: text(
        "Nothing is dropped then; put an alert on the ingested volume in its place.",
        "데이터가 버려지지 않습니다. 대신 수집량에 경고를 설정하세요.",
      ),
      commands: ["az monitor log-analytics workspace update --ids {{workspaceId}} --quota -1"],
      config: "Microsoft.OperationalInsights/workspaces: properties.workspaceCapping.dailyQuotaGb",
      changes: true,
      needsRole: "Log Analytics Contributor",
      undo: "az monitor log-analytics workspace update --ids {{workspaceId}} --quota {{workspace.properties.workspaceCapping.dailyQuotaGb}}",
      when: "workspace.id",
      effects: [
        {
          kind: "set",
          id: "{{workspaceId}}",
          values: {
            "/properties/workspaceCapping/dailyQuotaGb": "`-1`",
            "/properties/workspaceCapping/dataIngestionStatus": "'RespectQuota'",
          },
        },
        {
          kind: "set",
          id: "{{target.id}}/quotaStatus",
          values: { "/ShouldBeThrottled": "`false`" },
          when: "isHeldBack",
        },
      ],
    },
    {
      title: text(
        "Raise the component's daily cap (Usage and estimated costs)",
        "구성 요소의 일일 한도 높이기(사용량 및 예상 비용)",
      ),
      why: text(
        "A classic component has a daily cap of its own.",
        "클래식 구성 요소에는 자체 일일 한도가 있습니다.",
      ),
      commands: [
        "az monitor app-insights component billing update --app {{target.name}} --resource-group {{target.resourceGroup}} --cap 10",
      ],
      config: "Microsoft.Insights/components/currentBillingFeatures: DataVolumeCap.Cap",
      changes: true,
      needsRole: "Application Insights Component Contributor",
      when: "isComponent && !said(workspace.id)",
      effects: [
        {
          kind: "set",
          id: "{{target.id}}/currentBillingFeatures",
          values: { "/DataVolumeCap/Cap": "`10`" },
        },
        { kind: "set", id: "{{target.id}}/quotaStatus", values: { "/ShouldBeThrottled": "`false`" } },
      ],
    },
    {
      title: text("Send less", "전송량 줄이기"),
      why: text(
        "Find the largest tables with the Usage table; then sampling, higher log levels, Basic logs or a transformation.",
        "Usage 테이블에서 큰 테이블을 찾아 샘플링, 로그 수준 조정, 기본 로그 또는 변환을 적용하세요.",
      ),
      commands: [],
      config: "Usage | where IsBillable | summarize GB=sum(Quantity)/1000 by DataType | order by GB desc",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "dataIngestionStatus is RespectQuota, and new rows arrive.",
      "dataIngestionStatus가 RespectQuota이고 새 행이 수집됩니다.",
    ),
    commands: ["az resource show --ids {{workspaceId || target.id}} --query properties.workspaceCapping"],
  },
};
