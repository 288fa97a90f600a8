import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";

/**
 * A container app and what it and the platform logged. The tables named `_CL` carry no resource ID, so that they are read
 * through the workspace that the environment sends them to.
 *
 * @see https://learn.microsoft.com/azure/container-apps/log-monitoring
 */
export const containerAppReads: Playbook["reads"] = {
  app: {
    title: text(
      "Container app {{target.name}}: ingress and probes",
      "컨테이너 앱 {{target.name}}: 수신 및 프로브",
    ),
    request: { kind: "arm", path: "{{target.id}}" },
    when: "target.type == 'microsoft.app/containerapps'",
    permission: "Microsoft.App/containerApps/read",
  },
  environment: {
    title: text("Where the logs of {{target.name}} go", "{{target.name}}의 로그 위치"),
    request: { kind: "arm", path: "{{environmentId}}" },
    when: "environmentId",
    permission: "Microsoft.App/managedEnvironments/read",
    optional: true,
  },
  workspaces: {
    title: text("Workspace of the environment", "환경의 작업 영역"),
    request: {
      kind: "resource_graph",
      query:
        "resources | where type =~ 'microsoft.operationalinsights/workspaces' | where properties.customerId =~ '{{customerId}}' | project id, name, type, properties",
    },
    when: "customerId",
    permission: "Microsoft.OperationalInsights/workspaces/read",
    optional: true,
  },
  lines: {
    title: text("System and console lines of {{target.name}}", "{{target.name}}의 시스템 및 콘솔 로그"),
    request: {
      kind: "logs",
      resourceId: "{{logsAt}}",
      query:
        "union isfuzzy=true ContainerAppSystemLogs_CL, ContainerAppSystemLogs, ContainerAppConsoleLogs_CL, ContainerAppConsoleLogs | order by TimeGenerated desc | take 300",
      from: "hours_before(signals.observedAt, `24`)",
      to: "minutes_after(signals.observedAt, `30`)",
    },
    when: "logsAt",
    permission: "Microsoft.OperationalInsights/workspaces/query/read",
    optional: true,
  },
};

export const containerAppLets: NonNullable<Playbook["let"]> = {
  environmentId: "app.properties.environmentId || app.properties.managedEnvironmentId",
  customerId:
    "(readable(environment) && environment.properties.appLogsConfiguration.logAnalyticsConfiguration.customerId) || `null`",
  logsAt:
    "(readable(workspaces) && workspaces.data[0].id) || (readable(environment) && environment.id) || `null`",
  ours: "(readable(lines) && (lines.rows[?not_null(ContainerAppName_s, ContainerAppName) == $.target.name])) || `null`",
};
