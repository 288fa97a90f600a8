import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";

/** What the Functions host itself logged, in whichever Application Insights resource stands beside the app. */
export const hostLogRead: Playbook["reads"] = {
  hostLogs: {
    title: text(
      "Host traces and exceptions in Application Insights",
      "Application Insights의 호스트 추적과 예외",
    ),
    request: {
      kind: "logs",
      resourceId: "{{item}}",
      query: "union isfuzzy=true traces, AppTraces, exceptions, AppExceptions | take 300",
      from: "hours_before(signals.observedAt, `24`)",
      to: "minutes_after(signals.observedAt, `15`)",
    },
    each: "candidates('microsoft.insights/components')[].id",
    permission: "Microsoft.Insights/components/query/read",
    optional: true,
  },
};

/** The first host log line that matches, in either spelling of Application Insights; null where none can be read. */
export function hostLine(pattern: string): string {
  return `((readable(hostLogs) && (hostLogs[].rows[][].not_null(message, Message, outerMessage, OuterMessage, innermostMessage, InnermostMessage) | [?matches(@, '${pattern}')] | [0])) || \`null\`)`;
}
