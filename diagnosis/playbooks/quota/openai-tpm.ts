import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";
import { placeFacts } from "./quota-evidence.ts";

const saysCapacity = `(${errorMatches("new capacity in quota", "current available capacity", "bigger than the current available", "tokens per minute .{0,160}quota limit", "exceeds? .{0,60}(tpm|tokens per minute) quota", "insufficient .{0,30}(tpm|token).{0,20}quota", "bigger than (the current )?available capacity", "no quota .{0,20}(available|left).{0,60}(gpt|model|embedding|openai|region)", "(tpm|tokens per minute).{0,20}(할당량|한도).{0,20}(부족|초과|없)", "(할당량|quota).{0,20}(부족|not enough|insufficient).{0,60}(gpt|openai|모델)")} || (${hasCode("InsufficientQuota")} && matches(request.error, 'tokens per minute|openai|cognitive')))`;

export const quotaOpenAiTpm: Playbook = {
  code: "quota.openai-tpm",
  title: text(
    "The regional model quota is too small for the deployment asked for",
    "지역 모델 할당량(TPM)이 요청한 배포보다 작습니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota"],
  raisedBy: `${saysCapacity} || ${hasCode("InsufficientQuota")}`,
  needsTarget: false,
  target: "targets('microsoft.cognitiveservices/accounts')",
  competitors: ["openai.model-retired", "cognitive.soft-deleted-name-conflict"],
  reads: {
    usages: {
      title: text("Model quota in {{location}}", "{{location}}의 모델 할당량"),
      request: {
        kind: "arm",
        path: "/subscriptions/{{subscription}}/providers/Microsoft.CognitiveServices/locations/{{location}}/usages",
      },
      permission: "Microsoft.CognitiveServices/locations/usages/read",
    },
  },
  let: {
    ...placeFacts,
    location: "statedLocation || lower(replace(target.location, ' ', '')) || setLocation",
    quotaName:
      "find(request.error, 'usagename .{0,3}?([a-z][a-z0-9 ().-]{3,120})') || find(request.error, 'in quota ([^,]{3,120}),') || find(request.error, 'for quota ([^,]{3,120})[.]') || find(request.error, 'in quota ([^,]{3,120})$')",
    /** What the command or the template asks for, as usages call it: `OpenAI.GlobalStandard.gpt-4o`. */
    model:
      "find(request.error, 'model-name[ =]{1,2}[^a-z0-9]?([a-z0-9][a-z0-9.-]{1,60})') || find(request.error, 'model[ :=\"]{1,4}([a-z0-9][a-z0-9.-]{1,60})')",
    sku: "find(request.error, '(?:sku-name|sku|skuName)[ :=\"]{1,4}((?:global|datazone)?[a-z]{5,30})')",
    usageName: "model && sku && join('', ['OpenAI.', sku, '.', model])",
    /** A log may cut the name: its beginning is enough where one row has it. */
    begun:
      "quotaName && usages.value[?starts_with(lower(not_null(name.localizedValue, '')), lower($.quotaName)) || starts_with(lower(not_null(name.value, '')), lower($.quotaName))] || `[]`",
    row: "(usages.value[?same_text(name.localizedValue, $.quotaName) || same_text(name.value, $.quotaName)] | [0]) || (length(begun) == `1` && begun[0]) || (usages.value[?same_text(name.value, not_null($.usageName, ''))] | [0])",
    needed:
      "to_number(find(request.error, 'requires? ([0-9]{1,7}) new capacity') || find(request.error, 'specified capacity .{0,3}?([0-9]{1,7})[^0-9]'))",
  },
  holds: `${saysCapacity} && (!readable(usages) || !exists(row) || (needed && row.limit < row.currentValue + needed) || (!needed && row.limit))`,
  layer: 7,
  explanation: text(
    "In {{location}} the subscription may assign {{not_null(row.limit, '?')}} thousand tokens per minute of {{quotaName}} to its deployments, and {{not_null(row.currentValue, '?')}} are assigned. The capacity asked for does not fit.",
    "구독은 {{location}}에서 {{quotaName}}을(를) 분당 {{not_null(row.limit, '?')}}천 토큰까지 배포에 할당할 수 있고 현재 {{not_null(row.currentValue, '?')}}이(가) 할당되어 있습니다. 요청한 용량은 들어가지 않습니다.",
  ),
  ruledOut: text(
    "The deployment was not refused for a model quota, or the quota has room.",
    "모델 할당량 때문에 거부된 배포가 아니거나 할당량에 여유가 있습니다.",
  ),
  culprits: ["subscription && join('', ['/subscriptions/', subscription])"],
  actions: [
    {
      title: text("Ask for a smaller capacity", "배포 용량 줄이기"),
      why: text(
        "Reduce the capacity to what is free (the limit is {{not_null(row.limit, '?')}}), use a GlobalStandard deployment or another region, which have quotas of their own, or delete deployments that are not used.",
        "용량을 남은 범위(한도 {{not_null(row.limit, '?')}})로 줄이거나 별도 할당량을 가진 GlobalStandard 배포나 다른 지역을 사용하거나 쓰지 않는 배포를 삭제하세요.",
      ),
      commands: [
        "az cognitiveservices usage list --location {{location}} --subscription {{subscription}} --output table",
      ],
      config: "Microsoft.CognitiveServices/accounts/deployments: sku.capacity",
      changes: false,
    },
    {
      title: text("Or request a quota increase", "또는 할당량 증가 요청"),
      why: text(
        "The request form is at https://aka.ms/oai/stuquotarequest.",
        "요청 양식은 https://aka.ms/oai/stuquotarequest 에 있습니다.",
      ),
      commands: [],
      changes: false,
    },
  ],
  verify: {
    text: text(
      "The limit is above what is assigned plus what is asked for.",
      "한도가 할당량과 요청량의 합보다 큽니다.",
    ),
    commands: [
      "az cognitiveservices usage list --location {{location}} --subscription {{subscription}} --output table",
    ],
  },
};
