import { splitHost } from "../../../diagnosis/signals/hosts/split-host.ts";
import { isObject } from "../scenario/json-shapes.ts";

/** What names somebody or something, as it is written. */
export interface Identifiers {
  /** Of resources, groups, hosts, accounts: parts of it may be ordinary words. */
  names: ReadonlySet<string>;
  /** Of machines and domains, where something says that it is one: a scheme, an at sign. */
  hosts: ReadonlySet<string>;
  /** Of people and their companies: nothing of it is an ordinary word. */
  people: ReadonlySet<string>;
}

const armPath = /\/subscriptions\/[^\s"'<>|,;()?&\\]+|\/providers\/[^\s"'<>|,;()?&\\]+/giu;
const mail = /(?<![\p{L}\d_.+-])([\p{L}\d_.+-]{1,64})@((?:[\w-]+\.)+[a-z]{2,})/giu;
const host =
  /(?<![\w.@/\\-])(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+(?:com|net|org|io|dev|kr|jp|de|fr|uk|eu|us|cn|co|ai|cloud|app|se|fi|nl|ch|es|pt|pl|cz|ie|nz|au|ca|mx|br|sg|hk|tw|info|biz|tech|online|shop|xyz|local|internal|corp|lan|ms|test|invalid|example)(?![\w-]|\.[\w])/giu;
const urlHost = /\b[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@"'<>]*@)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)/giu;
const owned =
  /(?:github\.com[/:]|gitlab\.com[/:]|dev\.azure\.com\/|ghcr\.io\/|docker\.io\/)([\w.-]+)(?:\/([\w.-]+))?/giu;
const home = /(?:\/home\/|\/Users\/|[A-Z]:\\+Users\\+)([^\s/\\"':]+)/gu;
const login =
  /\b(?:user(?:name)?(?: id)?|uid|login|role|principal|database|initial catalog|db)\s*(?:=|:|for(?: user)?)?\s*["'`]([^"'`\n]{2,80})["'`]|\b(?:user id|uid|initial catalog|database)\s*=\s*([^;\s"',]{2,80})/giu;
/** Where everybody's things are: their names tell nothing of anybody. */
const publicHosts =
  /(?:^|\.)(?:aka\.ms|microsoft\.com|microsoftonline\.com|azure\.com|azure\.net|windows\.net|office\.com|github\.com|githubusercontent\.com|npmjs\.(?:org|com)|pypi\.org|pythonhosted\.org|nuget\.org|maven\.org|apache\.org|docker\.(?:io|com)|ghcr\.io|quay\.io|w3\.org|json-schema\.org|terraform\.io|hashicorp\.com|python\.org|golang\.org|nodejs\.org|kubernetes\.io|k8s\.io|opentelemetry\.io|debian\.org|ubuntu\.com|alpinelinux\.org|google\.com|ipify\.org|icanhazip\.com|ifconfig\.me|example\.(?:com|net|org)|cloudflare\.com|letsencrypt\.org)$/iu;

const personFields =
  /^(?:displayName|userDisplayName|appDisplayName|givenName|surname|publisherName|organization|companyName|owner|contact|caller|[a-z]+By)$/iu;
const nameFields =
  /^(?:administratorLogin|login|principalName|userPrincipalName|dnsPrefix|domainNameLabel|tenantDisplayName|defaultDomain|mailNickname|repository|repositoryUrl|branch)$/iu;
const tagFields =
  /owner|contact|team|created|customer|client|company|user|mail|dept|department|project|cost|org/iu;

type Found = Record<keyof Identifiers, Set<string>>;

/** Everything in these documents that names somebody or something. */
export function identifiersIn(documents: readonly unknown[]): Identifiers {
  const names = new Set<string>();
  const people = new Set<string>();
  const hosts = new Set<string>();
  const found = { names, people, hosts };
  const walk = (value: unknown, field: string, parent: string): void => {
    if (typeof value === "string") {
      readText(value, found);
      if (
        (personFields.test(field) || (parent === "tags" && tagFields.test(field))) &&
        !/^\/|^[0-9a-f-]{36}$/iu.test(value)
      )
        people.add(value);
      else if (nameFields.test(field)) names.add(value);
    }
    if (Array.isArray(value)) for (const item of value) walk(item, field, parent);
    if (!isObject(value)) return;
    if (typeof value["id"] === "string" && value["id"].startsWith("/") && typeof value["name"] === "string")
      for (const part of value["name"].split("/")) names.add(part);
    for (const [key, member] of Object.entries(value)) {
      readText(key, found);
      walk(member, key, field);
    }
  };
  for (const document of documents) walk(document, "", "");
  return found;
}

function readText(written: string, found: Found): void {
  if (written.length < 3) return;
  const { names, people } = found;
  // What is encoded stands between names, as in `%2Fportal`.
  const text = written.replaceAll(/%3a%2f%2f/giu, "://").replaceAll(/%[0-9a-f]{2}/giu, " ");
  for (const [path] of text.matchAll(armPath)) for (const name of namesInPath(path)) names.add(name);
  for (const [, local = "", domain = ""] of text.matchAll(mail)) {
    people.add(local);
    readHost(domain, found, true);
  }
  for (const [name] of text.matchAll(host)) readHost(name, found, false);
  for (const [, name = ""] of text.matchAll(urlHost))
    if (!/^[\d.]+$/u.test(name)) readHost(name, found, true);
  for (const [, ...parts] of text.matchAll(owned)) for (const part of parts) if (part) names.add(part);
  for (const [, person = ""] of text.matchAll(home)) people.add(person);
  for (const [, quoted, bare] of text.matchAll(login)) names.add((quoted ?? bare ?? "").trim());
}

/** The names of an ARM ID: every second segment behind its provider, and the resource group. */
function namesInPath(path: string): string[] {
  const segments = path.split("/").filter((segment) => segment !== "");
  const found: string[] = [];
  for (let at = 0; at < segments.length; ) {
    const segment = segments[at]!.toLowerCase();
    if (segment === "providers") {
      at += 2;
      continue;
    }
    const name = segments[at + 1];
    if (name !== undefined && segment !== "subscriptions" && segment !== "locations") found.push(name);
    at += 2;
  }
  return found;
}

function readHost(host: string, { hosts, names, people }: Found, isSure: boolean): void {
  const lower = host.toLowerCase();
  const split = splitHost(lower);
  if (split !== undefined || publicHosts.test(lower)) {
    for (const label of lower.split(".").slice(0, split === undefined ? 0 : -2)) names.add(label);
    return;
  }
  names.add(host);
  if (isSure && host.includes(".")) hosts.add(host);
  for (const label of host.split(".").slice(0, -1)) people.add(label);
}
