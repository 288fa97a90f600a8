import type { Citation } from "../../domain/citation.ts";
import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";

/**
 * What a citation can tell of a change that somebody made:
 *
 * - `now`: how Azure is set up, as it was when it was read.
 * - `past`: what happened and stays so: rows of logs, points of metrics, the Activity Log, sign-ins, deployments.
 * - `request`: what the developer sent.
 */
export type CitationTime = "now" | "past" | "request";

/** ARM and Graph keep records too: of deployments and their operations, of incidents, of runs, of sign-ins. */
const records =
  /\/microsoft\.resources\/deployments(?:\/|$)|\/microsoft\.resourcehealth\/events(?:\/|$)|\/microsoft\.web\/sites\/[^/]+(?:\/slots\/[^/]+)?\/deployments(?:\/|$)|\/runs(?:\/|$)|\/auditlogs\//iu;

/** Of Resource Graph, by the table that a query begins with. */
const recordTables = /^(?:resourcechanges|resourcecontainerchanges|policyresources)\b/iu;

/** Found in Azure, of what stands among the signals. */
const resolvedSignals = /^\/(?:resources|visibleSubscriptions)(?:\/|$)/u;

export function timeOf(
  { evidenceId, pointer }: Citation,
  { source, request, query }: Evidence,
): CitationTime {
  switch (source) {
    case "request":
      return evidenceId === fixedEvidence.signals && resolvedSignals.test(pointer) ? "now" : "request";
    case "user":
    case "model":
      return "request";
    case "logs":
    case "metrics":
    case "activity_log":
      return "past";
    case "resource_graph":
      return recordTables.test((query ?? "").trim()) ? "past" : "now";
    case "arm":
    case "graph":
      return records.test(request.replace(/\?.*$/su, "")) ? "past" : "now";
  }
}
