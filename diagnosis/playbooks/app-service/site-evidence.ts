import type { Playbook } from "../../playbook.ts";
import { concerns } from "../error-text.ts";
import { text } from "../text.ts";

/** Web apps, function apps and their slots that the request is about. */
export const siteTarget = "targets('microsoft.web/sites', 'microsoft.web/sites/slots')";

export const aboutSite = concerns(["appservice"], ["microsoft.web/sites", "microsoft.web/sites/slots"]);

/** What App Service knows of one site. Each playbook takes from it what its check uses. */
export const siteReads: Playbook["reads"] = {
  site: {
    title: text("Site {{target.name}}: state and plan", "사이트 {{target.name}}: 상태와 플랜"),
    request: { kind: "arm", path: "{{target.id}}" },
    permission: "Microsoft.Web/sites/read",
  },
  config: {
    title: text(
      "{{target.name}}: stack, HTTP version and access restrictions",
      "{{target.name}}: 스택, HTTP 버전, 액세스 제한",
    ),
    request: { kind: "arm", path: "{{target.id}}/config/web" },
    permission: "Microsoft.Web/sites/config/read",
  },
  siteContainers: {
    title: text(
      "Containers of {{target.name}}: images and ports",
      "{{target.name}}의 컨테이너: 이미지와 포트",
    ),
    request: { kind: "arm", path: "{{target.id}}/sitecontainers" },
    when: "same_text(config.properties.linuxFxVersion, 'sitecontainers')",
    permission: "Microsoft.Web/sites/sitecontainers/read",
    optional: true,
  },
  plan: {
    title: text("App Service plan of {{target.name}}", "{{target.name}}의 App Service 플랜"),
    request: { kind: "arm", path: "{{site.properties.serverFarmId}}" },
    permission: "Microsoft.Web/serverfarms/read",
  },
  references: {
    title: text(
      "Key Vault references of {{target.name}} and their status",
      "{{target.name}}의 Key Vault 참조와 상태",
    ),
    request: { kind: "arm", path: "{{target.id}}/config/configreferences/appsettings" },
    permission: "Microsoft.Web/sites/config/read",
    optional: true,
  },
  console: {
    title: text(
      "What {{target.name}} wrote to its console, and what the platform logged",
      "{{target.name}}의 콘솔 출력과 플랫폼 로그",
    ),
    request: {
      kind: "logs",
      resourceId: "{{target.id}}",
      query:
        "union isfuzzy=true AppServiceConsoleLogs, AppServicePlatformLogs | order by TimeGenerated desc | take 200",
      from: "hours_before(signals.observedAt, `24`)",
      to: "minutes_after(signals.observedAt, `15`)",
    },
    permission: "Microsoft.OperationalInsights/workspaces/query/read",
    optional: true,
  },
  /** Who stopped, started, restarted or reconfigured it. */
  siteEvents: {
    title: text("Activity Log of {{target.name}}", "{{target.name}}의 활동 로그"),
    request: {
      kind: "arm",
      path: "/subscriptions/{{target.subscriptionId}}/providers/Microsoft.Insights/eventtypes/management/values",
      query: {
        $filter:
          "eventTimestamp ge '{{days_before(signals.observedAt, `14`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `30`)}}' and resourceGroupName eq '{{target.resourceGroup}}'",
      },
    },
    permission: "Microsoft.Insights/eventtypes/values/Read",
    optional: true,
  },
};

/** The first of the expressions' values that is there; what cannot be read counts as not there. */
export function whereReadable(read: string, expression: string): string {
  return `((readable(${read}) && (${expression})) || \`null\`)`;
}
