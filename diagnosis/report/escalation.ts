import type { Escalation, EscalationFacts, Report } from "../../domain/contract/report.ts";
import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import type { Signals } from "../../domain/signals.ts";
import { isObject, type JsonObject, type JsonValue } from "../../domain/json-value.ts";
import { openDocument } from "../evaluation/place.ts";
import { escalationText } from "./escalation-text.ts";

const mostCalls = 12;
const mostResources = 10;
const mostFailureCharacters = 600;
const failing =
  /error|fail|exception|denied|refused|forbidden|unauthori[sz]ed|timed? ?out|not found|오류|실패|거부|시간 초과/iu;

/** Of which verdicts somebody at Microsoft has to hear: nothing is proven, or the platform itself is at fault. */
export function needsEscalation({ root_cause: root }: Pick<Report, "root_cause">): boolean {
  return root.code === "unknown" || root.code.startsWith("platform.");
}

/**
 * What a Microsoft support request asks for, from the stored and redacted evidence alone: when it failed, what, with
 * which IDs of the services, what was excluded with proof, and what was tried.
 */
export function escalationOf(report: Report, signals: Signals, evidence: readonly Evidence[]): Escalation {
  const calls = [...statedCalls(signals), ...loggedCalls(evidence)].slice(0, mostCalls);
  const times = [signals.observedAt, ...calls.flatMap(({ at }) => at ?? [])].filter(isInstant).toSorted();
  const facts: EscalationFacts = {
    from: times[0] ?? signals.observedAt,
    to: times.at(-1) ?? signals.observedAt,
    failure: firstLines(sentError(evidence)),
    resource_ids: concerned(report, signals),
    calls,
    excluded: report.ruled_out.map(({ code, because }) => ({ code, because })),
    not_read: report.gaps.map(({ what }) => what),
    azure_reads: report.cost.azure_reads,
  };
  return { ...facts, text: escalationText(facts, report) };
}

/** The IDs that the services gave the failing calls, as the error states them. */
function statedCalls(signals: Signals): Escalation["calls"] {
  return signals.guids
    .filter(({ pointer }) => pointer.startsWith("/error") || pointer.startsWith("/context"))
    .flatMap(({ guid, role, line }) =>
      role === "correlation_id" || role === "request_id"
        ? [{ id: guid, kind: role, where: `error, line ${line}` }]
        : [],
    );
}

/** Operations that the Activity Log has as failed. */
function loggedCalls(evidence: readonly Evidence[]): Escalation["calls"] {
  const events = evidence
    .filter(({ source, status }) => source === "activity_log" && status < 400)
    .flatMap((answer) => {
      const { body } = openDocument(answer);
      return isObject(body) && Array.isArray(body["value"]) ? body["value"].filter(isObject) : [];
    });
  const failed = events.filter((event) => /^fail/iu.test(textAt(event, "status", "value") ?? ""));
  const calls = failed.flatMap((event) => {
    const id = textAt(event, "correlationId") ?? textAt(event, "operationId");
    const at = textAt(event, "eventTimestamp");
    if (id === undefined) return [];
    const operation = textAt(event, "operationName", "value") ?? "Activity Log";
    return [{ id, kind: "correlation_id" as const, where: operation, ...(at === undefined ? {} : { at }) }];
  });
  return [...new Map(calls.map((call) => [call.id, call])).values()];
}

function concerned(report: Report, signals: Signals): string[] {
  const named = signals.resources.filter(({ matchedBy }) => matchedBy !== "neighbour").map(({ id }) => id);
  const stated = signals.resourceIds.map(({ id }) => id);
  const all = [...report.root_cause.resource_ids, ...named, ...stated];
  return [...new Map(all.map((id) => [id.toLowerCase(), id])).values()].slice(0, mostResources);
}

function sentError(evidence: readonly Evidence[]): string {
  const request = evidence.find(({ evidenceId }) => evidenceId === fixedEvidence.request);
  const body = request && openDocument(request).body;
  return (isObject(body) && textAt(body, "error")) || "";
}

/** The lines that say that something failed, whole ones up to a limit; the beginning where none does. */
function firstLines(error: string): string {
  const lines = error
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => failing.test(line));
  let shown = "";
  for (const line of lines) {
    const longer = shown === "" ? line : `${shown}\n${line}`;
    if (longer.length > mostFailureCharacters) break;
    shown = longer;
  }
  return shown === "" ? (lines[0] ?? error.trim()).slice(0, mostFailureCharacters) : shown;
}

function textAt(event: JsonObject, ...path: readonly string[]): string | undefined {
  const value = path.reduce<JsonValue | undefined>(
    (parent, name) => (isObject(parent) ? parent[name] : undefined),
    event,
  );
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isInstant(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}
