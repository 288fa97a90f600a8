import { type Assessment, type AssessmentInput, assess } from "../assess.ts";
import { assessWithLog } from "../app-log/assess-with-log.ts";
import { causesOf } from "../assessment/verdict.ts";
import { type ModelNotes, proposalsIn } from "./model-notes.ts";
import { modelSteps } from "./model-steps.ts";

/** So many reads are left to the rules, whatever a model asks for. */
const readsForRules = 20;

/**
 * Assesses with what a model has proposed, once the rules have come to their end without a cause: as long as they have something to
 * read, and where they find it, the plan, its reads and the verdict are what they would be without a model, whatever it was told.
 */
export function assessWithModel(notes: ModelNotes, input: AssessmentInput): Assessment {
  const alone = assessWithLog(input);
  if (notes.plans.length === 0 || !alone.settled || causesOf(alone.hypotheses).length > 0) return alone;
  const assessment = beside(alone, assess({ ...input, proposals: proposalsIn(notes) }));
  const { steps } = assessment;
  const further = modelSteps(notes.plans, {
    ...input,
    beside: steps,
    nextStep: input.nextStep + steps.length,
    most: input.readsLeft - steps.length - readsForRules,
    language: input.language ?? input.signals.language,
  });
  return further.length === 0 ? assessment : { ...assessment, steps: [...steps, ...further], settled: false };
}

/** What a model proposed adds to what a log told, and to which logs told nothing; where it adds nothing, that stays. */
function beside(alone: Assessment, proposed: Assessment): Assessment {
  const isMore = proposed.steps.length > 0 || causesOf(proposed.hypotheses).length > 0;
  if (alone.retold !== undefined && !isMore) return alone;
  return alone.emptyLogs === undefined ? proposed : { ...proposed, emptyLogs: alone.emptyLogs };
}
