import type { Playbook } from "../../playbook.ts";
import { errorMatches, hasCode } from "../error-text.ts";

const saysMissing = `(${hasCode("ResourceGroupNotFound", "ResourceNotFound", "SubscriptionNotFound", "InvalidSubscriptionId", "NotFound", "ParentResourceNotFound")} || ${errorMatches(
  "(could not|cannot|can.t|couldn.t) (be found|find)",
  "(resource|group|vault|account|server|cluster|registry|subscription|app|workspace|namespace|site|plan)[^.]{0,100}(was not|is not|not) found",
  "(resource|group|vault|account|server|cluster|registry|subscription|site).{0,100}(does not|doesn.t) exist",
  "(리소스|그룹|구독|계정|자격 증명 모음).{0,60}(찾을 수 없|없다고|존재하지 않)",
)})`;
/** The token is of another tenant than the subscription or the service. */
const saysTenant = `(${hasCode("InvalidAuthenticationTokenTenant")} || ${errorMatches("AKV10032", "access token is from the wrong issuer", "invalid issuer. expected one of")})`;
/** The tool asked for a subscription that its sign-in does not see. */
const saysNoSubscription = `(${hasCode("SubscriptionNotFound", "InvalidSubscriptionId")} || ${errorMatches("the subscription .{0,80}(doesn.t exist|does not exist|could not be found|was not found)", "subscription .{0,80}not (found|recognized) .{0,40}(tenant|context|account)", "please provide a valid (tenant or a valid )?subscription")})`;

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
  raisedBy: `${saysMissing} || ${saysTenant} || ${saysNoSubscription}`,
  needsTarget: false,
  target:
    "signals.resources[?matchedBy == 'name' && mentions($.request.error, name)] || signals.resources[?matchedBy == 'host' && mentions($.request.error, name)] || signals.resources[?matchedBy == 'name']",
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
    /** The subscription that the tool worked in, as the failing ID, the error's words or the request's context state it. */
    usedSubscription:
      "(signals.resourceIds[?starts_with(pointer, '/error') && contains(lower(id), '/subscriptions/')] | [0].id | id_subscription(@)) || (signals.guids[?role == 'subscription_id' && starts_with(pointer, '/error')] | [0].guid) || said(namedInError.subscriptionId) || signals.subscriptionIds[0] || `null`",
    /** Tools print the display name of the subscription that they work in. */
    namedInError:
      "not_null(subscriptions.value, `[]`)[?displayName && mentions($.request.error, displayName)] | [0]",
    /** Another of that name and type in the very subscription that was asked. */
    twin: "signals.resources[?same_text(name, $.target.name) && type == $.target.type && same_text(subscriptionId, $.usedSubscription)] | [0]",
    isElsewhere:
      "usedSubscription && target.subscriptionId && !same_text(target.subscriptionId, usedSubscription) && !said(twin)",
    statedSubscription:
      "find(request.error, 'subscription[^0-9a-z]{1,6}(?:of |id |with id )?[^0-9a-z]{0,3}([0-9a-f]{8}-[0-9a-f-]{27})')",
    isUnseen:
      "statedSubscription && length(not_null(subscriptions.value, `[]`)[?same_text(subscriptionId, $.statedSubscription)]) == `0`",
    seenTenant:
      "not_null(subscriptions.value, `[]`)[?tenantId && mentions($.request.error, tenantId)] | [0].tenantId",
  },
  holds: [
    `(${saysMissing} && isElsewhere && (found.id || !readable(found)))`,
    `(${saysTenant} && (seenTenant || \`true\`))`,
    `(${saysNoSubscription} && isUnseen)`,
  ].join(" || "),
  layer: 1,
  explanation: {
    en: "The tool or the code works in another subscription or tenant than what it asks for: it looked in {{not_null(usedSubscription, '-')}}, and {{not_null(target.name, '-')}} is in {{not_null(target.subscriptionId, '-')}}.",
    ko: "도구나 코드가 요청 대상과 다른 구독이나 테넌트에서 작업합니다. {{not_null(usedSubscription, '-')}}에서 찾았지만 {{not_null(target.name, '-')}}은(는) {{not_null(target.subscriptionId, '-')}}에 있습니다.",
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
      commands: [
        "az account set --subscription {{isElsewhere && target.subscriptionId}}",
        "az account list --all --query '[].{name:name, id:id, tenantId:tenantId}' --output table",
      ],
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
