import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { targetOr } from "../resource-evidence.ts";
import { text } from "../text.ts";
import { accountReads, accountTarget, concernsAi, deploymentFacts } from "./account-evidence.ts";

const saysOverload = errorMatches(
  "currently overloaded|temporarily unable|experiencing high demand|no capacity",
);

const saysRate = `(${errorMatches("exceeded (the )?(token|call|request) rate limit", "exceeded .{0,30}rate limit of your current", "requests? to the .{0,120} have exceeded", "rate limit (is )?exceeded", "RateLimitReached", "rate_limit_exceeded", "too many requests")} && (${hasCode("429", "RateLimitReached", "rate_limit_exceeded")} || ${errorMatches("RateLimitError", "429")}))`;

export const openAiTpmLimit: Playbook = {
  code: "openai.tpm-limit",
  title: text(
    "The deployment's tokens or requests per minute are exceeded",
    "배포의 분당 토큰 또는 분당 요청 한도를 초과했습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota",
    "https://learn.microsoft.com/azure/ai-foundry/openai/quotas-limits",
  ],
  raisedBy: `${concernsAi} && (${saysRate} || ${hasCode("429")} || ${errorMatches("(?:^|[^0-9])429(?:[^0-9]|$)", "rate.?limit|throttl|too many requests|스로틀|요청 한도")})`,
  target: targetOr("microsoft.cognitiveservices/accounts", saysRate),
  needsTarget: true,
  competitors: ["platform.service-incident"],
  reads: accountReads,
  let: deploymentFacts,
  holds: `(${saysRate} || ${hasCode("429")} || ${errorMatches("(?:^|[^0-9])429(?:[^0-9]|$)")}) && !said(${saysOverload}) && exists(deployment.sku.capacity) && deployment.sku.name`,
  layer: 7,
  explanation: text(
    "Deployment {{deployment.name}} has a capacity of {{deployment.sku.capacity}} thousand tokens per minute ({{deployment.sku.name}}). The service counts the prompt and max_tokens of every call before it runs, so one large prompt can use up the minute. The limit is the deployment's own, not the subscription's quota.",
    "배포 {{deployment.name}}의 용량은 분당 {{deployment.sku.capacity}}천 토큰입니다({{deployment.sku.name}}). 서비스는 실행 전에 프롬프트와 max_tokens를 합산하므로 큰 프롬프트 하나로도 1분 한도를 다 쓸 수 있습니다. 이 한도는 구독 할당량이 아니라 배포 자체의 한도입니다.",
  ),
  ruledOut: text(
    "The service did not refuse the call for a deployment's rate limit.",
    "서비스가 배포의 속도 제한 때문에 호출을 거부하지 않았습니다.",
  ),
  culprits: ["deployment.id"],
  actions: [
    {
      title: text("Raise the deployment's capacity", "배포의 용량(TPM) 늘리기"),
      why: text(
        "Capacity is in thousands of tokens per minute (TPM), within the regional quota.",
        "용량 단위는 분당 천 토큰(TPM)이며 지역 할당량 안에서 늘릴 수 있습니다.",
      ),
      commands: [
        "az cognitiveservices account deployment create --name {{target.name}} --resource-group {{target.resourceGroup}} --deployment-name {{deployment.name}} --model-format {{deployment.properties.model.format}} --model-name {{deployment.properties.model.name}} --model-version {{deployment.properties.model.version}} --sku-name {{deployment.sku.name}} --sku-capacity 50",
      ],
      config: "Microsoft.CognitiveServices/accounts/deployments: sku.capacity",
      changes: true,
      needsRole: "Cognitive Services Contributor",
    },
    {
      title: text("Send less in a minute", "분당 사용량 줄이기"),
      why: text(
        "Shorten the prompt, set max_tokens to what is needed, and retry after the time in the retry-after header.",
        "프롬프트를 줄이고 max_tokens를 필요한 만큼만 설정하고 retry-after 헤더의 시간 후에 재시도하세요.",
      ),
      commands: [],
      config: "max_tokens / max_retries",
      changes: true,
    },
  ],
  verify: {
    text: text(
      "Calls are answered, and the deployment's capacity is what was asked for.",
      "호출이 성공하고 배포 용량이 요청한 값입니다.",
    ),
    commands: [
      "az cognitiveservices account deployment show --name {{target.name}} --resource-group {{target.resourceGroup}} --deployment-name {{deployment.name}} --query sku",
    ],
  },
};

