import { z } from "zod";
import { evidenceAnswer } from "../answers/evidence-answer.ts";
import { diagnosisId, evidenceId } from "./input-fields.ts";
import { defineTool } from "./tool-definition.ts";

/** One stored, redacted answer of Azure, and the command that shows the same without AZEBAL. */
export const getEvidence = defineTool({
  name: "get_evidence",
  title: "Get the evidence behind a claim",
  description: "The stored, redacted answer that a claim cites, and the az command that shows the same.",
  input: () => z.strictObject({ diagnosis_id: diagnosisId, evidence_id: evidenceId }),
  output: z.looseObject({
    evidence_id: z.string(),
    request: z.string(),
    status: z.int(),
    sha256: z.string(),
    body: z.string(),
    command: z.string().optional(),
  }),
  annotations: { readOnlyHint: true, openWorldHint: false },
  async run({ diagnosis_id, evidence_id }, { api }) {
    return evidenceAnswer(await api.evidence(diagnosis_id, evidence_id));
  },
});
