import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { placeFacts } from "./quota-evidence.ts";

/** Words that come with nothing but a refusal for a quota. */
const exactWords = [
  "exceeding approved .{0,80}(cores|vcpus?) quota",
  "(insufficient|not enough) .{0,30}vcpu quota",
  "InsufficientVCPUQuota",
  "vcpu quota (left|remaining)",
  "core(s)? quota .{0,60}(exceed|reached|insufficient)",
  "ClusterCoreQuotaReached",
  "insufficient quota .{0,20}(family|regional) limit",
  "(current limit|quota) .{0,3}total vms",
  "exceeds? .{0,40}(cores|vcpu) quota",
];
const coresWords = [
  ...exactWords,
  "not enough cores",
  "quota limits? of .{0,20}cores?",
  "(cores?|vcpus?)\\b.{0,60}(quota|할당량|한도)",
  "(quota|할당량).{0,60}(\\bcores?|vcpus?)\\b",
];
const exactCodes = hasCode(
  "ErrCode_InsufficientVCPUQuota",
  "InsufficientVCPUQuota",
  "ClusterCoreQuotaReached",
);
/** Said in order to rule the quota out. */
const deniesIt = `${errorMatches("(?:we|do|still) (?:still )?have .{0,30}quota|quota (?:left|available|remaining|is (?:fine|ok|not|enough|high))|(?:enough|plenty of) .{0,20}quota|할당량.{0,12}(?:남|충분|여유)")} && !${errorMatches("(?:\\bno|not enough|insufficient|not have|without|little|exceed|reached).{0,30}quota|quota .{0,20}exceed")}`;
const saysCores = `((${errorMatches(...coresWords)} || ${exactCodes}) && !(${deniesIt}))`;
/** A cluster or a scale set did not grow, and what says so does not say why: the Activity Log of its machines does. */
const doesNotGrow = errorMatches(
  "FailedScaleUp|failed scale-?up|scale-?up .{0,80}fail|failed to (?:scale|increase|resize)",
  "NotTriggerScaleUp|not trigger.{0,5} scale-?up|nodes? .{0,60}(?:not|never) (?:added|created|provisioned)|노드.{0,20}(?:안 늘|늘지|추가되지|생성되지)",
  "(?:node ?pool|scale ?set|vmss|virtual machine|node group).{0,120}(?:fail|did not|could not|cannot)",
);

