import { z } from "zod";
import { limits } from "../../domain/limits.ts";
import { envelopeAnswer } from "../answers/envelope-answer.ts";
import { budgetMs, observeDiagnosis } from "../calls/observe-diagnosis.ts";
import { diagnosisId } from "./input-fields.ts";
import { FollowUpEnvelopeSchema } from "./published-envelope.ts";
import { defineTool } from "./tool-definition.ts";

/** Answers the question of a diagnosis, or what a gap of its report asks for, and follows it on, within the default soft budget. */
export const answerDiagnosis = defineTool({
  name: "answer_diagnosis",
  title: "Answer a diagnosis's question",
  description:
    "Answers an envelope's question, or a report's gap with its command's real output, never a secret; the diagnosis goes on.",
  input: () =>
    z.strictObject({
      diagnosis_id: diagnosisId,
      question_id: z.string().min(1).max(200),
      answer: z.string().min(1).max(limits.answerCharacters),
    }),
  output: FollowUpEnvelopeSchema,
  annotations: { destructiveHint: false, idempotentHint: true },
  async run({ diagnosis_id, question_id, answer }, call) {
    // What a gap asked for is weighed by another diagnosis, which goes on where this one has ended.
    const { diagnosis_id: goesOn } = await call.api.answer(diagnosis_id, question_id, answer);
    const envelope = await observeDiagnosis(call, goesOn, {
      budgetMs: budgetMs(undefined, call),
      answeredQuestion: question_id,
      began: true,
    });
    return envelopeAnswer(envelope);
  },
});
