import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { placeFacts } from "../quota/quota-evidence.ts";
import { text } from "../text.ts";
import { hiddenMatches, hiddenRefusalFacts, hiddenRefusalReads, hidesRefusal } from "./hidden-refusal.ts";

const saysUnregistered = `(${hasCode("MissingSubscriptionRegistration", "SubscriptionNotRegistered", "MissingRegistrationForLocation", "ResourceProviderNotRegistered")} || ${errorMatches("(subscription|provider) .{0,80}(?:is not|isn.t) registered", "not registered to use namespace", "resource provider .{0,80}not registered", "registering the resource provider", "must be registered (with|for)", "\\bRP (is )?not registered", "resource providers? are registered|cannot register providers?", "(리소스 공급자|네임스페이스).{0,80}등록되(어 있)?지 않", "구독.{0,80}네임스페이스.{0,40}등록", "please run .?.?az provider register")})`;

/** Services that build on another provider in the customer's subscription, and only say that their call to it failed. */
const needsOther = errorMatches(
  "TriggerEventSubscriptionFailed",
  "attempt to configure storage notifications .{0,120}failed",
  "failed to (create|configure|retrieve).{0,80}(event ?subscription|eventgrid)",
);

export const armProviderNotRegistered: Playbook = {
  code: "arm.provider-not-registered",
  title: text(
    "The resource provider is not registered in the subscription",
    "구독에 리소스 공급자가 등록되어 있지 않습니다",
  ),
  verdict: "azure",
  sources: [
    "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider",
    "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types",
  ],
  raisedBy: `${saysUnregistered} || ${needsOther} || ${hasCode("NoRegisteredProviderFound")} || ${hidesRefusal}`,
  needsTarget: false,
  competitors: ["rbac.missing-at-scope", "subscription.disabled"],
  reads: {
    provider: {
      title: text(
        "Registration of {{namespace}} in subscription {{subscription}}",
        "구독 {{subscription}}의 {{namespace}} 등록 상태",
      ),
      request: { kind: "arm", path: "/subscriptions/{{subscription}}/providers/{{namespace}}" },
      permission: "Microsoft.Resources/subscriptions/providers/read",
    },
    ...hiddenRefusalReads,
  },
  let: {
    ...placeFacts,
    ...hiddenRefusalFacts,
    isHidden: hiddenMatches(
      "MissingSubscriptionRegistration|SubscriptionNotRegistered|not registered to use",
    ),
    statedNamespace:
      "find(not_null(hiddenText, ''), 'namespace .(microsoft[.][a-z.]{2,40}[a-z])') || find(request.error, '(microsoft[.]eventgrid)/eventsubscri') || find(request.error, '(microsoft[.][a-z.]{2,40}[a-z]). ?네임스페이스') || find(request.error, '(?:namespace|provider)[ :]{1,2}[^a-z]?(microsoft[.][a-z.]{2,40}[a-z])') || find(request.error, '(microsoft[.][a-z.]{2,40}[a-z])')",
    /** A log that is cut in the middle of the name: the template has the whole one. */
    isCut: "matches(request.error, join('', [statedNamespace, '(?:[.]{2,3}|…)']))",
    namespace:
      "said(isCut) && find(join(' ', values(not_null(request.source_code, `{}`))), join('', ['(', statedNamespace, '[a-z.]{0,40}[a-z])'])) || statedNamespace",
  },
  holds: `(isHidden || ${saysUnregistered} || ${needsOther} || ${hasCode("NoRegisteredProviderFound")}) && provider.registrationState && provider.registrationState != 'Registered' || (${saysUnregistered} && !readable(provider))`,
  layer: 1,
  explanation: text(
    "Subscription {{subscription}} has not registered {{namespace}} (state: {{not_null(provider.registrationState, 'unknown')}}), so that no resource of it can be created there.",
    "구독 {{subscription}}에 {{namespace}}이(가) 등록되지 않아(상태: {{not_null(provider.registrationState, 'unknown')}}) 해당 공급자의 리소스를 만들 수 없습니다.",
  ),
  ruledOut: text(
    "The resource provider is registered, or nothing said that it is not.",
    "리소스 공급자가 등록되어 있거나 등록되지 않았다는 응답이 없습니다.",
  ),
  culprits: ["provider.id", "subscription && join('', ['/subscriptions/', subscription])"],
  actions: [
    {
      title: text("Register the resource provider", "리소스 공급자 등록"),
      why: text(
        "Once for each subscription; it takes a few minutes. Tools that deploy with few rights cannot do it themselves.",
        "구독마다 한 번 등록하면 되며 몇 분이 걸립니다. 권한이 적은 배포 도구는 직접 등록하지 못합니다.",
      ),
      commands: ["az provider register --namespace {{namespace}} --subscription {{subscription}} --wait"],
      config: "azurerm provider: resource_providers_to_register",
      changes: true,
      needsRole: "Contributor (the action */register/action at the subscription)",
      undo: "az provider unregister --namespace {{namespace}} --subscription {{subscription}}",
      effects: [
        {
          kind: "set",
          id: "/subscriptions/{{subscription}}/providers/{{namespace}}",
          values: { "/registrationState": "'Registered'" },
        },
      ],
    },
  ],
  verify: {
    text: text("The state is Registered.", "상태가 Registered입니다."),
    commands: [
      "az provider show --namespace {{namespace}} --subscription {{subscription}} --query registrationState",
    ],
  },
};
