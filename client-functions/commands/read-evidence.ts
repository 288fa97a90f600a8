import { azCommand } from "../../domain/az-command/az-command.ts";
import type { Report } from "../../domain/contract/report.ts";
import type { CitedValue } from "../../domain/function-app-api.ts";
import type { CommandContext } from "../command-context.ts";
import type { Answer } from "../http/answer-request.ts";
import { ApiRefusalError } from "../http/api-refusal-error.ts";
import { readableDiagnosis } from "./own-diagnosis.ts";

/**
 * `GET /api/diagnoses/{id}/evidence/{evidenceId}`: the stored, redacted body, the command that shows the same, and those
 * that show the values which the report cites of it.
 *
 * @throws ApiRefusalError 404
 */
export async function readEvidence(
  diagnosisId: string,
  evidenceId: string,
  context: CommandContext,
): Promise<Answer> {
  await readableDiagnosis(diagnosisId, context);
  const evidence = await context.stores.evidence.get(diagnosisId, evidenceId);
  if (evidence === undefined) {
    throw new ApiRefusalError(
      404,
      "EvidenceNotFound",
      "This diagnosis has no evidence with this id. The report names those there are (evidence_id).",
    );
  }
  const command = azCommand(evidence, { hosts: context.azHosts });
  const citations = citedValues(await context.stores.reports.get(diagnosisId), evidenceId);
  return {
    status: 200,
    body: {
      evidence,
      ...(command === undefined ? {} : { command }),
      ...(citations.length === 0 ? {} : { citations }),
    },
  };
}

function citedValues(report: Report | undefined, evidenceId: string): CitedValue[] {
  return (report?.evidence ?? []).flatMap((entry) => {
    const { id, pointer, command, shows = entry.value } = entry;
    const isShown = entry.evidence_id === evidenceId && command !== undefined;
    return isShown ? [{ id, pointer, command, shows }] : [];
  });
}
