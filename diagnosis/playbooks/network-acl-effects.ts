import type { PlaybookEffect } from "../playbook.ts";

/** What opens a closed service to the networks that its rules list, and to no others: Key Vault, Storage and AI services alike. */
export const selectedNetworksEffect: PlaybookEffect = {
  kind: "set",
  id: "{{target.id}}",
  values: {
    "/properties/publicNetworkAccess": "'Enabled'",
    "/properties/networkAcls/defaultAction": "'Deny'",
  },
};

/**
 * One more rule of the target's network ACLs.
 *
 * @param rule  an expression that gives the rule, such as `{value: caller}`.
 * @param when  where it is left out otherwise.
 */
export function networkRuleEffect(
  list: "ipRules" | "virtualNetworkRules",
  rule: string,
  when?: string,
): PlaybookEffect {
  return {
    kind: "append",
    id: "{{target.id}}",
    values: { [`/properties/networkAcls/${list}`]: rule },
    ...(when === undefined ? {} : { when }),
  };
}
