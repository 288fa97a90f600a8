import { hideArguments } from "./rules/hide-arguments.ts";
import { hideAssignments } from "./rules/hide-assignments.ts";
import { hideHeaders } from "./rules/hide-headers.ts";
import { hideKnownShapes } from "./rules/hide-known-shapes.ts";
import { hideKubernetesSecrets } from "./rules/hide-kubernetes-secrets.ts";
import { hidePrivateKeys } from "./rules/hide-private-keys.ts";
import { hideUrlSecrets } from "./rules/hide-url-secrets.ts";

/** From the most certain to the most general: what one rule has hidden the next ones leave alone. */
const rules = [
  hidePrivateKeys,
  hideKubernetesSecrets,
  hideKnownShapes,
  hideUrlSecrets,
  hideHeaders,
  hideAssignments,
  hideArguments,
] as const;

/** What one rule hides can show another one where a value ends; texts that people write are settled after the first pass. */
const mostPasses = 4;

/**
 * Replaces every secret in a text by a marker that says its length. What is evidence stays: names, hosts, entities, policy
 * and user names, the other parts of a connection string or SAS, GUIDs, resource IDs, codes, addresses, times, digests, and
 * placeholders that somebody forgot to fill in. Lines keep their numbers. Redacting twice changes nothing; time grows with
 * the text's length, whatever it holds.
 */
export function redactText(text: string): string {
  let result = text;
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const next = rules.reduce((current, hide) => hide(current), result);
    if (next === result) break;
    result = next;
  }
  return result;
}
