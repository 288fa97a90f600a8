import type { Playbook, PlaybookRead } from "../playbook.ts";
import { text } from "./text.ts";

/**
 * What the request names, or stands alone beside what it names. Where the error says the cause itself, its own fact decides:
 * then also what only the code names (the error may name what was called before), and where nothing tells, each that can be seen.
 */
export function targetOr(type: string, says: string): string {
  const named = `${says} && candidates('${type}')[?matchedBy != 'neighbour']`;
  return `[targets('${type}'), ${named} || \`[]\`][] || (${says} && candidates('${type}')) || \`[]\``;
}

/** The target's own body; `what` says what it is read for. */
export function targetRead(what: { en: string; ko: string }, permission: string): PlaybookRead {
  return {
    title: text(`{{target.name}}: ${what.en}`, `{{target.name}}: ${what.ko}`),
    request: { kind: "arm", path: "{{target.id}}" },
    permission,
  };
}

/** A list of the target's children. */
export function childRead(
  child: string,
  what: { en: string; ko: string },
  permission: string,
  optional = false,
): PlaybookRead {
  return {
    title: text(`{{target.name}}: ${what.en}`, `{{target.name}}: ${what.ko}`),
    request: { kind: "arm", path: `{{target.id}}/${child}` },
    permission,
    ...(optional ? { optional } : {}),
  };
}

/** Log rows of the target around the failure, newest first. */
export function logRead(table: string, hoursBefore = 6): PlaybookRead {
  return {
    title: text(
      `${table} of {{target.name}} around the failure`,
      `실패 시점 전후 {{target.name}}의 ${table}`,
    ),
    request: {
      kind: "logs",
      resourceId: "{{target.id}}",
      query: `${table} | order by TimeGenerated desc | take 100`,
      from: `hours_before(signals.observedAt, \`${hoursBefore}\`)`,
      to: "minutes_after(signals.observedAt, `10`)",
    },
    permission: "Microsoft.OperationalInsights/workspaces/query/read",
    optional: true,
  };
}

/** Platform metrics of the target over the hour before the failure and a little after. */
export function metricRead(
  metricNames: readonly string[],
  aggregation: NonNullable<PlaybookRead["request"]["aggregation"]>,
): PlaybookRead {
  return {
    title: text(
      `Metrics of {{target.name}}: ${metricNames.join(", ")}`,
      `{{target.name}}의 메트릭: ${metricNames.join(", ")}`,
    ),
    request: {
      kind: "metrics",
      resourceId: "{{target.id}}",
      metricNames: [...metricNames],
      aggregation,
      interval: "PT1M",
      from: "hours_before(signals.observedAt, `1`)",
      to: "minutes_after(signals.observedAt, `15`)",
    },
    permission: "Microsoft.Insights/metrics/read",
  };
}

/** What was done in the target's resource group in the days before the failure. */
export const groupEvents: Playbook["reads"] = {
  events: {
    title: text("Activity Log of {{target.resourceGroup}}", "{{target.resourceGroup}}의 활동 로그"),
    request: {
      kind: "arm",
      path: "/subscriptions/{{target.subscriptionId}}/providers/Microsoft.Insights/eventtypes/management/values",
      query: {
        $filter:
          "eventTimestamp ge '{{days_before(signals.observedAt, `7`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `30`)}}' and resourceGroupName eq '{{target.resourceGroup}}'",
      },
    },
    permission: "Microsoft.Insights/eventtypes/values/Read",
    optional: true,
  },
};
