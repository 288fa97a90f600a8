import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import type { Signals } from "../../domain/signals.ts";
import type { Answers } from "../assessment/bind-reads.ts";
import { openDocument } from "../evaluation/place.ts";
import { type ExtractedSignals, extractSignals } from "../signals/extract-signals.ts";
import { completeSignals } from "../signals/resolve-names.ts";
import { type StoredRequest, StoredRequestSchema } from "../signals/stored-request.ts";
import type { ErrorText } from "./error-texts.ts";
import { tellsError } from "./log-columns.ts";
import { type FurtherNames, furtherNames } from "./further-names.ts";

/** What a diagnosis rests on, with what a log tells before the error that was sent. */
export interface Retelling {
  readonly text: ErrorText;
  readonly signals: Signals;
  /** The stored evidence, with another request and other signals under their IDs. Nothing of it is stored. */
  readonly evidence: readonly Evidence[];
  readonly wanted: FurtherNames["wanted"];
}

interface Known {
  readonly signals: Signals;
  readonly evidence: readonly Evidence[];
}

interface Workload {
  readonly type: string;
  readonly kind?: string | undefined;
}

interface Told {
  readonly request: Evidence;
  readonly extracted: ExtractedSignals;
}

/** By the signals of the diagnosis, then by the text, and by what its names have come to. */
const toldBefore = new WeakMap<Evidence, Map<string, Told>>();
const signalsBefore = new WeakMap<Evidence, Map<string, Evidence>>();

/**
 * The diagnosis as if the developer had pasted the log's text above the error: the same extraction, the same names looked up, the
 * same weighing. The log is data as the error is: what in it speaks to a reader is left out, and it can raise causes of the
 * vocabulary and nothing else. It was written where the workload runs, whoever saw the failure.
 */
export function retell(
  text: ErrorText,
  workload: Workload,
  { signals, evidence }: Known,
  answers: Answers,
): Retelling | undefined {
  const stored = (id: string) => evidence.find(({ evidenceId }) => evidenceId === id);
  const [request, first] = [stored(fixedEvidence.request), stored(fixedEvidence.signals)];
  if (request === undefined || first === undefined) return undefined;
  const key = text.lines
    .map(({ evidenceId, pointer, lineInCell = 0 }) => `${evidenceId}${pointer}:${lineInCell}`)
    .join(" ");
  const told = remember(toldBefore, first, key, () => tell(text, workload, request, signals));
  const { rows, wanted } = furtherNames(told.extracted, signals, answers);
  const found = [...rows.names, ...rows.neighbours].map(({ evidenceId }) => evidenceId);
  const completed = remember(signalsBefore, first, `${key} ${found.join(" ")}`, () => {
    const bodyOf = (id: string) => answers.byId.get(id)?.body;
    const resolved = completeSignals(told.extracted, {
      now: signals.now,
      subscriptions: bodyOf(fixedEvidence.subscriptions),
      names: bodyOf(fixedEvidence.names),
      neighbours: bodyOf(fixedEvidence.neighbours),
      further: rows,
    });
    return { ...first, body: JSON.stringify(resolved) };
  });
  const others = evidence.map((one) => (one === request ? told.request : one === first ? completed : one));
  return { text, signals: openDocument(completed).body as unknown as Signals, evidence: others, wanted };
}

function remember<T>(kept: WeakMap<Evidence, Map<string, T>>, at: Evidence, key: string, make: () => T): T {
  const known = kept.get(at) ?? new Map<string, T>();
  kept.set(at, known);
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function tell({ lines }: ErrorText, workload: Workload, request: Evidence, signals: Signals): Told {
  const sent: StoredRequest = StoredRequestSchema.parse(JSON.parse(request.body));
  const error = [...lines.map(({ text }) => text), ...withoutSymptom(sent.error, signals)].join("\n");
  const extracted = extractSignals({ ...sent, error });
  return {
    request: { ...request, body: JSON.stringify({ ...sent, error }) },
    extracted: {
      ...extracted,
      // Neither the reader nor the time of the failure changes with what a log says.
      language: signals.language,
      observedAt: signals.observedAt,
      runsOn: [{ place: placeOf(workload), pointer: "/error", line: 1 }],
    },
  };
}

/**
 * The lines of what was sent, without those that tell of an error: they have been weighed, and would be mixed with what the log
 * tells. Lines stay where they are, and a service that one of them addresses stays addressed.
 */
function withoutSymptom(error: string, { hosts }: Signals): string[] {
  const addressed = new Set(
    hosts.flatMap(({ pointer, line, name, type = "" }) =>
      pointer === "/error" && name !== undefined && !isWorkload.test(type) ? [line] : [],
    ),
  );
  return error.split("\n").map((line, index) => (tellsError(line) && !addressed.has(index + 1) ? "" : line));
}

const isWorkload = /^microsoft\.(?:web|app|containerservice|containerinstance)\//u;

function placeOf({ type, kind = "" }: Workload): string {
  if (type.startsWith("microsoft.web/")) return kind.includes("functionapp") ? "functions" : "app_service";
  if (type.startsWith("microsoft.app/")) return "container_apps";
  if (type.startsWith("microsoft.containerservice/")) return "aks";
  return type.startsWith("microsoft.containerinstance/") ? "container_instance" : "azure";
}
