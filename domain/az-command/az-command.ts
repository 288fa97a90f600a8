import type { Evidence } from "../evidence.ts";
import { isMarked } from "../redaction/marker.ts";
import { allPages, type PageTotal } from "./all-pages.ts";
import { pinTimes } from "./pin-times.ts";
import { isHarmfulInTerminal, shellWord } from "./shell-word.ts";

/** Where a cloud's Microsoft Graph and log query service are, for commands that name them. */
export interface AzCommandHosts {
  readonly graph: string;
  readonly logs: string;
  /** The audience of the log service's tokens. */
  readonly logsAudience: string;
}

const publicHosts: AzCommandHosts = {
  graph: "https://graph.microsoft.com",
  logs: "https://api.loganalytics.azure.com",
  logsAudience: "https://api.loganalytics.io",
};

export type CommandEvidence = Pick<
  Evidence,
  "source" | "request" | "requestKey" | "query" | "observedAt" | "pages"
>;

/** What of an answer a command shows. */
export type AzLook =
  /** What the JMESPath gives; `total` says how the numbers of several pages make one. */
  | { readonly query: string; readonly total?: PageTotal }
  /** A word of an error answer: `az` prints those on standard error, where `--query` does not reach. */
  | { readonly errorText: string };

export interface AzCommandOptions {
  readonly hosts?: AzCommandHosts | undefined;
  /** The whole answer where absent. */
  readonly look?: AzLook;
}

/**
 * The Azure CLI command that shows the same as a stored answer, or what is looked for in it, without AZEBAL; for bash and
 * zsh. Undefined where no command can (the developer's own request, a user's answer, a request that holds a redacted value),
 * or where a value could do harm in a terminal.
 *
 * @see https://learn.microsoft.com/cli/azure/reference-index#az-rest (a relative URL is one of the cloud's Resource Manager)
 * @see https://learn.microsoft.com/cli/azure/graph#az-graph-query
 * @see https://learn.microsoft.com/cli/azure/monitor/log-analytics#az-monitor-log-analytics-query
 */
export function azCommand(evidence: CommandEvidence, options: AzCommandOptions = {}): string | undefined {
  const { hosts = publicHosts, look } = options;
  const asked = askedFor(evidence, hosts);
  if (asked === undefined) return undefined;
  const texts = [...asked.words, ...Object.values(look ?? {})].map((word) =>
    typeof word === "string" ? word : "",
  );
  if (texts.some((text) => isHarmfulInTerminal(text) || isMarked(text))) return undefined;
  if (look === undefined) return commandLine(asked.words);
  if ("errorText" in look)
    return `${commandLine(asked.words)} 2>&1 | grep -Fow -e ${shellWord(look.errorText)} | head -n 1`;
  const shown = ["--query", look.query, "--output", "tsv"];
  if ((evidence.pages ?? 1) === 1) return commandLine([...asked.words, ...shown]);
  return asked.nextLink === undefined
    ? undefined
    : allPages(asked.words.map(wordText), asked.nextLink, shown.map(wordText), look.total);
}

/** A part of a command that is a command itself, already quoted. */
interface Substitution {
  readonly command: string;
}
type Word = string | Substitution;

interface Asked {
  readonly words: readonly Word[];
  /** JMESPath to the address of the next page, where an answer can have one that az does not follow. */
  readonly nextLink?: string;
}

function commandLine(words: readonly Word[]): string {
  return words.map(wordText).join(" ");
}

function wordText(word: Word): string {
  return typeof word === "string" ? shellWord(word) : word.command;
}

