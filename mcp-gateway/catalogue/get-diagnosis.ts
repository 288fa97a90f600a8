import { z } from "zod";
import { envelopeAnswer } from "../answers/envelope-answer.ts";
import { observeDiagnosis } from "../calls/observe-diagnosis.ts";
import { diagnosisId, waitSeconds } from "./input-fields.ts";
import { FollowUpEnvelopeSchema } from "./published-envelope.ts";
import { defineTool } from "./tool-definition.ts";

/** Shows a diagnosis now, or as soon as it is done within `wait_seconds`. */
export const getDiagnosis = defineTool({
  name: "get_diagnosis",
  title: "Get a diagnosis",
  description: "Status and report of a diagnosis; waits up to wait_seconds for its end.",
  input: () =>
    z.strictObject({ diagnosis_id: diagnosisId, wait_seconds: waitSeconds("Long poll; default 0.") }),
  output: FollowUpEnvelopeSchema,
  annotations: { readOnlyHint: true },
  async run({ diagnosis_id, wait_seconds: wait = 0 }, call) {
    return envelopeAnswer(await observeDiagnosis(call, diagnosis_id, { budgetMs: wait * 1_000 }));
  },
});
