import { contains, isPrivateAddress, parseRange } from "./ip-range.ts";
import type { PlainTable } from "./plain-function.ts";

/** Over IPv4 and IPv6 addresses, CIDR ranges and `first-last` ranges. */
export const addressFunctions: PlainTable = {
  in_cidr: ([address, range]) =>
    typeof address === "string" && typeof range === "string" && contains(range, address),
  any_in_cidr: ([address, ranges]) =>
    typeof address === "string" &&
    Array.isArray(ranges) &&
    ranges.some((range) => typeof range === "string" && contains(range, address)),
  in_address_range: ([address, first, last]) =>
    typeof address === "string" &&
    typeof first === "string" &&
    typeof last === "string" &&
    contains(`${first}-${last}`, address),
  is_private_address: ([address]) => typeof address === "string" && isPrivateAddress(address),
  is_address: ([address]) => {
    const range = typeof address === "string" ? parseRange(address) : undefined;
    return range !== undefined && range.first === range.last;
  },
};
