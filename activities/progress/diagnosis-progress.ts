import type { ProgressEvent } from "../../domain/contract/progress-event.ts";
import type { Language } from "../../domain/language.ts";
import { isStoreError } from "../../services/stores/store-errors.ts";
import type { Stores } from "../../services/stores/stores.ts";
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
type Count = Pick<ProgressEvent, "done" | "total">;
type Line = Omit<ProgressEvent, "seq" | "diagnosisId" | "at">;

/**
 * A line that cannot be written is lost, and the log says so; the diagnosis goes on. Only a process that is leaving stops
 * it: the next one writes the line.
 *
 * @param fallback  the language where the index does not know the diagnosis (it was started by hand).
 */
export async function openProgress(
  { stores, now, log }: Needs,
  diagnosisId: string,
  fallback: Language = "en",
): Promise<DiagnosisProgress> {
  const language = await languageOf(stores, diagnosisId, fallback);
  const counted = async (): Promise<Count> => {
    const last = await stores.journal.last(diagnosisId);
    return { done: last?.done ?? 0, total: last?.total ?? 0 };
  };
  /** For notes, which leave it as it is: nothing else of the diagnosis runs beside an activity that writes several. */
  let unchanged: Promise<Count> | undefined;
  const write = async (count: () => Promise<Count>, lineAfter: (last: Count) => Line) => {
    try {
      await stores.journal.append({ diagnosisId, at: now(), ...lineAfter(await count()) });
    } catch (error) {
      if (!isStoreError(error) || error.code === "StoreClosed") throw error;
      log.warn(`A progress line of diagnosis ${diagnosisId} is lost: ${error.message}`);
    }
  };
  return {
    language,
    texts: progressTexts[language],
    async note(stepId, phase, message) {
      const count = async () => {
        unchanged ??= counted().catch((error: unknown) => {
          unchanged = undefined;
          throw error;
        });
        return await unchanged;
      };
      await write(count, (last) => ({ stepId, phase, message, ...last }));
    },
    async ofRead({ stepId, phase, message, progress, ends }) {
      await write(counted, (last) => {
        const done = Math.min(progress.total, Math.max(progress.done, last.done) + (ends ? 1 : 0));
        return { stepId, phase, message, done, total: progress.total };
      });
    },
  };
}

/** By index, then by diagnosis: what language a diagnosis speaks never changes. */
const languages = new WeakMap<Stores["diagnoses"], Map<string, Language>>();
const mostLanguages = 1_000;

async function languageOf(
  { diagnoses }: Pick<Stores, "diagnoses">,
  diagnosisId: string,
  fallback: Language,
): Promise<Language> {
  const known = languages.get(diagnoses) ?? new Map<string, Language>();
  languages.set(diagnoses, known);
  const language = known.get(diagnosisId) ?? (await diagnoses.get(diagnosisId))?.language;
  if (language === undefined) return fallback;
  if (known.size >= mostLanguages) known.clear();
  known.set(diagnosisId, language);
  return language;
}
