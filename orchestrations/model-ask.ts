import { askModel, type ModelUse } from "../domain/activity-catalogue.ts";
import type { DiagnosisInput } from "../domain/diagnosis.ts";
import { modelEvidence } from "../domain/evidence.ts";
import { failureCodes, type Outcome } from "../domain/failure.ts";
import type { ModelPurpose } from "../domain/model/model-plan.ts";
import type { Ask } from "./attempts/perform.ts";
import { commonInput } from "./common-input.ts";
import type { Findings, ModelFindings } from "./findings.ts";
import { stepIds } from "./step-ids.ts";

export interface ModelAnswer {
  evidenceId: string;
  tokens: number;
  costUsd?: number | undefined;
}

/** What the model is told beyond what the findings tell. */
export interface ModelQuestion {
  readsLeft: number;
  nextStep: number;
  durationMs: number;
}

/** More plans seldom bring more: the first, and two more where the rules have come to an end without a cause. */
const mostPlans = 3;

/** Nobody waits long for a model that has no time. */
const patience = { attempts: 2, waitMs: 20_000 } as const;

export const unasked: ModelFindings = { plans: 0, doneBefore: 0, failures: [], tokens: 0 };

/** True where the model is to be asked for a plan now. */
export function isPlanWanted({ model, isCauseFound, done }: Findings, isAtEnd: boolean): boolean {
  if (model === undefined || model.plans >= mostPlans || isGone(model)) return false;
  if (model.plans === 0) return !(isAtEnd && isCauseFound);
  return isAtEnd && !isCauseFound && done > model.doneBefore;
}

/** A model that could not be asked, or had no answer in time, is not asked again. */
export function isGone({ failures }: ModelUse): boolean {
  return failures.some((code) => code !== failureCodes.modelNonsense && code !== failureCodes.modelRefused);
}

/** The asking of a model, to be performed with whatever else is. */
export function modelAsk(
  input: DiagnosisInput,
  purpose: ModelPurpose,
  { model = unasked, unread, reads, endedBecause }: Findings,
  question: ModelQuestion,
): Ask<ModelAnswer> {
  const call = model.plans + 1;
  const isPlan = purpose === "plan";
  const asked = {
    ...commonInput(input),
    stepId: isPlan ? stepIds.modelPlan(call) : stepIds.modelExplanation,
    purpose,
    evidenceId: isPlan ? modelEvidence.plan(call) : modelEvidence.explanation,
    unread,
    reads,
    endedBecause,
    ...question,
    tokensUsed: model.tokens,
  };
  return { contract: askModel, input: () => asked, patience };
}

/** What the asking came to. */
export function afterAsking(
  { model = unasked, done }: Findings,
  purpose: ModelPurpose,
  outcome: Outcome<ModelAnswer>,
): ModelFindings {
  const asked = purpose === "plan" ? { plans: model.plans + 1, doneBefore: done } : {};
  if (!outcome.ok) return { ...model, ...asked, failures: [...model.failures, outcome.failure.code] };
  const { tokens, costUsd } = outcome.value;
  const cost =
    costUsd === undefined && model.costUsd === undefined
      ? {}
      : { costUsd: (model.costUsd ?? 0) + (costUsd ?? 0) };
  return { ...model, ...asked, tokens: model.tokens + tokens, ...cost };
}
