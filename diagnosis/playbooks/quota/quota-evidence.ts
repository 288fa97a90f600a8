import type { Playbook } from "../../playbook.ts";

/** The subscription and the region that a deployment went to, as the error, the request or the code states them. */
export const placeFacts: NonNullable<Playbook["let"]> = {
  subscription:
    "signals.subscriptionIds[0] || id_subscription(not_null(signals.resourceIds[0].id, '')) || (length(subscriptions.value) == `1` && subscriptions.value[0].subscriptionId) || target.subscriptionId",
  statedLocation:
    "find(request.error, 'location[ :=]{1,3}[^a-z]?([a-z]{4,20}[0-9]?)[^a-z]') || find(request.error, 'region[ :=]{1,3}[^a-z]?([a-z]{4,20}[0-9]?)[^a-z]')",
  setLocation:
    "signals.settings[?matches(name, '(^|[_.:-])(location|region)(:value)?$') && matches(value, '^[a-z]{4,20}[0-9]?$')].value | [0]",
};
