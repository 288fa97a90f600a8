import type { ReadRequest } from "../../../domain/read-step.ts";
import { type AdmittedRead, isRefusal, type PlaneOrigins, type Refusal, refusal } from "./admitted-read.ts";
import { timespan, urlOf } from "./arm-gate.ts";
import { armRoute } from "./arm-route.ts";
import { kqlWithoutText } from "./kql-without-text.ts";
import { pathSegments } from "./path-text.ts";

/** @see https://learn.microsoft.com/rest/api/azureresourcegraph/resourcegraph/resources/resources */
const resourceGraphApiVersion = "2024-04-01";

const maxQueryCharacters = 20_000;
const maxSubscriptions = 1_000;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** Plug-ins that only reshape rows; all others can call out, run code or cost minutes. */
const rowPlugins = ["bag_unpack", "narrow", "pivot", "series_dimensions"];

const unsafe: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/(?:^|[;\n\r])\s*[.#]/u, "it is a management command or directive, not a query"],
  [/(?:^|;)\s*(?:set|declare|alias|restrict)\b/u, "it changes how the service runs the query"],
  [
    /\b(?:externaldata|external_table|http_request|http_request_post)\b/u,
    "it reads from outside the workspace",
  ],
  [/\b(?:cluster|adx|database)\s*\(/u, "it reads from another cluster or database"],
  [/\b(?:workspaces?|app|resource|arg)\s*\(/u, "it reads from another resource than the one it is asked of"],
  // A function may be called by a quoted name, which is a text here: ['cluster']('…').
  [/\[\s*[@h]*""\s*\]\s*\(/u, "it calls a function by a quoted name"],
];

/** Lets a Resource Graph query through. */
export function admitResourceGraph(
  read: Extract<ReadRequest, { kind: "resource_graph" }>,
  origins: PlaneOrigins,
): AdmittedRead | Refusal {
  const unsafeBecause = kqlRefusal(read.query);
  if (unsafeBecause !== undefined) return unsafeBecause;
  const subscriptions = read.subscriptions ?? [];
  if (subscriptions.length > maxSubscriptions || !subscriptions.every((id) => guid.test(id)))
    return refusal(`its subscriptions are not ${maxSubscriptions} GUIDs at most`);
  const search = `?api-version=${resourceGraphApiVersion}`;
  const url = urlOf("arm", ["providers", "Microsoft.ResourceGraph", "resources"], search, origins);
  if (isRefusal(url)) return url;
  return {
    plane: "arm",
    method: "POST",
    url,
    body: JSON.stringify({
      query: read.query,
      ...(subscriptions.length === 0 ? {} : { subscriptions }),
    }),
    source: "resource_graph",
    request: `POST ${url.pathname}${url.search}`,
    query: read.query,
  };
}

/**
 * Lets a log query through, over a workspace or any other resource (group, subscription) of the table.
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/api/azure-resource-queries
 */
export function admitLogs(
  read: Extract<ReadRequest, { kind: "logs" }>,
  origins: PlaneOrigins,
): AdmittedRead | Refusal {
  const unsafeBecause = kqlRefusal(read.query);
  if (unsafeBecause !== undefined) return unsafeBecause;
  const span = timespan(read.from, read.to);
  if (typeof span !== "string") return span;
  const segments = pathSegments(read.resourceId);
  if (isRefusal(segments)) return segments;
  if (segments[0]?.toLowerCase() !== "subscriptions") return refusal("its resource has no subscription");
  const route = armRoute(segments);
  if (isRefusal(route)) return route;
  if (!route.isItem || route.scopeOnly) return refusal("logs are read of one resource, not of a collection");
  const url = urlOf("logs", ["v1", ...segments, "query"], "", origins);
  if (isRefusal(url)) return url;
  return {
    plane: "logs",
    method: "POST",
    url,
    body: JSON.stringify({ query: read.query, timespan: span }),
    source: "logs",
    request: `POST /v1/${segments.join("/")}/query`,
    query: read.query,
  };
}

function kqlRefusal(query: string): Refusal | undefined {
  if (query.trim() === "" || query.length > maxQueryCharacters)
    return refusal(`its query is empty or longer than ${maxQueryCharacters} characters`);
  if (/[^\P{C}\n\r\t]|[\p{Zl}\p{Zp}]/u.test(query)) return refusal("its query holds control characters");
  const code = kqlWithoutText(query)?.toLowerCase();
  if (code === undefined) return refusal("its query holds a string that does not end");
  for (const [pattern, reason] of unsafe) if (pattern.test(code)) return refusal(reason);
  for (const [, plugin = ""] of code.matchAll(/\bevaluate\b[^|;]*?([a-z_]\w*)\s*\(/gu))
    if (!rowPlugins.includes(plugin)) return refusal(`it evaluates the plug-in ${plugin}`);
  return undefined;
}
