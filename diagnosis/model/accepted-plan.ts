import { z } from "zod";
import { ReadRequestSchema } from "../../domain/read-step.ts";

const SuspicionSchema = z.strictObject({ title: z.string(), because: z.string() });
export type Suspicion = z.infer<typeof SuspicionSchema>;

const AcceptedReadSchema = z.strictObject({
  request: ReadRequestSchema,
  /** Codes of causes, or titles of suspicions. */
  decides: z.array(z.string()).min(1),
});
export type AcceptedRead = z.infer<typeof AcceptedReadSchema>;

/** What may be done of a model's plan; stored with its answer. */
export const AcceptedPlanSchema = z.strictObject({
  hypotheses: z.array(z.strictObject({ code: z.string(), resourceId: z.string().optional() })),
  suspicions: z.array(SuspicionSchema),
  reads: z.array(AcceptedReadSchema),
  /** How much of the plan was left out. */
  refused: z.int().min(0),
});
export type AcceptedPlan = z.infer<typeof AcceptedPlanSchema>;
