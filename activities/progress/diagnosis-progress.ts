import type { ProgressEvent } from "../../domain/contract/progress-event.ts";
import type { Language } from "../../domain/language.ts";
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

type Needs = Pick<ActivityDependencies, "stores" | "now">;

/** @param fallback  the language where the index does not know the diagnosis (it was started by hand). */
export async function openProgress(
  { stores, now }: Needs,
  diagnosisId: string,
  fallback: Language = "en",
): Promise<DiagnosisProgress> {
  const language = (await stores.diagnoses.get(diagnosisId))?.language ?? fallback;
  const append = async (line: Omit<ProgressEvent, "seq" | "diagnosisId" | "at">) => {
    await stores.journal.append({ diagnosisId, at: now(), ...line });
  };
  const counted = async () => {
    const last = await stores.journal.last(diagnosisId);
    return { done: last?.done ?? 0, total: last?.total ?? 0 };
  };
  return {
    language,
    texts: progressTexts[language],
    async note(stepId, phase, message) {
      await append({ stepId, phase, message, ...(await counted()) });
    },
    async ofRead({ stepId, phase, message, progress, ends }) {
      const before = Math.max(progress.done, (await counted()).done);
      const done = Math.min(progress.total, before + (ends ? 1 : 0));
      await append({ stepId, phase, message, done, total: progress.total });
    },
  };
}
