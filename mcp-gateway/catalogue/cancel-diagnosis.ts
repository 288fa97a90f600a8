import { z } from "zod";
import { envelopeAnswer, envelopeOf } from "../answers/envelope-answer.ts";
import { diagnosisId } from "./input-fields.ts";
import { FollowUpEnvelopeSchema } from "./published-envelope.ts";
import { defineTool } from "./tool-definition.ts";

/** Asks a diagnosis to end. Cooperative: a read under way is finished first, so the answer may still say `running`. */
export const cancelDiagnosis = defineTool({
  name: "cancel_diagnosis",
  title: "Cancel a diagnosis",
  description: "Ends a running diagnosis; it cannot be resumed.",
  input: () => z.strictObject({ diagnosis_id: diagnosisId }),
  output: FollowUpEnvelopeSchema,
  annotations: { idempotentHint: true },
  async run({ diagnosis_id }, { api }) {
    return envelopeAnswer(envelopeOf(await api.cancel(diagnosis_id)));
  },
});
