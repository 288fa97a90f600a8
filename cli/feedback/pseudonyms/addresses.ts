const mostAttempts = 65_536;

/** 32 bits as a number. */
type Address = number;

const pattern = String.raw`(?<![\w.]|\w/|[Vv]ersion['"]?\s?[=:,]?\s?['"]?)(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![\w.]*\.\d|\w)`;
export const addressPattern = pattern;

/**
 * Other addresses in the place of those that are written, every relation kept: bits are turned in the upper half alone, the same
 * ones for all, so that who shares a prefix still does, what lies in a range still does, and an address keeps its place in its
 * subnet. What is private stays so, in its own block; what has a meaning of its own (0.0.0.0, loopback, link-local, Azure's
 * 168.63.129.16, public resolvers) stays as it is.
 *
 * @param random  32 bits to take the turned ones from.
 * @param texts  where addresses are written, to see that none of them becomes a private or reserved one.
 */
export function addressMap(random: number, texts: readonly string[]): (written: string) => string {
  const all = texts.flatMap((text) => text.match(new RegExp(pattern, "gu")) ?? []);
  const known = [
    ...new Set(all.map((written) => parsed(written)?.address).filter((found) => found !== undefined)),
  ];
  const turned = turnedBits(random, widestRange(texts), known);
  const map = (address: Address) => (address ^ (turned & freeBits(address))) >>> 0;
  return (written) => {
    const found = parsed(written);
    if (found === undefined || isGiven(found.address) || found.bits === 0) return written;
    const other = map(found.address);
    if (found.bits === undefined) return textOf(other);
    return `${textOf(isNetwork(found) ? (other & maskOf(found.bits)) >>> 0 : other)}/${found.bits}`;
  };
}

/** Which bits are turned: some in each block, so that no public address becomes a reserved one or another that is written. */
function turnedBits(random: number, allowed: number, known: readonly Address[]): number {
  const isFree = (bits: number, among: number) => (bits & among) !== 0 || (allowed & among) === 0;
  const written = new Set(known);
  let bits = 0;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    bits = (Math.imul(random + attempt, 0x9e37_79b1) & 0xffff_ff00 & allowed) >>> 0;
    const spreads = [0xff00_0000, 0x00ff_0000, 0x000f_0000, 0x0000_ff00].every((among) =>
      isFree(bits, among),
    );
    const turned = known
      .filter((address) => !isGiven(address))
      .map((address) => [address, (address ^ (bits & freeBits(address))) >>> 0] as const);
    const isGood = turned.every(
      ([address, other]) => !written.has(other) && (blockOf(address) !== undefined || isUsable(other)),
    );
    if (spreads && isGood) return bits;
  }
  return bits;
}

interface Written {
  address: Address;
  /** Of a CIDR. */
  bits?: number;
}

function parsed(written: string): Written | undefined {
  const [dotted = "", bits] = written.split("/");
  const octets = dotted.split(".").map(Number);
  if (octets.length !== 4 || octets.some((octet) => octet > 255)) return undefined;
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return bits === undefined ? { address } : { address, bits: Math.min(32, Number(bits)) };
}

function isNetwork({ address, bits = 32 }: Written): boolean {
  return (address & ~maskOf(bits)) === 0;
}

function maskOf(bits: number): number {
  return bits === 0 ? 0 : (0xffff_ffff << (32 - bits)) >>> 0;
}

function textOf(address: Address): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

/** Private and shared blocks: the bits that make them one. */
const blocks: readonly (readonly [string, number])[] = [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
];

function blockOf(address: Address): number | undefined {
  return blocks.find(([start, bits]) => (address & maskOf(bits)) >>> 0 === parsed(start)!.address)?.[1];
}

/** Bits that may be turned: below those of the block. Of 192.168/16 it is the third octet. */
function freeBits(address: Address): number {
  const bits = blockOf(address);
  if (bits === undefined) return 0xffff_0000;
  return bits === 16 ? 0x0000_ff00 : (~maskOf(bits) & 0xffff_0000) >>> 0;
}

const meaningful = new Set(["168.63.129.16", "8.8.8.8", "8.8.4.4", "1.1.1.1", "9.9.9.9", "255.255.255.255"]);

function isGiven(address: Address): boolean {
  return meaningful.has(textOf(address)) || !isUsableOrPrivate(address);
}

function isUsableOrPrivate(address: Address): boolean {
  return blockOf(address) !== undefined || isUsable(address);
}

/** A public address that nothing reserves. */
function isUsable(address: Address): boolean {
  const first = address >>> 24;
  if (first === 0 || first === 127 || first >= 224 || meaningful.has(textOf(address))) return false;
  return address >>> 16 !== 0xa9fe && blockOf(address) === undefined;
}

const rangeEnds =
  /"(?:startIpAddress|startIPAddress|start_ip_address|startIp)":"([\d.]+)","(?:endIpAddress|endIPAddress|end_ip_address|endIp)":"([\d.]+)"/giu;

/** The bits above every range that is written by its two ends: turned alike in both, its order stays. */
function widestRange(texts: readonly string[]): number {
  let kept = 0xffff_ff00;
  for (const text of texts)
    for (const [, start = "", end = ""] of text.matchAll(rangeEnds)) {
      const [from, to] = [parsed(start), parsed(end)];
      if (from === undefined || to === undefined || isGiven(from.address) || isGiven(to.address)) continue;
      kept &= maskOf(Math.clz32(from.address ^ to.address));
    }
  return kept >>> 0;
}
