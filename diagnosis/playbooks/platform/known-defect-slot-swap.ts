import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";

export const platformSlotSwap: Playbook = {
  code: "platform.known-defect-slot-swap",
  title: text(
    "The slot swap fails although the slot is healthy: a known defect of the platform",
    "슬롯이 정상인데 교환이 실패하는 알려진 플랫폼 결함입니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/app-service/deploy-staging-slots",
    "https://github.com/Azure/azure-cli/issues/29342",
  ],
  raisedBy: `${errorMatches("cannot swap|slot swap|swap (?:site )?slots?|slotsswap|swap (?:operation )?failed|did not respond to http ping|swap.{0,60}(?:slot|staging|production)|(?:slot|staging).{0,60}swap|Switch-AzWebAppSlot", "슬롯.{0,20}(?:교환|스왑|전환)")} || ${errorMatches("slot swap")} && ${hasCode("417", "409", "500")}`,
  target: "targets('microsoft.web/sites/slots') || targets('microsoft.web/sites')",
  needsTarget: true,
  competitors: [
    "appservice.kv-reference-unresolved",
    "appservice.site-stopped",
    "appservice.startup-timeout",
    "appservice.access-restriction-deny",
    "platform.service-incident",
    "arm.conflicting-operation",
  ],
  reads: {
    site: {
      title: text("{{target.name}}: state", "{{target.name}}: 상태"),
      request: { kind: "arm", path: "{{target.id}}" },
      permission: "Microsoft.Web/sites/slots/read",
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
    swaps: {
      title: text("Activity Log: swaps of {{target.name}}", "활동 로그: {{target.name}}의 교환"),
      request: {
        kind: "arm",
        path: "/subscriptions/{{target.subscriptionId}}/providers/Microsoft.Insights/eventtypes/management/values",
        query: {
          $filter:
            "eventTimestamp ge '{{days_before(signals.observedAt, `14`)}}' and eventTimestamp le '{{hours_after(signals.observedAt, `6`)}}' and resourceGroupName eq '{{target.resourceGroup}}'",
        },
      },
      permission: "Microsoft.Insights/eventtypes/values/Read",
    },
    requests: {
      title: text(
        "Requests that {{target.name}} answered around the swap",
        "교환 전후 {{target.name}}의 요청",
      ),
      request: {
        kind: "logs",
        resourceId: "{{target.id}}",
        query: "AppServiceHTTPLogs | order by TimeGenerated desc | take 200",
        from: "minutes_before(signals.observedAt, `15`)",
        to: "minutes_after(signals.observedAt, `5`)",
      },
      permission: "Microsoft.OperationalInsights/workspaces/query/read",
      optional: true,
    },
  },
  let: {
    events:
      "swaps.value[?matches(operationName.value, 'slotsswap') && (same_id(resourceId, $.target.id) || id_covers(resourceId, $.target.id) || id_covers($.target.id, resourceId))]",
    failed: "events[?status.value == 'Failed'] | [0]",
    succeeded: "events[?status.value == 'Succeeded'] | [0]",
    operation: "failed.operationName.value",
    outcome: "failed.status.value",
    broken:
      "(readable(references) && (references.value[?properties.status && properties.status != 'Resolved' && properties.status != 'InitialFetch'] | [0])) || `null`",
    resolved:
      "(readable(references) && (references.value[?properties.status == 'Resolved'] | [0].properties.status)) || `null`",
    /** The slot answered the platform's warm-up and health requests: what the swap says is not so. */
    warm: "(readable(requests) && (requests.rows[?matches(UserAgent, 'SiteWarmup|HealthCheck|AlwaysOn|ApplicationInit') && to_number(ScStatus) < `400`] | [0].ScStatus)) || `null`",
    refusedPing:
      "(readable(requests) && (requests.rows[?matches(UserAgent, 'SiteWarmup|HealthCheck|AlwaysOn|ApplicationInit') && to_number(ScStatus) >= `400`] | [0])) || `null`",
  },
  holds:
    "site.properties.state == 'Running' && outcome && operation && broken == `null` && not_null(resolved, `true`) && refusedPing == `null` && (warm != `null` || succeeded != `null`) && not_null(warm, `true`)",
  layer: 7,
  explanation: text(
    "The swap was refused as if the slot did not answer, but the slot runs, its references resolve and it answered the warm-up requests; the same swap goes through at other times. The platform recycles the instances while it applies the target's settings and gives up too early, more often the more Key Vault references there are.",
    "슬롯이 응답하지 않는다는 이유로 교환이 거부되었지만 슬롯은 실행 중이고 참조가 확인되며 웜업 요청에 응답했습니다. 같은 교환이 다른 때에는 성공합니다. 플랫폼이 대상 설정을 적용하며 인스턴스를 재활용하는 동안 너무 일찍 포기하는 결함이며 Key Vault 참조가 많을수록 잦습니다.",
  ),
  ruledOut: text(
    "The slot itself explains that the swap failed, or no swap failed.",
    "교환 실패가 슬롯 자체로 설명되거나 실패한 교환이 없습니다.",
  ),
  actions: [
    {
      title: text(
        "Re-run the swap, and let the pipeline retry it",
        "교환을 다시 실행하고 파이프라인에서 재시도",
      ),
      why: text(
        "A failed swap leaves both slots as they were. WEBSITE_SWAP_WARMUP_PING_PATH and WEBSITE_SWAP_WARMUP_PING_STATUSES set what counts as warm; fewer Key Vault references make the recycle shorter.",
        "실패한 교환은 두 슬롯을 그대로 둡니다. WEBSITE_SWAP_WARMUP_PING_PATH와 WEBSITE_SWAP_WARMUP_PING_STATUSES로 웜업 기준을 정할 수 있고 Key Vault 참조를 줄이면 재활용이 짧아집니다.",
      ),
      commands: [
        "az webapp deployment slot swap --resource-group {{target.resourceGroup}} --name {{split(target.id, '/')[8]}} --slot {{last_segment(target.id)}} --target-slot production",
      ],
      config: "WEBSITE_SWAP_WARMUP_PING_PATH, WEBSITE_SWAP_WARMUP_PING_STATUSES",
      changes: true,
      needsRole: "Website Contributor",
    },
    {
      title: text("Open a support case where it comes back", "반복되면 지원 요청 열기"),
      why: text(
        "Give the service request IDs of the failed swaps from the Activity Log.",
        "활동 로그에 있는 실패한 교환의 서비스 요청 ID를 첨부하세요.",
      ),
      commands: [],
      changes: false,
    },
  ],
  verify: {
    text: text("The Activity Log shows the swap as Succeeded.", "활동 로그에 교환이 성공으로 표시됩니다."),
    commands: [
      "az monitor activity-log list --resource-group {{target.resourceGroup}} --offset 1d --query \"[?contains(operationName.value, 'slotsswap')]\"",
    ],
  },
};
