import type { ProgressEvent } from "../../domain/contract/progress-event.ts";
import type { Language } from "../../domain/language.ts";
import { isStoreError } from "../../services/stores/store-errors.ts";
import type { ActivityDependencies } from "../dependencies.ts";
import { type ProgressTexts, progressTexts } from "./progress-texts.ts";

type ProgressPhase = ProgressEvent["phase"];

/** Writes the journal of one diagnosis. A line is keyed by step and phase: a re-run activity writes none twice. */
export interface DiagnosisProgress {
  readonly language: Language;
  /** The journal's texts in the diagnosis's language. */
  readonly texts: ProgressTexts;
  /** A line that leaves the count of reads as it is. */
  note: (stepId: string, phase: ProgressPhase, message: string) => Promise<void>;
  /** A line of a read that is under way: `done` and `total` as the orchestration knows them. */
  ofRead(line: ReadLine): Promise<void>;
}

export interface ReadLine {
  stepId: string;
  phase: ProgressPhase;
  message: string;
  progress: { done: number; total: number };
  /** True for the last line of a read: one more is done. */
  ends: boolean;
}

type Needs = Pick<ActivityDependencies, "stores" | "now" | "log">;

/**
 * A line that cannot be written is lost, and the log says so; the diagnosis goes on. Only a process that is leaving stops
 * it: the next one writes the line.
 *
 * @param fallback  the language where the index does not know the diagnosis (it was started by hand). */
export async function openProgress(
  { stores, now, log }: Needs,
  diagnosisId: string,
  fallback: Language = "en",
): Promise<DiagnosisProgress> {
  const language = (await stores.diagnoses.get(diagnosisId))?.language ?? fallback;
  type Line = Omit<ProgressEvent, "seq" | "diagnosisId" | "at">;
  const write = async (lineAfter: (last: { done: number; total: number }) => Line) => {
    try {
      const last = await stores.journal.last(diagnosisId);
      const line = lineAfter({ done: last?.done ?? 0, total: last?.total ?? 0 });
      await stores.journal.append({ diagnosisId, at: now(), ...line });
    } catch (error) {
      if (!isStoreError(error) || error.code === "StoreClosed") throw error;
      log.warn(`A progress line of diagnosis ${diagnosisId} is lost: ${error.message}`);
    }
  };
  return {
    language,
    texts: progressTexts[language],
    async note(stepId, phase, message) {
      await write((last) => ({ stepId, phase, message, ...last }));
    },
    async ofRead({ stepId, phase, message, progress, ends }) {
      await write((last) => {
        const done = Math.min(progress.total, Math.max(progress.done, last.done) + (ends ? 1 : 0));
        return { stepId, phase, message, done, total: progress.total };
      });
    },
  };
}
