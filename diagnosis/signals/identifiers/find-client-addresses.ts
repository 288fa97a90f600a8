import type { Signals } from "../../../domain/signals.ts";
import { distinct, find, type Scan } from "../scan.ts";
import type { TextPart } from "../text-part.ts";

type AddressSignal = Signals["clientAddresses"][number];

const mostAddresses = 20;
/** Logs in JSON or logfmt hand an error on with its quotation marks escaped. */
const escape = "\\\\{0,3}";
const address = "((?:\\d{1,3}\\.){3}\\d{1,3}|(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{1,4})";

/**
 * Where an error states the address that it saw the caller come from. Never the address that the caller connected *to*,
 * which stands in the same texts: `connection to server at "…" (20.1.2.3)`.
 */
const callerAddresses: readonly RegExp[] = [
  // SQL 40615, MySQL 9000, ACR: `Client with IP address '…' is not allowed`, `client with IP '…'`.
  new RegExp(`client with ip(?: ?address)?\\s{0,2}[:=]?\\s{0,2}${escape}["'\`(]?${address}`, "gi"),
  // Key Vault, Redis and the like: `Client address: …`, `Client IP: …`, `clientIp=…`, `CallerIPAddress: …`.
  new RegExp(
    `(?:client|caller|source|remote|request(?:er|or)?(?:'s)?)[ _-]?(?:ip[ _-]?address|ip|address)${escape}["']?\\s{0,2}(?:is|was|:|=)?\\s{0,2}${escape}["'\`(]?${address}`,
    "gi",
  ),
  // Cosmos DB: `Request originated from IP … through public internet`.
  new RegExp(
    `(?:originated|coming|request|requests|access|connection|connections|traffic|call)s? from (?:client )?(?:ip )?(?:address )?${escape}["'\`(]?${address}`,
    "gi",
  ),
  new RegExp(
    `(?:your|own|my|our|this|public|egress|outbound) (?:current |public |client |outbound |egress )?ip(?: ?address)?(?: of [a-z0-9 _-]{1,40})?\\s{0,2}(?:is|:|=|\\()?\\s{0,2}${escape}["'\`(]?${address}`,
    "gi",
  ),
  // App Service's answer: `x-ms-forbidden-ip: …`; proxies: `x-client-ip: …`, `x-azure-clientip: …`.
  new RegExp(
    `x-(?:ms-forbidden-ip|client-ip|azure-clientip|azure-socketip|real-ip)["']?\\s{0,2}[:=]\\s{0,2}["']?${address}`,
    "gi",
  ),
  // `our address 203.0.113.9`, `the agent's IP is …`, `runner address: …`.
  new RegExp(
    `(?:your|own|my|our|agent|runner|office|vpn|laptop|workstation|nat(?: gateway)?)(?:'s)? (?:current |public |external |outbound |egress )?(?:ip(?: ?address)?|address)\\s{0,2}(?:is|was|:|=|\\()?\\s{0,2}${escape}["'\`(]?${address}`,
    "gi",
  ),
  // `our egress is …`, `NAT gateway: …`, `we go out by …`.
  new RegExp(
    `(?:\\b(?:egress|outbound|nat|exit)(?: (?:gateway|traffic|proxy|from|via))?\\s{0,2}(?:is|was|:|=)?|\\bwe (?:come|go|exit|leave|arrive)(?: out)? (?:from|by|via|with|through|as))\\s{0,2}${escape}["'\`(]?${address}`,
    "gi",
  ),
  // `새 사무실 공인 IP: …`, `우리 회사 IP는 …`.
  new RegExp(
    `(?:공인|공용|외부|사무실|회사|재택|우리|아웃바운드|송신|클라이언트) ?(?:공인 ?|공용 ?|외부 ?)?(?:ip|아이피)(?: ?주소)?(?:는|은|가|를)?\\s{0,2}[:=(]?\\s{0,2}${escape}["'\`]?${address}`,
    "gi",
  ),
  new RegExp(`for (?:your|client|the) ip(?: ?address)?\\s{0,2}${escape}["'\`(]?${address}`, "gi"),
  // PostgreSQL: `no pg_hba.conf entry for host "…"`.
  new RegExp(
    `pg_hba\\.conf entry for (?:host|replication connection from host) ${escape}["']${address}${escape}["']`,
    "gi",
  ),
  // MySQL: `Access denied for user 'app'@'…'`, `Host '…' is not allowed to connect`.
  new RegExp(`(?:for user '[^'\\n]{0,80}'@|\\bhost )'${address}'`, "gi"),
  new RegExp(
    `\\bip(?: ?address)?\\s{0,2}${escape}["'\`(]?${address}${escape}["'\`)]?\\s{0,2}(?:is|was|has been) (?:not allowed|not authorized|blocked|denied|prevented|forbidden)`,
    "gi",
  ),
  // `curl https://api.ipify.org` and its answer.
  new RegExp(
    `(?:ipify\\.org|ifconfig\\.me|icanhazip\\.com|checkip\\.amazonaws\\.com|ipinfo\\.io(?:/ip)?|ifconfig\\.co)[^\\n]{0,60}\\n{1,2}${address}`,
    "gi",
  ),
];

/** The addresses that the error or the caller's notes state as the caller's own. */
export function findClientAddresses(scan: Scan, parts: readonly TextPart[]): AddressSignal[] {
  const found = distinct<AddressSignal>(mostAddresses, (signal) => signal.address);
  for (const part of parts) {
    if (part.kind === "code") continue;
    const inPart = callerAddresses.flatMap((pattern) => [...find(scan, part, pattern)]);
    for (const { groups, index } of inPart.toSorted((left, right) => left.index - right.index)) {
      const text = groups[1]!;
      if (!isAddress(text)) continue;
      found.add({ address: text, ...part.positionAt(index + groups[0]!.lastIndexOf(text)) });
    }
  }
  return found.list();
}

function isAddress(text: string): boolean {
  if (text.includes(":")) return text.length > 4;
  return text.split(".").every((octet) => Number(octet) <= 255);
}
