import type { Playbook } from "../../playbook.ts";
import { anyTextRaises, errorMatches } from "../error-text.ts";
import { text } from "../text.ts";

const aggregator =
  "[.]GetMetric\\(|MetricIdentifier|TrackValue\\(|getMetric\\(|create_counter|createCounter|CreateCounter|create_histogram|createHistogram|CreateHistogram";

export const codeSdkMetricCap: Playbook = {
  code: "code.sdk-metric-dimension-cap",
  title: text(
    "The SDK drops metric values by its own cap on dimensions",
    "SDK가 자체 차원 한도로 메트릭 값을 버립니다",
  ),
  verdict: "not_azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-monitor/app/get-metric",
    "https://learn.microsoft.com/dotnet/core/diagnostics/metrics-instrumentation",
  ],
  raisedBy: `${anyTextRaises(aggregator)} || ${errorMatches("DIMENSION-CAPPED|otel[._]metric[._]overflow|cardinality limit|customMetrics|AppMetrics")}`,
  target: "targets('microsoft.insights/components')",
  needsTarget: false,
  competitors: ["monitor.daily-cap-reached", "code.unhandled-exception"],
  reads: {
    component: {
      title: text(
        "Application Insights {{target.name}}: sampling",
        "Application Insights {{target.name}}: 샘플링",
      ),
      request: { kind: "arm", path: "{{target.id}}" },
      when: "target",
      permission: "Microsoft.Insights/components/read",
      optional: true,
    },
    workspace: {
      title: text("Workspace of {{target.name}}: daily cap", "{{target.name}}의 작업 영역: 일일 한도"),
      request: { kind: "arm", path: "{{component.properties.WorkspaceResourceId}}" },
      when: "component.properties.WorkspaceResourceId",
      permission: "Microsoft.OperationalInsights/workspaces/read",
      optional: true,
    },
    values: {
      title: text("Metric values as they arrived in {{target.name}}", "{{target.name}}에 도착한 메트릭 값"),
      request: {
        kind: "logs",
        resourceId: "{{target.id}}",
        query:
          "customMetrics | where tostring(customDimensions) has 'DIMENSION-CAPPED' or tostring(customDimensions) has 'overflow' | order by timestamp desc | take 20",
        from: "hours_before(signals.observedAt, `24`)",
        to: "minutes_after(signals.observedAt, `15`)",
      },
      when: "target",
      permission: "Microsoft.Insights/components/query/read",
      optional: true,
    },
  },
  let: {
    sources: "values(not_null(request.source_code, `{}`))",
    aggregated: `sources[?matches(@, '${aggregator}')] | [0]`,
    aggregation: `find(not_null(aggregated, ''), '${aggregator}')`,
    capped:
      "(readable(values) && (values.rows[?matches(to_string(customDimensions), 'DIMENSION-CAPPED|overflow')] | [0].customDimensions)) || `null`",
    saysCapped: errorMatches("DIMENSION-CAPPED|otel[._]metric[._]overflow|cardinality limit"),
    saysLoss: errorMatches(
      "lose|loss|lost|missing|undercount|too (?:low|few|small)|wrong|expected [0-9]|only [0-9]|less than|drop|누락|손실|적게|부족|다릅니다",
    ),
    /** Many values in one dimension: a file, a user, a request, a URL. */
    isBroad:
      "aggregated && matches(aggregated, '(?:file|path|url|user|run|request|session|order|device|customer|tenant|instance|host|guid)[a-z]{0,10}')",
    sampling: "(readable(component) && component.properties.SamplingPercentage) || `null`",
    ingestion: "(readable(workspace) && workspace.properties.workspaceCapping.dataIngestionStatus) || `null`",
    isHealthy: "!(ingestion) || ingestion == 'RespectQuota' || ingestion == 'ApproachingQuota'",
  },
  holds:
    "aggregation && isHealthy && (capped != `null` || saysCapped || !(target) && saysLoss && isBroad) && (sampling == `null` || to_number(sampling) == `100`)",
  layer: 9,
  explanation: text(
    "The code pre-aggregates its metric in the SDK ({{aggregation}}), and one of its dimensions takes more distinct values than the SDK keeps (100 values for a dimension and 1,000 series by default in Application Insights; 2,000 in OpenTelemetry). What is above goes into DIMENSION-CAPPED or is dropped before it is sent. Azure Monitor stored everything it was given.",
    "코드가 SDK에서 메트릭을 미리 집계하며({{aggregation}}) 한 차원의 고유 값이 SDK 한도(Application Insights 기본값: 차원당 100개, 시계열 1,000개, OpenTelemetry 2,000개)를 넘습니다. 초과분은 전송 전에 DIMENSION-CAPPED로 합쳐지거나 버려집니다. Azure Monitor는 받은 데이터를 모두 저장했습니다.",
  ),
  ruledOut: text("No metric is capped in the SDK.", "SDK에서 한도에 걸린 메트릭이 없습니다."),
  actions: [
    {
      title: text("Lower the cardinality, or raise the limits", "고유 값 수를 줄이거나 한도 상향"),
      why: text(
        "Drop the dimension with many values, or give GetMetric a MetricConfiguration with a higher seriesCountLimit and valuesPerDimensionLimit. For single values use TrackMetric or TrackEvent.",
        "값이 많은 차원을 빼거나 GetMetric에 seriesCountLimit와 valuesPerDimensionLimit를 높인 MetricConfiguration을 지정하세요. 개별 값은 TrackMetric이나 TrackEvent를 사용하세요.",
      ),
      commands: [],
      config: "MetricConfiguration(seriesCountLimit, valuesPerDimensionLimit, ...)",
      changes: false,
    },
  ],
  verify: {
    text: text(
      "No value of the metric carries DIMENSION-CAPPED, and the sums agree.",
      "메트릭 값에 DIMENSION-CAPPED가 없고 합계가 일치합니다.",
    ),
    commands: [],
  },
};