const saysFilter = `(${hasCode("content_filter", "ResponsibleAIPolicyViolation", "content_policy_violation", "jailbreak")} || ${errorMatches("content management policy", "content filter")})`;
/** Escaped or not, of Python, JSON or JavaScript: `jailbreak: { detected: true, filtered: true }`. */
const saysJailbreak =
  "(matches(request.error, 'jailbreak.{0,8}[:=].{0,60}(detected|filtered).{0,6}true') || matches(request.error, 'jailbreak.{0,40}(attack )?(was |is )?detected') || matches(request.error, 'jailbreak.{0,20}(감지|탐지)|탈옥') || sent_matches('jailbreak.{0,8}[:=].{0,60}(detected|filtered).{0,6}true'))";

export const openAiJailbreakFilter: Playbook = {
  code: "openai.content-filter-jailbreak",
  title: text(
    "The content filter's prompt shield refuses the prompt",
    "콘텐츠 필터의 프롬프트 실드(탈옥 감지)가 프롬프트를 거부합니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter-prompt-shields",
    "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter",
  ],
  raisedBy: saysFilter,
  target: accountTarget,
  needsTarget: false,
  competitors: [],
  reads: {
    ...accountReads,
    filters: {
      title: text(
        "Content filter configuration of {{deployment.name}}",
        "{{deployment.name}}의 콘텐츠 필터 구성",
      ),
      request: { kind: "arm", path: "{{target.id}}/raiPolicies/{{deployment.properties.raiPolicyName}}" },
      permission: "Microsoft.CognitiveServices/accounts/raiPolicies/read",
      optional: true,
    },
  },
  let: {
    ...deploymentFacts,
    shield: "filters.properties.contentFilters[?same_text(name, 'Jailbreak') && blocking]",
  },
  holds: `${saysFilter} && ${saysJailbreak} && (deployment.properties.raiPolicyName || !readable(deployments) || !exists(deployment.properties.raiPolicyName)) && (shield[0].blocking || !readable(filters) || !exists(shield))`,
  layer: 8,
  explanation: text(
    "The prompt shield took the prompt for an attempt to override the model's instructions (jailbreak), and refused it before the model saw it. Phrases such as roles to play, orders to ignore rules, or long encoded text in the system or user message raise it.",
    "프롬프트 실드가 프롬프트를 모델 지침을 무시하려는 시도(탈옥)로 판단하여 모델에 전달하기 전에 거부했습니다. 역할극 지시, 규칙을 무시하라는 문구, 긴 인코딩 텍스트 등이 원인이 됩니다.",
  ),
  ruledOut: text(
    "The content filter did not report a jailbreak attempt.",
    "콘텐츠 필터가 탈옥 시도를 보고하지 않았습니다.",
  ),
  culprits: ["deployment.id"],
  actions: [
    {
      title: text(
        "Rewrite the prompt so that it does not read like an attack",
        "공격으로 보이지 않도록 프롬프트 수정",
      ),
      why: text(
        "Keep instructions in the system message, pass documents as data between delimiters, and drop wording that tells the model to ignore or override its rules.",
        "지침은 시스템 메시지에 두고 문서는 구분 기호 사이의 데이터로 전달하며 규칙을 무시하거나 재정의하라는 표현을 없애세요.",
      ),
      commands: [],
      config: "messages[].content",
      changes: true,
    },
    {
      title: text(
        "Or give the deployment a content filter whose prompt shield annotates only",
        "또는 프롬프트 실드가 주석만 다는 콘텐츠 필터를 배포에 적용",
      ),
      why: text(
        "Where false alarms persist: a custom content filter with Jailbreak set to annotate in place of block.",
        "오탐이 계속되면 탈옥 항목을 차단 대신 주석으로 설정한 사용자 지정 콘텐츠 필터를 사용하세요.",
      ),
      commands: ["az rest --method get --url {{target.id}}/raiPolicies?api-version=2025-06-01"],
      config: "Microsoft.CognitiveServices/accounts/raiPolicies: contentFilters[Jailbreak].blocking",
      changes: false,
      needsRole: "Cognitive Services Contributor",
    },
  ],
  verify: {
    text: text(
      "The rewritten prompt is answered; prompt_filter_results shows jailbreak detected: false.",
      "수정한 프롬프트에 응답이 오고 prompt_filter_results에 jailbreak detected: false가 표시됩니다.",
    ),
    commands: [],
  },
};
