import type { Playbook } from "../../playbook.ts";
import { concerns, errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { siteReads, siteTarget, whereReadable } from "./site-evidence.ts";

/** As people say that an app does nothing. */
const isDown = errorMatches(
  "\\b(?:down|offline|dead|unavailable|stopped)\\b|(?:not|never|no longer|stopped|n.t) (?:been )?(?:run|running|executed?|fired?|start(?:ed)?|triggered|working|open|opening|load|reachable|respond|answer)|안 ?열|안 ?됩|멈[추췄춤]|죽[었어]|중지|접속.{0,10}(?:안|불가)|실행되지",
  "\\bno (?:more )?(?:invocations?|executions?|runs?|telemetry|logs?|requests?|traffic|messages? (?:are|is) )|did nothing|does nothing|호출이 없|로그가 없|처리되지",
);

export const appServiceSiteStopped: Playbook = {
  code: "appservice.site-stopped",
  title: text("The site is stopped", "사이트가 중지되었습니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/troubleshoot/azure/app-service/web-apps-performance-faqs",
    "https://learn.microsoft.com/azure/app-service/manage-automatic-scaling",
  ],
  raisedBy: `${errorMatches("web app is stopped|site (?:is )?(?:disabled|stopped)|app (?:is|was) stopped|Site Disabled|host is offline|function app is (?:stopped|unavailable)", "중지된|중지되어|웹앱이 중지")} || ${concerns(["appservice"], ["microsoft.web/sites", "microsoft.web/sites/slots"])} && (${hasCode("403", "404", "502", "503", "417")} || ${isDown})`,
  target: siteTarget,
  needsTarget: true,
  competitors: ["appservice.free-tier-quota-exceeded", "appservice.access-restriction-deny"],
  reads: siteReads,
  let: {
    state: "site.properties.state",
    stop: whereReadable(
      "siteEvents",
      "siteEvents.value[?matches(operationName.value, '/stop/action') && id_covers($.target.id, resourceId) && (!(status.value) || status.value == 'Succeeded' || status.value == 'Started')] | [0]",
    ),
    /** A plan that ran out of its daily minutes stops its sites by itself. */
    isQuota: "site.properties.usageState == 'Exceeded'",
    stoppedBy: "stop.caller",
    stoppedAt: "stop.eventTimestamp",
    operation: "stop.operationName.value",
  },
  holds:
    "(site.properties.state == 'Stopped' || site.properties.enabled == `false` || site.properties.adminEnabled == `false`) && !isQuota && not_null(operation, `true`) && not_null(stoppedBy, `true`)",
  layer: 2,
  explanation: text(
    "{{target.name}} is in state {{state}} (stopped by {{stoppedBy || 'unknown'}} at {{stoppedAt || 'an unknown time'}}). The front end answers for a stopped site itself, with 403 or 503, and nothing of the app runs.",
    "{{target.name}}의 상태가 {{state}}입니다(중지한 사용자 {{stoppedBy || 'unknown'}}, 시각 {{stoppedAt || 'an unknown time'}}). 중지된 사이트는 프런트 엔드가 403 또는 503으로 직접 응답하며 앱은 실행되지 않습니다.",
  ),
  ruledOut: text("{{target.name}} is running.", "{{target.name}}이(가) 실행 중입니다."),
  actions: [
    {
      title: text("Start the site", "사이트 시작"),
      why: text(
        "Ask first who stopped it and why: automation or a person may stop it again.",
        "먼저 중지한 사용자와 이유를 확인하세요. 자동화나 담당자가 다시 중지할 수 있습니다.",
      ),
      commands: ["az webapp start --ids {{target.id}}"],
      changes: true,
      needsRole: "Website Contributor",
      undo: "az webapp stop --ids {{target.id}}",
      effects: [
        {
          kind: "set",
          id: "{{target.id}}",
          values: {
            "/properties/state": "'Running'",
            "/properties/enabled": "`true`",
            "/properties/adminEnabled": "`true`",
          },
        },
      ],
    },
  ],
  verify: {
    text: text("The state is Running and the site answers.", "상태가 Running이고 사이트가 응답합니다."),
    commands: ["az webapp show --ids {{target.id}} --query state"],
  },
};
