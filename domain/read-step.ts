import { z } from "zod";

const query = z.record(z.string(), z.string());

/** A read of Azure, as data. The read gate decides whether it is made and with which api-version. */
export const ReadRequestSchema = z.discriminatedUnion("kind", [
  /** ARM GET; lists are followed over all pages. The Activity Log is one of these paths. */
  z.strictObject({ kind: z.literal("arm"), path: z.string(), query: query.optional() }),
  /** Resource Graph KQL over the given subscriptions, or all that the caller can see. */
  z.strictObject({
    kind: z.literal("resource_graph"),
    query: z.string(),
    subscriptions: z.array(z.string()).optional(),
  }),
  /** KQL over a Log Analytics workspace (its ARM ID or that of an Application Insights component or resource). */
  z.strictObject({
    kind: z.literal("logs"),
    resourceId: z.string(),
    query: z.string(),
    from: z.string(),
    to: z.string(),
  }),
  z.strictObject({
    kind: z.literal("metrics"),
    resourceId: z.string(),
    metricNames: z.array(z.string()).min(1).max(20),
    aggregation: z.array(z.enum(["Average", "Minimum", "Maximum", "Total", "Count"])).min(1),
    interval: z.string(),
    from: z.string(),
    to: z.string(),
    filter: z.string().optional(),
  }),
  /** Microsoft Graph GET, such as `/v1.0/applications(appId='…')`. */
  z.strictObject({ kind: z.literal("graph"), path: z.string(), query: query.optional() }),
]);
export type ReadRequest = z.infer<typeof ReadRequestSchema>;

/** Which activity makes which kind of read. */
export const readActivityNames = {
  arm: "readArm",
  resource_graph: "queryResourceGraph",
  logs: "queryLogs",
  metrics: "readMetrics",
  graph: "readGraph",
} as const satisfies Record<ReadRequest["kind"], string>;

/**
 * One planned read. `decides` names the hypotheses (root-cause codes) that its answer can confirm or refute; a read
 * that decides none is a defect. `title` is for people, in the diagnosis's language: "Key Vault kv-orders: who may reach it".
 */
export const ReadStepSchema = z.strictObject({
  stepId: z.string(),
  evidenceId: z.string(),
  title: z.string(),
  decides: z.array(z.string()).min(1),
  request: ReadRequestSchema,
});
export type ReadStep = z.infer<typeof ReadStepSchema>;

/**
 * The identity of a read: equal keys are the same question to Azure, whatever the spelling of case or parameter order.
 * What separates the parts of a key is percent-encoded inside a part, so that no two questions share one.
 */
export function readKey(request: ReadRequest): string {
  switch (request.kind) {
    case "arm":
    case "graph": {
      const path = escaped(request.path.replace(/\/+$/, ""), "?");
      const parameters = Object.entries(request.query ?? {}).toSorted(([left], [right]) =>
        left < right ? -1 : 1,
      );
      const text = parameters
        .map(([name, value]) => `${escaped(name, "=&")}=${escaped(value, "&")}`)
        .join("&");
      return `${request.kind} ${request.kind === "arm" ? path.toLowerCase() : path}${text ? `?${text}` : ""}`;
    }
    case "resource_graph": {
      const subscriptions = (request.subscriptions ?? []).map((id) => escaped(id, ", ")).toSorted();
      return `resource_graph ${subscriptions.join(",")} ${request.query}`;
    }
    case "logs":
      return `logs ${escaped(request.resourceId, " ").toLowerCase()} ${timespan(request)} ${request.query}`;
    case "metrics": {
      const names = request.metricNames.map(escapedMetric).join(",");
      const how = `${request.aggregation.join(",")} ${escaped(request.interval, " ")}`;
      return `metrics ${escaped(request.resourceId, " ").toLowerCase()} ${names} ${how} ${timespan(request)} ${request.filter ?? ""}`;
    }
  }
}

/** A metric's name may hold spaces, but none after which an aggregation could follow. */
function escapedMetric(name: string): string {
  return escaped(name, ",").replace(/ (?=(?:Average|Minimum|Maximum|Total|Count)(?: |,|$))/gu, "%20");
}

function timespan({ from, to }: { from: string; to: string }): string {
  return `${escaped(from, " /")}/${escaped(to, " /")}`;
}

/** The text with these characters, and the percent sign that encodes them, as `%XX`. */
function escaped(text: string, characters: string): string {
  return text.replace(/[%?=&, /]/gu, (one) =>
    one === "%" || characters.includes(one) ? encodeURIComponent(one) : one,
  );
}
