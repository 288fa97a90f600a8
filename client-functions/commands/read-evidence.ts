import { azCommand } from "../../domain/az-command/az-command.ts";
import type { CommandContext } from "../command-context.ts";
import type { Answer } from "../http/answer-request.ts";
import { ApiRefusalError } from "../http/api-refusal-error.ts";
import { ownDiagnosis } from "./own-diagnosis.ts";

/**
 * `GET /api/diagnoses/{id}/evidence/{evidenceId}`: the stored, redacted body, and the command that shows the same.
 *
 * @throws ApiRefusalError 404
 */
export async function readEvidence(
  diagnosisId: string,
  evidenceId: string,
  context: CommandContext,
): Promise<Answer> {
  await ownDiagnosis(diagnosisId, context);
  const evidence = await context.stores.evidence.get(diagnosisId, evidenceId);
  if (evidence === undefined) {
    throw new ApiRefusalError(
      404,
      "EvidenceNotFound",
      "This diagnosis has no evidence with this id. The report names those there are (evidence_id).",
    );
  }
  const command = azCommand(evidence);
  return { status: 200, body: { evidence, ...(command === undefined ? {} : { command }) } };
}
