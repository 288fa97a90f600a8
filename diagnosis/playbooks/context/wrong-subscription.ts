import type { Playbook } from "../../playbook.ts";
import { hasCode } from "../error-text.ts";

const saysMissing = `(${hasCode("ResourceGroupNotFound", "ResourceNotFound", "SubscriptionNotFound", "InvalidSubscriptionId", "NotFound", "ParentResourceNotFound")} || mentions(request.error, 'could not be found'))`;

export const contextWrongSubscription: Playbook = {
  code: "context.wrong-subscription",
  title: {
    en: "The tool or code works in another subscription or tenant than the resource",
    ko: "도구나 코드가 리소스와 다른 구독이나 테넌트에서 작업합니다",
  },
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/cli/azure/manage-azure-subscriptions-azure-cli",
    "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-not-found",
  ],
  raisedBy: saysMissing,
  needsTarget: false,
  target: "signals.resources[?matchedBy == 'name' && mentions($.request.error, name)]",
  competitors: ["arm.missing-dependency"],
  reads: {
    found: {
      title: {
        en: "{{target.name}} in subscription {{target.subscriptionId}}",
        ko: "구독 {{target.subscriptionId}}의 {{target.name}}",
      },
      request: { kind: "arm", path: "{{target.id}}" },
      when: "isElsewhere",
      permission: "Microsoft.Resources/subscriptions/resources/read",
      optional: true,
    },
  },
  let: {
    /** The subscription that the tool worked in: the one of the request, or the one that the failing ID stands in. */
    usedSubscription: "signals.subscriptionIds[0]",
    isElsewhere:
      "usedSubscription && target.subscriptionId && !same_text(target.subscriptionId, usedSubscription)",
  },
  holds: `${saysMissing} && isElsewhere && (found.id || !readable(found))`,
  layer: 1,
  explanation: {
    en: "{{target.name}} exists, but in subscription {{target.subscriptionId}}; the call looked in {{usedSubscription}}.",
    ko: "{{target.name}}은(는) 존재하지만 구독 {{target.subscriptionId}}에 있습니다. 호출은 {{usedSubscription}}에서 찾았습니다.",
  },
  ruledOut: {
    en: "The service did not say that something is missing, or it is in the subscription that was asked.",
    ko: "서비스가 리소스가 없다고 응답하지 않았거나 요청한 구독에 있습니다.",
  },
  actions: [
    {
      title: { en: "Work in the resource's subscription", ko: "리소스의 구독에서 작업" },
      why: {
        en: "Set it once, or give --subscription on every call.",
        ko: "한 번 설정하거나 호출마다 --subscription을 지정하세요.",
      },
      commands: ["az account set --subscription {{target.subscriptionId}}"],
      config: "AZURE_SUBSCRIPTION_ID",
      changes: true,
      undo: "az account set --subscription {{usedSubscription}}",
    },
  ],
  verify: {
    text: { en: "The call finds the resource.", ko: "호출에서 리소스를 찾습니다." },
    commands: ["az resource show --ids {{target.id}} --query id"],
  },
};
