import type { Evidence } from "./evidence.ts";

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

export type CommandEvidence = Pick<Evidence, "source" | "request" | "requestKey" | "query">;

/**
 * The Azure CLI command that shows the same as a stored answer, without AZEBAL; for bash and zsh. Undefined where no
 * command can (the developer's own request, a user's answer), or where a value could do harm in a terminal.
 *
 * @see https://learn.microsoft.com/cli/azure/reference-index#az-rest
 */
export function azCommand(
  evidence: CommandEvidence,
  hosts: AzCommandHosts = publicHosts,
): string | undefined {
  const words = commandWords(evidence, hosts);
  if (words === undefined || words.some((word) => typeof word === "string" && isHarmful(word)))
    return undefined;
  return words.map((word) => (typeof word === "string" ? shellWord(word) : word.command)).join(" ");
}

/** A part of a command that is a command itself, already quoted. */
interface Substitution {
  readonly command: string;
}
type Word = string | Substitution;

function commandWords(evidence: CommandEvidence, hosts: AzCommandHosts): readonly Word[] | undefined {
  const [method, target] = splitOnce(evidence.request, " ");
  if (!target.startsWith("/")) return undefined;
  switch (evidence.source) {
    case "arm":
    case "activity_log":
    case "metrics":
      return ["az", "rest", "--method", method.toLowerCase(), "--url", target];
    case "graph":
      return graphWords(target, hosts);
    case "resource_graph":
      return resourceGraphWords(evidence);
    case "logs":
      return logsWords(evidence, target, hosts);
    case "request":
    case "user":
      return undefined;
  }
}

/** Counting and searching need the header that AZEBAL sent too. */
function graphWords(target: string, hosts: AzCommandHosts): readonly Word[] {
  const words = ["az", "rest", "--method", "get", "--url", `${hosts.graph}${target}`];
  const isAdvanced = /[?&]\$(?:count|search)=/iu.test(target);
  return isAdvanced ? [...words, "--headers", "ConsistencyLevel=eventual"] : words;
}

/** The subscriptions stand in the read's key: `resource_graph <ids> <query>`. */
function resourceGraphWords({ query, requestKey }: CommandEvidence): readonly Word[] | undefined {
  if (query === undefined || isMisread(query)) return undefined;
  const [, rest] = splitOnce(requestKey, " ");
  const [subscriptions] = splitOnce(rest, " ");
  const ids = subscriptions.split(",").filter((id) => /^[0-9a-f-]{36}$/iu.test(id));
  const words = ["az", "graph", "query", "--graph-query", query, "--first", "1000"];
  return ids.length === 0 ? words : [...words, "--subscriptions", ...ids];
}

/** The time span stands in the read's key: `logs <resource ID> <from>/<to> <query>`. */
function logsWords(
  { query, requestKey }: CommandEvidence,
  target: string,
  hosts: AzCommandHosts,
): readonly Word[] | undefined {
  const timespan = / (\d{4}-[\d:.TZ-]+\/\d{4}-[\d:.TZ-]+) /u.exec(requestKey)?.[1];
  const resourceId = /^\/v1(\/.+)\/query$/u.exec(target)?.[1];
  if (query === undefined || timespan === undefined || resourceId === undefined || isMisread(query))
    return undefined;
  const workspace = /\/providers\/microsoft\.operationalinsights\/workspaces\/[^/]+$/iu;
  if (!workspace.test(resourceId) || isHarmful(resourceId))
    return [
      "az",
      "rest",
      "--method",
      "post",
      "--url",
      `${hosts.logs}${target}`,
      "--resource",
      hosts.logsAudience,
      "--headers",
      "Content-Type=application/json",
      "--body",
      JSON.stringify({ query, timespan }),
    ];
  const show = `az monitor log-analytics workspace show --ids ${shellWord(resourceId)} --query customerId -o tsv`;
  return [
    "az",
    "monitor",
    "log-analytics",
    "query",
    "--workspace",
    { command: `"$(${show})"` },
    "--timespan",
    timespan,
    "--analytics-query",
    query,
  ];
}

/** Control and direction characters could make a terminal show or do something else; a query's line ends may stay. */
function isHarmful(text: string): boolean {
  return /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/u.test(text);
}

/** The Azure CLI would take such a value for an option, or for the name of a file to send. */
function isMisread(query: string): boolean {
  return /^\s*[@-]/u.test(query);
}

/** One word of a POSIX shell, quoted where it is not plainly safe. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replace(/'/gu, `'\\''`)}'`;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
