import type { ModelUse, Unread } from "../domain/activity-catalogue.ts";
import type { DiagnosisOutput } from "../domain/diagnosis.ts";
import type { Failure } from "../domain/failure.ts";
import { type ReadStep, readKey } from "../domain/read-step.ts";

/** The calls of a model so far. */
export interface ModelFindings extends ModelUse {
  /** How often it was asked for a plan. */
  plans: number;
  /** How many reads were through when it was last asked: with nothing new since, it has nothing new to say. */
  doneBefore: number;
}

/** How far an investigation has come, and how it ended. What the reads found is in the evidence store. */
export interface Findings {
  endedBecause: Exclude<DiagnosisOutput["ended_because"], "failed">;
  /** Set where nothing can be reported before the developer has done something. */
  failure?: Failure;
  hasSignals: boolean;
  /** Reads of Azure that were answered. */
  reads: number;
  /** Planned reads that are through, answered or not. */
  done: number;
  round: number;
  unread: Unread[];
  /** What has come of asking a model; undefined where none is asked. */
  model: ModelFindings | undefined;
  /** True once the last weighing found a cause. */
  isCauseFound: boolean;
}

export const noFindings: Findings = {
  endedBecause: "exhausted",
  hasSignals: false,
  reads: 0,
  done: 0,
  round: 0,
  unread: [],
  model: undefined,
  isCauseFound: false,
};

/** A planned read that got no answer, for `weigh` and for the report's gaps. */
export function unreadOf(step: ReadStep, failure: Failure): Unread {
  return {
    stepId: step.stepId,
    evidenceId: step.evidenceId,
    requestKey: readKey(step.request),
    code: failure.code,
    message: failure.message,
  };
}
