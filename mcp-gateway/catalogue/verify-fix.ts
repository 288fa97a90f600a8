import { z } from "zod";
import { envelopeAnswer } from "../answers/envelope-answer.ts";
import { budgetMs, observeDiagnosis } from "../calls/observe-diagnosis.ts";
import { bareWaitSeconds, diagnosisId } from "./input-fields.ts";
import { BareEnvelopeSchema } from "./published-envelope.ts";
import { defineTool } from "./tool-definition.ts";

/** Starts the verification of a diagnosis, or joins the one that runs, and follows it within the soft budget. */
export const verifyFix = defineTool({
  name: "verify_fix",
  title: "Verify a fix",
  description: "After the fix: looks whether the cause is gone.",
  input: () => z.strictObject({ diagnosis_id: diagnosisId, wait_seconds: bareWaitSeconds.optional() }),
  output: BareEnvelopeSchema,
  annotations: { readOnlyHint: true },
  async run({ diagnosis_id: verified, wait_seconds: wait }, call) {
    const { diagnosis_id } = await call.api.verify(verified);
    const envelope = await observeDiagnosis(call, diagnosis_id, {
      budgetMs: budgetMs(wait, call),
      began: true,
    });
    return envelopeAnswer(envelope);
  },
});
