import type { Evidence } from "../domain/evidence.ts";
import { type ModelNotes, modelNotes } from "./model/model-notes.ts";
import { suppliedAnswers } from "./supplied/supplied-answers.ts";

/** All that is stored for a diagnosis, by who says it. */
export interface ToldApart {
  /** The request, and what Azure answered. */
  readonly evidence: readonly Evidence[];
  /** What somebody supplied, as answers to the reads that it stands for. */
  readonly supplied: readonly Evidence[];
  /** What may be cited: both. */
  readonly citable: readonly Evidence[];
  readonly notes: ModelNotes;
}

export function tellApart(stored: readonly Evidence[]): ToldApart {
  const { notes, evidence: told } = modelNotes(stored);
  const { evidence, supplied } = suppliedAnswers(told);
  return {
    evidence,
    supplied,
    citable: supplied.length === 0 ? evidence : [...evidence, ...supplied],
    notes,
  };
}
