import type { Evidence } from "../../domain/evidence.ts";
import {
  type ModelExplanation,
  ModelExplanationSchema,
  StoredModelAnswerSchema,
} from "../../domain/model/model-plan.ts";
import type { Proposal } from "../assessment/bring-in.ts";
import { type AcceptedPlan, AcceptedPlanSchema } from "./accepted-plan.ts";

/** What a model has contributed to a diagnosis so far. */
export interface ModelNotes {
  /** The last one that answered; undefined where none has. */
  readonly model: string | undefined;
  readonly plans: readonly AcceptedPlan[];
  readonly explanation: ModelExplanation | undefined;
}

/**
 * Takes the stored answers of a model apart from what was read: they are evidence of what it said, never of what is so.
 *
 * @returns what the model said, and the evidence that something may be proven on: the same list where there is no other.
 */
export function modelNotes(stored: readonly Evidence[]): {
  notes: ModelNotes;
  evidence: readonly Evidence[];
} {
  if (stored.every(({ source }) => source !== "model")) return { notes: noNotes, evidence: stored };
  const answers = stored
    .filter(({ source }) => source === "model")
    .map(({ body }) => StoredModelAnswerSchema.parse(JSON.parse(body)));
  const plans = answers
    .filter(({ purpose }) => purpose === "plan")
    .map(({ answer }) => AcceptedPlanSchema.parse(answer));
  const last = answers.findLast(({ purpose }) => purpose === "explain");
  const explanation = last === undefined ? undefined : ModelExplanationSchema.parse(last.answer);
  return {
    notes: { model: answers.at(-1)?.model, plans, explanation },
    evidence: stored.filter(({ source }) => source !== "model"),
  };
}

export const noNotes: ModelNotes = { model: undefined, plans: [], explanation: undefined };

/** The causes of all plans: the same cause at the same resource once. */
export function proposalsIn({ plans }: ModelNotes): readonly Proposal[] {
  const all = plans.flatMap((plan) => plan.hypotheses);
  const distinct = new Map(all.map((one) => [`${one.code} ${one.resourceId ?? ""}`.toLowerCase(), one]));
  return [...distinct.values()].map(({ code, resourceId }) =>
    resourceId === undefined ? { code } : { code, resourceId },
  );
}
