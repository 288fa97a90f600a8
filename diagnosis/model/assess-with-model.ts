import { type Assessment, type AssessmentInput, assess } from "../assess.ts";
import { causesOf } from "../assessment/verdict.ts";
import { type ModelNotes, proposalsIn } from "./model-notes.ts";
import { modelSteps } from "./model-steps.ts";

/** So many reads are left to the rules, whatever a model asks for. */
const readsForRules = 20;

/**
 * Assesses with what a model has proposed: its causes are weighed after those of the rules, and its reads come after theirs, in
 * the room that they leave; none of them once the rules have found the cause.
 */
export function assessWithModel(notes: ModelNotes, input: AssessmentInput): Assessment {
  if (notes.plans.length === 0) return assess(input);
  const assessment = assess({ ...input, proposals: proposalsIn(notes) });
  const { hypotheses, steps, settled } = assessment;
  const isFound = causesOf(hypotheses)[0]?.hypothesis.broughtBy === "rules";
  if (isFound && settled) return assessment;
  const further = modelSteps(notes.plans, {
    ...input,
    beside: steps,
    nextStep: input.nextStep + steps.length,
    most: input.readsLeft - steps.length - readsForRules,
    language: input.language ?? input.signals.language,
  });
  return further.length === 0 ? assessment : { ...assessment, steps: [...steps, ...further], settled: false };
}
