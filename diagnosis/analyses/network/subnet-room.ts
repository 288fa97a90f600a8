import { type AnalysisFunction, known, objectOf } from "../../evaluation/evaluated.ts";
import { parseRange } from "../../evaluation/functions/plain/ip-range.ts";

/** Azure keeps five addresses of every subnet for itself. */
const reservedAddresses = 5;

/**
 * `subnet_room(subnet, usages)`: how full a subnet is.
 *
 * - `subnet`: its body; `usages`: the body of `{virtual network}/usages`, or null.
 *
 * Gives `size` (usable addresses of its first range, or null), `usage` (its entry of `usages`, or null) and `isFull` (true
 * where nothing is left by that entry).
 *
 * @see https://learn.microsoft.com/rest/api/virtualnetwork/virtual-networks/list-usage
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq#are-there-any-restrictions-on-using-ip-addresses-within-these-subnets
 */
export const subnetRoom: AnalysisFunction = ([subnet, usages], context) => {
  const variables = { subnet: subnet ?? known(null), usages: usages ?? known(null) };
  const prefix = context.evaluate(
    "$subnet.properties.addressPrefix || $subnet.properties.addressPrefixes[0]",
    known(null),
    variables,
  );
  const usage = context.evaluate(
    "not_null($usages.value, `[]`)[?same_id(id, $subnet.id)] | [0]",
    known(null),
    variables,
  );
  return objectOf({
    size: prefix.kind === "unknown" ? prefix : known(sizeOf(prefix.value), prefix.proof),
    usage,
    isFull: context.evaluate("$usage.currentValue >= $usage.limit", known(null), { usage }),
  });
};

function sizeOf(prefix: unknown): number | null {
  const range = typeof prefix === "string" ? parseRange(prefix) : undefined;
  if (range === undefined) return null;
  return Math.max(0, Number(range.last - range.first) + 1 - reservedAddresses);
}
