import { z } from "zod";
import { FeedbackRequestSchema } from "../../domain/function-app-api.ts";
import { diagnosisId } from "./input-fields.ts";
import { defineTool } from "./tool-definition.ts";

const { shape } = FeedbackRequestSchema;

/** The tool list has to be small: the contract document has `FeedbackAnswerSchema` in its place. */
export const PublishedFeedbackSchema = z.looseObject({});

/** Notes for support whether a report was right, and what it really was. */
export const submitFeedback = defineTool({
  name: "submit_feedback",
  title: "Give feedback",
  description: "Tells support whether a report was right, or what it really was.",
  input: () =>
    z.strictObject({
      diagnosis_id: diagnosisId,
      verdict: shape.verdict,
      root_cause: shape.root_cause,
      comment: shape.comment,
    }),
  output: PublishedFeedbackSchema,
  annotations: { destructiveHint: false, idempotentHint: true },
  async run({ diagnosis_id, ...said }, { api }) {
    const structured = await api.feedback(diagnosis_id, said);
    return {
      structured,
      text: structured.message,
      links: [],
      diagnosisId: diagnosis_id,
      outcome: structured.status,
    };
  },
});
