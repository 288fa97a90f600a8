import type { Value } from "../table.ts";
import { textOfValue } from "../values/convert-value.ts";
import { define, type KqlFunction } from "./kql-function.ts";

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** The number of an IPv4 address and its prefix length; undefined for anything else. */
function parseIpv4(text: string): { address: number; prefix: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const octets = match.slice(1, 5).map(Number);
  const prefix = Number(match[5] ?? 32);
  if (octets.some((octet) => octet > 255) || prefix > 32) return undefined;
  return { address: octets.reduce((sum, octet) => sum * 256 + octet, 0), prefix };
}

/** True where both have the same network under the shorter prefix; null where one is no IPv4 address. */
function sameNetwork(left: Value, right: Value, most = 32): boolean | null {
  const [one, other] = [parseIpv4(textOfValue(left)), parseIpv4(textOfValue(right))];
  if (one === undefined || other === undefined) return null;
  const size = 2 ** (32 - Math.min(one.prefix, other.prefix, most));
  return Math.floor(one.address / size) === Math.floor(other.address / size);
}

export const networkFunctions: Record<string, KqlFunction> = {
  ipv4_is_in_range: define(2, 2, "bool", ([address, range]) => sameNetwork(address, range)),
  ipv4_is_in_any_range: define(2, 64, "bool", ([address, ...ranges]) =>
    ranges
      .flatMap((range): Value[] => (Array.isArray(range) ? (range as Value[]) : [range]))
      .some((range) => sameNetwork(address, range) === true),
  ),
  ipv4_is_match: define(2, 3, "bool", ([left, right, prefix]) =>
    sameNetwork(left, right, typeof prefix === "number" ? prefix : 32),
  ),
  ipv4_is_private: define(1, 1, "bool", ([address]) => {
    if (parseIpv4(textOfValue(address)) === undefined) return null;
    return privateRanges.some((range) => sameNetwork(address, range) === true);
  }),
};