export const quotaComputeVcpu: Playbook = {
  code: "quota.compute-vcpu",
  title: text("The regional vCPU quota is too small", "지역 vCPU 할당량이 부족합니다"),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/quotas/regional-quota-requests",
    "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-resource-quota",
  ],
  raisedBy: `${saysCores} || (${hasCode("QuotaExceeded", "OperationNotAllowed")} && matches(request.error, 'cores|vcpu')) || ${doesNotGrow}`,
  needsTarget: false,
  competitors: ["arm.sku-not-available", "network.subnet-ip-exhausted"],
  reads: {
    refusals: {
      title: text("Activity Log: machines that were refused", "활동 로그: 거부된 가상 머신 생성"),
      request: {
        kind: "arm",
        path: "/subscriptions/{{subscription}}/providers/Microsoft.Insights/eventtypes/management/values",
        query: {
          $filter:
            "eventTimestamp ge '{{hours_before(signals.observedAt, `3`)}}' and eventTimestamp le '{{minutes_after(signals.observedAt, `15`)}}'",
        },
      },
      when: "!(isSaid)",
      permission: "Microsoft.Insights/eventtypes/values/Read",
      optional: true,
    },
    usages: {
      title: text("vCPU usage and quota in {{location}}", "{{location}}의 vCPU 사용량 및 할당량"),
      request: {
        kind: "arm",
        path: "/subscriptions/{{subscription}}/providers/Microsoft.Compute/locations/{{location}}/usages",
      },
      permission: "Microsoft.Compute/locations/usages/read",
    },
  },
  let: {
    ...placeFacts,
    isSaid: `said(${saysCores})`,
    isExact: `said(${exactCodes} || ${errorMatches(...exactWords)}) || said(refusal.properties.statusMessage)`,
    refusal: `!(isSaid) && readable(refusals) && (not_null(refusals.value, \`[]\`)[?same_text(level, 'Error') && matches(operationName.value, '^Microsoft[.](?:Compute|ContainerService)/') && (${coresWords.map((words) => `matches(not_null(properties.statusMessage, ''), '${words}')`).join(" || ")})] | [0]) || \`null\``,
    /** What refused the cores, wherever it is written. */
    words: "isSaid && request.error || said(refusal.properties.statusMessage) || request.error",
    location: "statedLocation || setLocation",
    family: "find(words, 'approved ([a-z0-9_]{4,60}family) cores') || find(words, '([a-z0-9_]{4,60}family)')",
    isSpot: "said(matches(words, 'low.?priority|spot'))",
    /** `Standard_D4s_v3` draws on `standardDSv3Family`, `Standard_NC24ads_A100_v4` on `standardNCADSA100v4Family`. */
    size: "find(words, '(standard_[a-z]{1,3}[0-9]{1,3}[a-z0-9_]{0,20})') || (signals.settings[?matches(value, '^standard_[a-z]{1,3}[0-9]')].value | [0])",
    sizeFamily:
      "size && join('', ['standard', find(size, 'standard_([a-z]{1,3})'), replace(find(size, 'standard_[a-z]{1,3}[0-9]{1,3}([a-z0-9_]{0,20})'), '_', ''), 'Family'])",
    isTotal: "said(matches(words, 'total regional'))",
    isFull: "said(!family) && length(fullRows) > `0`",
    fullRows:
      "not_null(usages.value, `[]`)[?limit > `0` && currentValue >= limit && matches(name.value, 'cores$|family$')]",
    quotaName:
      "isSpot && 'lowPriorityCores' || family || isTotal && 'cores' || isFull && ((fullRows[?same_text(name.value, not_null($.sizeFamily, ''))] | [0].name.value) || fullRows[0].name.value) || sizeFamily || 'cores'",
    row: "usages.value[?same_text(name.value, $.quotaName)] | [0]",
    needed:
      "to_number(find(words, '(?:additional )?require[sd]?: ?([0-9]{1,6})')) || to_number(find(words, 'request(?:ed)? quota[ :]{1,3}([0-9]{1,6})')) || to_number(find(words, 'requested[^0-9]{1,30}([0-9]{1,6})'))",
  },
  holds: `(isSaid || refusal.properties.statusMessage) && (isExact && !readable(usages) || (exists(row) && (needed && row.limit < row.currentValue + needed || !needed && row.limit <= row.currentValue + \`64\`)) || isExact && !exists(row))`,
  layer: 7,
  explanation: text(
    "The subscription may use {{not_null(row.limit, '?')}} vCPUs of {{quotaName}} in {{location}}, and {{not_null(row.currentValue, '?')}} are in use. What was asked for does not fit, whatever capacity the region has.",
    "이 구독은 {{location}}에서 {{quotaName}} vCPU를 {{not_null(row.limit, '?')}}개까지 쓸 수 있고 {{not_null(row.currentValue, '?')}}개를 사용 중입니다. 지역에 용량이 있어도 요청한 만큼은 할당되지 않습니다.",
  ),
  ruledOut: text(
    "The deployment was not refused for a vCPU quota, or the quota has room.",
    "vCPU 할당량 때문에 거부된 배포가 아니거나 할당량에 여유가 있습니다.",
  ),
  culprits: ["subscription && join('', ['/subscriptions/', subscription])"],
  actions: [
    {
      title: text("Ask for less", "요청 크기 줄이기"),
      why: text(
        "A smaller VM size (such as Standard_D2s_v5) or fewer nodes, another region or another VM family with quota left; or free vCPUs that are no longer used.",
        "더 작은 VM 크기(예: Standard_D2s_v5)나 적은 노드 수, 할당량이 남은 다른 지역이나 VM 계열을 사용하거나 쓰지 않는 vCPU를 반환하세요.",
      ),
      commands: ["az vm list-usage --location {{location}} --subscription {{subscription}} --output table"],
      config: "hardwareProfile.vmSize / sku.name / agentPoolProfiles[].vmSize, count",
      changes: false,
    },
    {
      title: text("Or request a quota increase", "또는 할당량 증가 요청"),
      why: text(
        "In the portal under Quotas, or with az quota. Free trial subscriptions must be upgraded to pay-as-you-go first.",
        "포털의 할당량 메뉴나 az quota로 요청하세요. 무료 체험 구독은 먼저 종량제로 업그레이드해야 합니다.",
      ),
      commands: [
        "az quota update --resource-name {{quotaName}} --scope /subscriptions/{{subscription}}/providers/Microsoft.Compute/locations/{{location}} --limit-object value=20",
      ],
      config: "Microsoft.Quota/quotas",
      changes: true,
      needsRole: "Quota Request Operator",
    },
  ],
  verify: {
    text: text(
      "The limit is above the usage plus what is asked for.",
      "한도가 사용량과 요청량의 합보다 큽니다.",
    ),
    commands: ["az vm list-usage --location {{location}} --subscription {{subscription}} --output table"],
  },
};
