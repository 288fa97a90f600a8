import type { DiagnosisRecord } from "../../services/stores/diagnosis-index.ts";
import type { CommandContext } from "../command-context.ts";
import { type DiagnosisState, diagnosisState } from "./diagnosis-state.ts";

/**
 * Asks the engine how a diagnosis stands, and brings the index up to date with the answer. A claim whose instance was never
 * started is started on the way; one that has ended wakes whoever waits for its next event.
 */
export async function observeDiagnosis(
  record: DiagnosisRecord,
  context: CommandContext,
): Promise<DiagnosisState> {
  const { stores, engine, starter, ended, now } = context;
  const known = ended.get(record.diagnosisId);
  if (known !== undefined) return known;
  const isStarted =
    record.startedAt !== undefined || (await starter.ensureStarted(record.diagnosisId, engine));
  const instance = isStarted ? await engine.find(record.diagnosisId) : undefined;
  const current = isStarted ? record : ((await stores.diagnoses.get(record.diagnosisId)) ?? record);
  const state = diagnosisState(current, instance, now());
  const isKnown =
    state.status === current.status && (state.rootCause ?? current.rootCause) === current.rootCause;
  if (!isKnown && isStarted) {
    await stores.diagnoses.update(record.diagnosisId, {
      status: state.status,
      ...(state.rootCause === undefined ? {} : { rootCause: state.rootCause }),
      updatedAt: state.updatedAt ?? now(),
    });
  }
  if (state.isTerminal) {
    ended.keep(record.diagnosisId, state);
    stores.journal.wake(record.diagnosisId);
  }
  return state;
}
