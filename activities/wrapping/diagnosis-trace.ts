import { createHash } from "node:crypto";
import { parseTraceparent, type Trace } from "../../services/platform/trace.ts";
import type { DiagnosisIndex } from "../../services/stores/diagnosis-index.ts";

/** A diagnosis as one step of the trace that started it, the same in every process and in every turn. */
export interface DiagnosisTrace {
  /** What the diagnosis's activities are part of. */
  readonly trace: Trace;
  /** The step that started it; absent where nobody stored one. */
  readonly parentSpanId?: string;
  /** ISO 8601, UTC; absent where the index does not know the diagnosis. */
  readonly createdAt?: string;
}

type Index = Pick<DiagnosisIndex, "get">;

/** By index, then by diagnosis: it never changes. */
const known = new WeakMap<Index, Map<string, DiagnosisTrace>>();
const mostKnown = 1_000;

/**
 * The trace of the call that started the diagnosis, as the index has it. A diagnosis without one, since code of before
 * started it, has a trace that only depends on its ID. An index that cannot be read gives that one too, for now: what the
 * activity itself wants of the store will say what is wrong with it.
 */
export async function diagnosisTrace(index: Index, diagnosisId: string): Promise<DiagnosisTrace> {
  const traces = known.get(index) ?? new Map<string, DiagnosisTrace>();
  known.set(index, traces);
  const found = traces.get(diagnosisId);
  if (found !== undefined) return found;
  const digest = createHash("sha256").update(diagnosisId).digest("hex");
  const own: Trace = { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48), isSampled: true };
  const record = await index.get(diagnosisId).catch(() => undefined);
  if (record === undefined) return { trace: own };
  const parent = parseTraceparent(record.traceparent);
  const { createdAt } = record;
  const made =
    parent === undefined
      ? { trace: own, createdAt }
      : { trace: { ...parent, spanId: own.spanId }, parentSpanId: parent.spanId, createdAt };
  if (traces.size >= mostKnown) traces.clear();
  traces.set(diagnosisId, made);
  return made;
}