function askedFor(evidence: CommandEvidence, hosts: AzCommandHosts): Asked | undefined {
  const [method, target] = splitOnce(evidence.request, " ");
  if (!target.startsWith("/")) return undefined;
  switch (evidence.source) {
    case "arm":
    case "activity_log":
    case "metrics":
      return { words: restWords(method, target), nextLink: "nextLink" };
    case "graph":
      return { words: graphWords(target, hosts), nextLink: '"@odata.nextLink"' };
    case "resource_graph":
      return resourceGraphWords(evidence);
    case "logs":
      return logsWords(evidence, target, hosts);
    case "request":
    case "user":
    case "model":
      return undefined;
  }
}

function restWords(method: string, url: string): readonly string[] {
  return ["az", "rest", "--method", method.toLowerCase(), "--url", url];
}

/** Counting and searching need the header that AZEBAL sent too. */
function graphWords(target: string, hosts: AzCommandHosts): readonly string[] {
  const words = restWords("GET", `${hosts.graph}${target}`);
  const isAdvanced = /[?&]\$(?:count|search)=/iu.test(target);
  return isAdvanced ? [...words, "--headers", "ConsistencyLevel=eventual"] : words;
}

/** The subscriptions stand in the read's key: `resource_graph <ids> <query>`. */
function resourceGraphWords({ query, requestKey, observedAt }: CommandEvidence): Asked | undefined {
  if (query === undefined || isMisread(query)) return undefined;
  const [, rest] = splitOnce(requestKey, " ");
  const [subscriptions] = splitOnce(rest, " ");
  const ids = subscriptions.split(",").filter((id) => /^[0-9a-f-]{36}$/iu.test(id));
  const words = ["az", "graph", "query", "--graph-query", pinTimes(query, observedAt), "--first", "1000"];
  return { words: ids.length === 0 ? words : [...words, "--subscriptions", ...ids] };
}

/** The time span stands in the read's key: `logs <resource ID> <from>/<to> <query>`. */
function logsWords(evidence: CommandEvidence, target: string, hosts: AzCommandHosts): Asked | undefined {
  const { requestKey, observedAt } = evidence;
  const timespan = / (\d{4}-[\d:.TZ-]+\/\d{4}-[\d:.TZ-]+) /u.exec(requestKey)?.[1];
  const resourceId = logsResource(evidence);
  if (evidence.query === undefined || timespan === undefined || resourceId === undefined) return undefined;
  if (isMisread(evidence.query)) return undefined;
  const query = pinTimes(evidence.query, observedAt);
  if (!isWorkspace(resourceId)) {
    const body = JSON.stringify({ query, timespan });
    const token = ["--resource", hosts.logsAudience, "--headers", "Content-Type=application/json"];
    return { words: [...restWords("POST", `${hosts.logs}${target}`), ...token, "--body", body] };
  }
  const [, , subscription = ""] = resourceId.split("/");
  const show = `az monitor log-analytics workspace show --ids ${shellWord(resourceId)} --query customerId --output tsv`;
  const workspace = ["--subscription", subscription, "--workspace", { command: `"$(${show})"` }];
  const asked = ["--timespan", timespan, "--analytics-query", query];
  return { words: ["az", "monitor", "log-analytics", "query", ...workspace, ...asked] };
}

/** The ARM ID whose logs were read; undefined for another kind of evidence. */
export function logsResource({ source, request }: CommandEvidence): string | undefined {
  return source === "logs" ? /^POST \/v1(\/.+)\/query$/u.exec(request)?.[1] : undefined;
}

/**
 * True for a workspace, which `az monitor log-analytics query` asks; the logs of other resources are asked by `az rest`. An
 * ID that is quoted otherwise inside the command's own quotes is asked that way too.
 */
export function isWorkspace(resourceId: string): boolean {
  return /^\/subscriptions\/[0-9a-f-]{36}\/resourcegroups\/[\w.()-]+\/providers\/microsoft\.operationalinsights\/workspaces\/[\w-]+$/iu.test(
    resourceId,
  );
}

/** The Azure CLI would take such a value for an option, or for the name of a file to send. */
function isMisread(query: string): boolean {
  return /^\s*[@-]/u.test(query);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
