export interface IpRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/** `10.0.0.4`, `10.0.0.0/24`, `10.0.0.1-10.0.0.9`, the same for IPv6; undefined for anything else. */
export function parseRange(text: string): IpRange | undefined {
  const trimmed = text.trim();
  const between = trimmed.split("-");
  if (between.length === 2) {
    const [first, last] = between.map(parseAddress);
    if (first === undefined || last === undefined || first.bits !== last.bits) return undefined;
    return first.value <= last.value ? { bits: first.bits, first: first.value, last: last.value } : undefined;
  }
  const [base, prefix, ...more] = trimmed.split("/");
  const address = parseAddress(base ?? "");
  if (address === undefined || more.length > 0) return undefined;
  if (prefix === undefined) return { bits: address.bits, first: address.value, last: address.value };
  const length = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (!(length <= address.bits)) return undefined;
  const free = BigInt(address.bits - length);
  const first = (address.value >> free) << free;
  return { bits: address.bits, first, last: first + (1n << free) - 1n };
}

/** True where the range covers the address (or all of another range). */
export function contains(range: string, inner: string): boolean {
  const outside = parseRange(range);
  const inside = parseRange(inner);
  if (outside === undefined || inside === undefined || outside.bits !== inside.bits) return false;
  return outside.first <= inside.first && inside.last <= outside.last;
}

/** RFC 1918, loopback, link-local, carrier-grade NAT; unique local IPv6. */
const privateRanges = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
  "fe80::/10",
  "::1",
];

export function isPrivateAddress(address: string): boolean {
  return privateRanges.some((range) => contains(range, address));
}

function parseAddress(text: string): { bits: 32 | 128; value: bigint } | undefined {
  const trimmed = text.trim();
  if (trimmed.includes(":")) return parseSix(trimmed);
  const four = parseFour(trimmed);
  return four === undefined ? undefined : { bits: 32, value: four };
}

function parseFour(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255))
    return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parseSix(text: string): { bits: 32 | 128; value: bigint } | undefined {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1];
  const four = mapped === undefined ? undefined : parseFour(mapped);
  if (four !== undefined) return { bits: 32, value: four };
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n) };
}
