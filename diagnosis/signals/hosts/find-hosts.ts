import type { HostSignal } from "../../../domain/signals.ts";
import { distinct, find, type Scan } from "../scan.ts";
import type { TextPart } from "../text-part.ts";
import { type SplitHost, splitHost } from "./split-host.ts";

const mostHosts = 200;
const mostCustomHosts = 20;

/** A host name with at least two dots, or one; `%2F` in front of it is the end of an encoded `://`. */
const hostName =
  /(?<=^|[^\w.%-]|%2[fF]|%3[aAdD])(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,7}[A-Za-z]{2,12}(?![\w-])/gm;
/** The rest of a host whose first label somebody wrote over: `https://<account>.blob…`, `****.vault…`, `[redacted].database…`. */
const maskedHost =
  /(?<=[>*}\]…])\.((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,7}[A-Za-z]{2,12})(?![\w-])/g;
const urlHost =
  /(?:https?|wss?|amqps?|sb|tcp|ftps?):\/\/(?:[^\s/@"'<>]{1,100}@)?([A-Za-z0-9][A-Za-z0-9.-]{2,252})/gi;
const encodedUrlHost = /https?%3A%2F%2F([A-Za-z0-9][A-Za-z0-9.-]{2,252})/gi;
const hostHeader = /^\s{0,8}(?:>\s?)?host:\s{0,4}([A-Za-z0-9][A-Za-z0-9.-]{2,252})/gim;

/** Where documentation, packages and standards live: never the host that failed. */
const notTheirs =
  /(?:^|\.)(?:aka\.ms|microsoft\.com|github\.com|githubusercontent\.com|githubassets\.com|npmjs\.(?:org|com)|pypi\.org|nuget\.org|maven\.org|docker\.(?:io|com)|ghcr\.io|quay\.io|w3\.org|xmlsoap\.org|json-schema\.org|schemastore\.org|azure\.com|azure\.net|windows\.net|stackoverflow\.com|terraform\.io|hashicorp\.com|ipify\.org|icanhazip\.com|ifconfig\.me|apache\.org|python\.org|golang\.org|nodejs\.org|kubernetes\.io|opentelemetry\.io|localhost)$/i;

/** How a service calls itself in its refusals, and the suffixes of its hosts, one for each group: the name counts as much as an address. */
const statedName =
  /\b(?:key vault '|vault: )([a-z][a-z0-9-]{1,22}[a-z0-9]);location=|(?:cannot open server|요청한 서버) ['"]([a-z0-9][a-z0-9-]{1,61}[a-z0-9])['"]|\bSystemTracker: ?([a-z][a-z0-9-]{4,48}[a-z0-9]):(?:queue|topic|eventhub|namespace)\b/gi;
const statedSuffixes = ["vault.azure.net", "database.windows.net", "servicebus.windows.net"];

/** What a program writes where it has no value: nobody's name. */
const noValue = /^(?:undefined|null|none|nan)$/;

/** Machines of a service that answer for every account: Cosmos DB's gateways stand in the diagnostics of its errors. */
const ofServiceItself = /^cdb-ms-[a-z0-9-]{1,60}\.documents\.azure\.[a-z]{2,3}$/;

/**
 * The hosts of Azure services in all texts; where the name is hidden, the service alone is known. Of other hosts only those that the error or the notes give as a URL or a
 * `Host` header are kept, as service `custom`: a custom domain in front of a gateway, an edge or an app. An error that names
 * no host at all leaves the URLs in the code, of which one may be what was called.
 */
export function findHosts(scan: Scan, parts: readonly TextPart[]): HostSignal[] {
  const found = distinct<HostSignal>(mostHosts, (signal) => signal.host);
  const custom = distinct<HostSignal>(mostCustomHosts, (signal) => signal.host);
  const seen = new Map<string, SplitHost | undefined>();
  const inCode: TextPart[] = [];
  for (const part of parts) {
    for (const { groups, position } of find(scan, part, hostName)) {
      const host = groups[0]!.toLowerCase();
      if (!seen.has(host)) seen.set(host, ofServiceItself.test(host) ? undefined : splitHost(host));
      const split = seen.get(host);
      if (split === undefined) continue;
      const { name, ...nameless } = split;
      found.add({ ...(name !== undefined && noValue.test(name) ? nameless : split), ...position });
    }
    if (part.kind === "code") {
      inCode.push(part);
      continue;
    }
    for (const { groups, position } of find(scan, part, statedName)) {
      const at = groups.slice(1).findIndex((name) => name !== "");
      const split = splitHost(`${groups[at + 1]!.toLowerCase()}.${statedSuffixes[at]!}`);
      if (split !== undefined) found.add({ ...split, ...position });
    }
    for (const { groups, position } of find(scan, part, maskedHost)) {
      const split = splitHost(groups[1]!);
      if (split === undefined) continue;
      const { host, service, cloud, type } = split;
      found.add({ host: `*.${host}`, service, cloud, ...(type === undefined ? {} : { type }), ...position });
    }
    for (const signal of customHosts(scan, part, [urlHost, encodedUrlHost, hostHeader])) custom.add(signal);
  }
  const isTold = [...found.list(), ...custom.list()].some(
    ({ pointer }) => !pointer.startsWith("/source_code"),
  );
  if (!isTold)
    for (const part of inCode) for (const signal of customHosts(scan, part, [urlHost])) custom.add(signal);
  return [...found.list(), ...custom.list()];
}

function* customHosts(scan: Scan, part: TextPart, patterns: readonly RegExp[]): Generator<HostSignal> {
  for (const pattern of patterns)
    for (const { groups, position } of find(scan, part, pattern)) {
      const host = groups[1]!.toLowerCase().replace(/[.-]{1,10}$/, "");
      if (!host.includes(".") || /^[\d.]+$/.test(host) || notTheirs.test(host)) continue;
      if (splitHost(host) === undefined) yield { host, service: "custom", cloud: "public", ...position };
    }
}
