import type { Playbook, PlaybookRead } from "../playbook.ts";
import { errorRowsQuery } from "./log-columns.ts";

/** Where a kind of workload writes what it meets. */
export interface LogSource {
  /** Lower-case ARM types of the workload. */
  readonly types: readonly string[];
  readonly reads: Playbook["reads"];
  readonly let: NonNullable<Playbook["let"]>;
  /** Names of reads, the cheapest first: a further step is taken only where none before told of an error. */
  readonly steps: readonly (readonly string[])[];
}

const traces = ["AppExceptions", "AppDependencies", "AppTraces"];
const said = ["OuterMessage", "InnermostMessage", "Message"];
const queryPermission = "Microsoft.OperationalInsights/workspaces/query/read";

/** A day back: an app that does not start tells why once, and is asked about later. */
const around: Pick<PlaybookRead["request"], "from" | "to"> = {
  from: "hours_before(signals.observedAt, `24`)",
  to: "minutes_after(signals.observedAt, `30`)",
};

function logRead(
  title: PlaybookRead["title"],
  resourceId: string,
  query: string,
  rest: Partial<PlaybookRead> = {},
): PlaybookRead {
  return {
    title,
    request: { kind: "logs", resourceId, query, ...around },
    permission: queryPermission,
    optional: true,
    ...rest,
  };
}

/** The reads that every kind has, over its own tables. */
function readsOf(tables: readonly string[], columns: readonly string[]): Playbook["reads"] {
  const all = [...tables, ...traces];
  const ofOwner = errorRowsQuery(all, [...columns, ...said], "{{target.name}}");
  return {
    own: logRead(
      { en: "Errors in {{target.name}}'s own log", ko: "{{target.name}}의 로그에 남은 오류" },
      "{{target.id}}",
      errorRowsQuery(all, [...columns, ...said]),
    ),
    components: logRead(
      {
        en: "Exceptions and failed calls in Application Insights {{id_name(item)}}",
        ko: "Application Insights {{id_name(item)}}의 예외와 실패한 호출",
      },
      "{{item}}",
      errorRowsQuery(traces, said),
      {
        each: "candidates('microsoft.insights/components')[].id | [:2]",
        permission: "Microsoft.Insights/components/query/read",
      },
    ),
    workspaces: logRead(
      {
        en: "Errors of {{target.name}} in workspace {{id_name(item)}}",
        ko: "작업 영역 {{id_name(item)}}에 남은 {{target.name}}의 오류",
      },
      "{{item}}",
      ofOwner,
      { each: "candidates('microsoft.operationalinsights/workspaces')[].id | [:2]" },
    ),
    diagnostics: {
      title: { en: "Where {{target.name}} sends its logs", ko: "{{target.name}}의 진단 설정" },
      request: { kind: "arm", path: "{{target.id}}/providers/Microsoft.Insights/diagnosticSettings" },
      permission: "Microsoft.Insights/diagnosticSettings/read",
      optional: true,
    },
    sentTo: logRead(
      {
        en: "Errors of {{target.name}} in workspace {{id_name(item)}}",
        ko: "작업 영역 {{id_name(item)}}에 남은 {{target.name}}의 오류",
      },
      "{{item}}",
      ofOwner,
      { each: "readable(diagnostics) && elsewhere || `[]`" },
    ),
  };
}

const lets: NonNullable<Playbook["let"]> = {
  /** Workspaces that do not stand beside the workload, and so were not asked. */
  elsewhere:
    "distinct(not_null(diagnostics.value, `[]`)[?properties.workspaceId].properties.workspaceId | [?!contains(lower(to_string($.beside)), lower(@))]) | [:1]",
  beside: "candidates('microsoft.operationalinsights/workspaces')[].id",
};

const steps: LogSource["steps"] = [["own", "components"], ["workspaces"], ["sentTo"]];

function sourceOf(
  types: readonly string[],
  tables: readonly string[],
  columns: readonly string[],
): LogSource {
  return { types, reads: readsOf(tables, columns), let: lets, steps };
}

const containerTables = [
  "ContainerAppConsoleLogs_CL",
  "ContainerAppSystemLogs_CL",
  "ContainerAppConsoleLogs",
  "ContainerAppSystemLogs",
];

const containerColumns = ["Log_s", "Log", "Reason_s", "Reason"];

/**
 * A container app's environment names the workspace by its customer ID; the tables named `_CL` carry no resource ID.
 *
 * @see https://learn.microsoft.com/azure/container-apps/log-monitoring
 */
const containerApps: LogSource = {
  types: ["microsoft.app/containerapps", "microsoft.app/jobs"],
  reads: {
    ...readsOf(containerTables, containerColumns),
    app: {
      title: { en: "The environment of {{target.name}}", ko: "{{target.name}}의 환경" },
      request: { kind: "arm", path: "{{target.id}}" },
      permission: "Microsoft.App/containerApps/read",
      optional: true,
    },
    environment: {
      title: { en: "Where the logs of {{target.name}} go", ko: "{{target.name}}의 로그 위치" },
      request: {
        kind: "arm",
        path: "{{app.properties.environmentId || app.properties.managedEnvironmentId}}",
      },
      permission: "Microsoft.App/managedEnvironments/read",
      optional: true,
    },
    holders: {
      title: { en: "Workspace of the environment", ko: "환경의 작업 영역" },
      request: {
        kind: "resource_graph",
        query:
          "resources | where type =~ 'microsoft.operationalinsights/workspaces' | where properties.customerId =~ '{{environment.properties.appLogsConfiguration.logAnalyticsConfiguration.customerId}}' | project id, name, type, properties",
      },
      permission: "Microsoft.OperationalInsights/workspaces/read",
      optional: true,
    },
    sentTo: logRead(
      {
        en: "Errors of {{target.name}} in workspace {{id_name(item)}}",
        ko: "작업 영역 {{id_name(item)}}에 남은 {{target.name}}의 오류",
      },
      "{{item}}",
      errorRowsQuery([...containerTables, ...traces], [...containerColumns, ...said], "{{target.name}}"),
      { each: "readable(holders) && not_null(holders.data, `[]`)[].id | [:1] || `[]`" },
    ),
  },
  let: lets,
  steps,
};

/** Each kind of workload with the tables that its resource logs go to. */
export const logSources: readonly LogSource[] = [
  sourceOf(
    ["microsoft.web/sites", "microsoft.web/sites/slots"],
    ["AppServiceConsoleLogs", "AppServiceAppLogs", "FunctionAppLogs", "AppServicePlatformLogs"],
    ["ResultDescription", "ExceptionMessage", "ExceptionType"],
  ),
  containerApps,
  sourceOf(
    ["microsoft.containerservice/managedclusters"],
    ["ContainerLogV2", "ContainerLog", "KubeEvents"],
    ["LogMessage", "LogEntry", "Reason"],
  ),
  sourceOf(["microsoft.containerinstance/containergroups"], ["ContainerInstanceLog_CL"], []),
  sourceOf(
    ["microsoft.datafactory/factories"],
    ["ADFActivityRun", "ADFPipelineRun"],
    ["ErrorMessage", "ErrorCode"],
  ),
  sourceOf(
    ["microsoft.apimanagement/service"],
    ["ApiManagementGatewayLogs"],
    ["LastErrorMessage", "LastErrorReason"],
  ),
];
