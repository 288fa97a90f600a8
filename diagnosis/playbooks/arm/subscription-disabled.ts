import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";
import { text } from "../text.ts";

const saysDisabled = `(${hasCode("ReadOnlyDisabledSubscription", "SubscriptionDisabled", "DisabledSubscription", "SubscriptionNotActive", "AccountIsDisabled", "SubscriptionSuspended", "SubscriptionNotEnabled")} || ${errorMatches("subscription .{0,120}(is|has been|was) (disabled|suspended|deactivated|cancell?ed)", "marked as read.?only", "read.?only state", "account is disabled", "subscription .{0,60}not (?:in an? )?(?:active|enabled)", "subscription .{0,40}past due", "spending limit .{0,20}(reached|hit|exceeded)", "구독.{0,60}(사용 안 함|비활성|읽기 전용|정지|만료)", "(reached|hit|exceeded).{0,20}spending limit", "free (trial|credits?|account).{0,60}(expired|used up|ended|ran out|over)", "subscription .{0,80}(is )?(warned|expired|suspended)")})`;

export const subscriptionDisabled: Playbook = {
  code: "subscription.disabled",
  title: text(
    "The subscription is disabled or in a read-only state",
    "구독이 사용 안 함 또는 읽기 전용 상태입니다",
  ),
  verdict: "azure",
  sources: ["https://learn.microsoft.com/azure/cost-management-billing/manage/subscription-states"],
  raisedBy: `${saysDisabled} || length(signals.visibleSubscriptions[?state != 'Enabled' && state != 'PastDue']) > \`0\``,
  needsTarget: false,
  target:
    "signals.resources[?matchedBy == 'id' || matchedBy == 'host'] || signals.resources[?matchedBy == 'name']",
  competitors: [],
  reads: {
    subscription: {
      title: text("State of subscription {{subscriptionId}}", "구독 {{subscriptionId}}의 상태"),
      request: { kind: "arm", path: "/subscriptions/{{subscriptionId}}" },
      permission: "Microsoft.Resources/subscriptions/read",
    },
  },
  let: {
    subscriptionId:
      "target.subscriptionId || find(request.error, 'subscription [^0-9a-z]{0,2}([0-9a-f]{8}-[0-9a-f-]{27})') || signals.subscriptionIds[0] || (length(subscriptions.value) == `1` && subscriptions.value[0].subscriptionId) || `null`",
    isOff: "contains(['Disabled', 'Warned', 'Expired', 'Deleted'], not_null(subscription.state, 'Enabled'))",
  },
  holds: `subscription.state != 'Enabled' && subscription.state != 'PastDue' && exists(subscription) && isOff && (${saysDisabled} || ${hasCode("403", "409", "AuthorizationFailed", "AccountIsDisabled", "Forbidden")} || ${errorMatches("disabled", "stopped", "forbidden", "unavailable", "refused", "unreachable|not responding|timed? ?out|no longer (works|reachable|answers)", "503|응답하지|중지|접속이? ?안|연결할 수 없")})`,
  layer: 1,
  explanation: text(
    "Subscription {{subscriptionId}} is in state {{subscription.state}}. Resources in it cannot be created or changed, and running ones are stopped: spending limit reached, free credit used up, payment failed, or cancelled.",
    "구독 {{subscriptionId}}이(가) {{subscription.state}} 상태입니다. 리소스를 만들거나 변경할 수 없고 실행 중인 리소스는 중지됩니다. 지출 한도 도달, 무료 크레딧 소진, 결제 실패 또는 취소가 원인입니다.",
  ),
  ruledOut: text("The subscription is enabled.", "구독이 사용 상태입니다."),
  culprits: ["subscription.id"],
  actions: [
    {
      title: text("Have the subscription reactivated", "구독 다시 활성화"),
      why: text(
        "The billing account's owner can: settle the payment, remove the spending limit or upgrade to pay-as-you-go, or reactivate within 90 days of cancelling. Afterwards start stopped resources again.",
        "청구 계정 소유자가 결제를 완료하거나 지출 한도를 제거하거나 종량제로 업그레이드하거나 취소 후 90일 이내에 다시 활성화할 수 있습니다. 이후 중지된 리소스를 다시 시작하세요.",
      ),
      commands: ["az account show --subscription {{subscriptionId}} --query state"],
      config: "Cost Management + Billing > Subscriptions > Reactivate",
      changes: true,
      effects: [
        {
          kind: "set",
          id: "/subscriptions/{{subscriptionId}}",
          values: { "/state": "'Enabled'" },
        },
      ],
      needsRole: "Account administrator / billing account owner",
    },
  ],
  verify: {
    text: text("The state is Enabled.", "상태가 Enabled입니다."),
    commands: ["az account show --subscription {{subscriptionId}} --query state"],
  },
};
