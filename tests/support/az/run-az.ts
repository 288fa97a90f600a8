import { type AzArguments, AzUsageError, parseAzArguments } from "./az-arguments.ts";
import { azOutput, pythonText } from "./az-output.ts";
import { azQuery } from "./az-query.ts";

/** Where the stand-in for az is signed in. */
export interface AzSession {
  /** The simulator's origin: every cloud host leads there. */
  readonly url: string;
  readonly tenantId: string;
  /** Extensions that are installed; both where absent. */
  readonly extensions?: readonly string[];
}

export interface AzEnd {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The service answered with an error: az prints it on standard error and ends with 1. */
class AzRequestError extends Error {
  override readonly name = "AzRequestError";
  readonly code = "AzRequest";
}

/**
 * A small stand-in for the Azure CLI: `rest`, `graph query`, `monitor log-analytics query`, `… workspace show`,
 * `account show` and `extension show`, with `--query` and `--output json|tsv`, as the real ones send and print.
 */
export async function runAz(session: AzSession, argv: readonly string[]): Promise<AzEnd> {
  try {
    const parsed = parseAzArguments(argv);
    const answer = await answerOf(session, parsed);
    const query = one(parsed, "query");
    const result = query === undefined ? answer : azQuery(answer, query);
    return { status: 0, stdout: azOutput(result, one(parsed, "output") ?? "json"), stderr: "" };
  } catch (error) {
    const { name, message } = error as Error;
    return { status: name === "AzUsageError" ? 2 : 1, stdout: "", stderr: `ERROR: ${message}\n` };
  }
}

function one({ options }: AzArguments, name: string): string | undefined {
  return options[name]?.[0];
}

function required(parsed: AzArguments, name: string): string {
  const value = one(parsed, name);
  if (value === undefined) throw new AzUsageError(`the following arguments are required: --${name}`);
  return value;
}

async function answerOf(session: AzSession, parsed: AzArguments): Promise<unknown> {
  switch (parsed.command) {
    case "rest":
      return await rest(session, parsed);
    case "graph query":
      return await graphQuery(session, parsed);
    case "monitor log-analytics query":
      return await logQuery(session, parsed);
    case "monitor log-analytics workspace show": {
      const path = `${required(parsed, "ids")}?api-version=2025-02-01`;
      const { properties, ...body } = (await send(session, arm, path)) as { properties: object };
      return { ...body, ...properties };
    }
    case "extension show": {
      const name = required(parsed, "name");
      if (session.extensions?.includes(name) ?? true) return { name };
      throw new AzRequestError(`The extension ${name} is not installed.`);
    }
    default:
      return { tenantId: session.tenantId, state: "Enabled" };
  }
}

const arm = "https://management.core.windows.net/";
/** az derives the audience of a token from these hosts; of any other it must be told. */
const audiences: Readonly<Record<string, string>> = {
  "https://management.azure.com": arm,
  "https://graph.microsoft.com": "https://graph.microsoft.com/",
};

async function rest(session: AzSession, parsed: AzArguments): Promise<unknown> {
  const given = required(parsed, "url");
  const url = given.includes("://") ? given : `https://management.azure.com${given}`;
  const { origin } = new URL(url);
  const resource =
    one(parsed, "resource") ?? audiences[origin] ?? (origin === session.url ? nextPage(url) : undefined);
  const headers = Object.fromEntries(
    (parsed.options["headers"] ?? []).map((header): [string, string] => {
      const [name = "", ...value] = header.split("=");
      return [name, value.join("=")];
    }),
  );
  const body = one(parsed, "body");
  const init = {
    method: required(parsed, "method").toUpperCase(),
    headers,
    ...(body === undefined ? {} : { body }),
  };
  return await send(session, resource, url.slice(origin.length), init);
}

/** The simulator's own links stand for those of the cloud. */
function nextPage(url: string): string {
  return new URL(url).pathname.startsWith("/v1.0/") ? "https://graph.microsoft.com/" : arm;
}

/** @see https://learn.microsoft.com/cli/azure/graph#az-graph-query */
async function graphQuery(session: AzSession, parsed: AzArguments): Promise<unknown> {
  const { subscriptions } = parsed.options;
  const first = Math.min(1_000, Number(one(parsed, "first") ?? 100));
  const body = {
    query: required(parsed, "graph-query"),
    ...(subscriptions === undefined ? {} : { subscriptions }),
    options: { $top: first, $skip: 0, resultFormat: "objectArray" },
  };
  const path = "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01";
  const answer = (await send(session, arm, path, { method: "POST", body: JSON.stringify(body) })) as {
    data: unknown;
    count: number;
    totalRecords: number;
    $skipToken?: string;
  };
  const { data, count, totalRecords, $skipToken } = answer;
  return { data, count, total_records: totalRecords, skip_token: $skipToken ?? null };
}

/** @see https://learn.microsoft.com/cli/azure/monitor/log-analytics#az-monitor-log-analytics-query */
async function logQuery(session: AzSession, parsed: AzArguments): Promise<unknown> {
  const body = { query: required(parsed, "analytics-query"), timespan: one(parsed, "timespan") };
  const path = `/v1/workspaces/${required(parsed, "workspace")}/query`;
  const init = { method: "POST", body: JSON.stringify(body) };
  const { tables } = (await send(session, "https://api.loganalytics.io", path, init)) as {
    tables: { name: string; columns: { name: string }[]; rows: unknown[][] }[];
  };
  return tables.flatMap(({ name, columns, rows }) =>
    rows.map((row) =>
      Object.fromEntries([
        ["TableName", name],
        ...row.map((value, index) => [columns[index]?.name, pythonText(value)]),
      ]),
    ),
  );
}

async function send(
  session: AzSession,
  resource: string | undefined,
  target: string,
  init: RequestInit = {},
): Promise<unknown> {
  const token = resource === undefined ? undefined : await tokenFor(session, resource);
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  if (init.body !== undefined && !headers.has("content-type"))
    headers.set("content-type", "application/json");
  const response = await fetch(`${session.url}${target}`, { ...init, headers });
  const text = await response.text();
  if (!response.ok) throw new AzRequestError(`${response.statusText}(${text})`);
  return text === "" ? null : JSON.parse(text);
}

/** By session, not by address: the next simulator may listen where another did. */
const tokens = new WeakMap<AzSession, Map<string, Promise<string>>>();

function tokenFor(session: AzSession, resource: string): Promise<string> {
  const ofSession = tokens.get(session) ?? new Map<string, Promise<string>>();
  tokens.set(session, ofSession);
  const known = ofSession.get(resource);
  if (known !== undefined) return known;
  const address = `${session.url}/simulator/token?resource=${encodeURIComponent(resource)}`;
  const token = fetch(address).then(async (response) => {
    const body = (await response.json()) as { access_token: string };
    return body.access_token;
  });
  ofSession.set(resource, token);
  return token;
}
