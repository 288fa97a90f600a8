import type { Playbook } from "../../playbook.ts";
import { text } from "../text.ts";

export const accountTarget = "targets('microsoft.cognitiveservices/accounts')";

/** The request goes to Azure OpenAI, AI services or Foundry. */
export const concernsAi =
  "(length(signals.hosts[?starts_with(service, 'openai') || starts_with(service, 'cognitive') || starts_with(service, 'ai')]) > `0` || length(signals.resources[?matchedBy != 'neighbour' && type == 'microsoft.cognitiveservices/accounts']) > `0` || matches(request.error, 'openai|cognitive ?services|ai foundry|services\\.ai\\.azure|azure ai|gpt-[0-9]') || matches(not_null(request.context.notes, ''), 'openai|cognitive ?services|ai foundry|azure ai'))";

/** An account of Azure AI services with what is deployed in it. */
export const accountReads: Playbook["reads"] = {
  account: {
    title: text(
      "{{target.name}}: endpoint, custom subdomain and network rules",
      "{{target.name}}: 엔드포인트, 사용자 지정 하위 도메인, 네트워크 규칙",
    ),
    request: { kind: "arm", path: "{{target.id}}" },
    permission: "Microsoft.CognitiveServices/accounts/read",
  },
  deployments: {
    title: text("Model deployments of {{target.name}}", "{{target.name}}의 모델 배포"),
    request: { kind: "arm", path: "{{target.id}}/deployments" },
    permission: "Microsoft.CognitiveServices/accounts/deployments/read",
  },
};

/** The deployment that the code calls: as the URL names it, else as a setting does, else the only one there is. */
export const deploymentFacts: NonNullable<Playbook["let"]> = {
  inUrl:
    "find(request.error, '/deployments/([a-z0-9][a-z0-9._-]{0,63})') || find(request.error, 'deployment [^a-z0-9]{0,2}([a-z0-9][a-z0-9._-]{0,63})[^a-z0-9]{0,2} (?:does not exist|was not found|not found)') || find(request.error, 'unknown model: ?([a-z0-9][a-z0-9._-]{0,63})') || find(request.error, 'requests? to ([a-z0-9][a-z0-9._-]{0,63}) for ')",
  inSettings:
    "signals.settings[?matches(name, 'deployment|engine|model') && !matches(name, 'version|capacity|format|sku|embed.{0,20}dimension') && matches(value, '^[a-z0-9][a-z0-9._-]{1,63}$')].value",
  byUrl: "deployments.value[?same_text(name, $.inUrl)]",
  named: "byUrl || deployments.value[?mentions($.inSettings, name)]",
  mentioned: "deployments.value[?mentions($.signals.names, name)]",
  deployment:
    "said(named[0]) || said(mentioned[0]) || (length(deployments.value) == `1` && deployments.value[0]) || `null`",
  deploymentNames: "not_null(deployments.value[].name, `[]`)",
  /** What the code names and the account does not have. */
  missing: "inSettings[?!mentions($.deploymentNames, @)]",
};
