import type { CommandContext } from "../command-context.ts";
import type { Answer } from "../http/answer-request.ts";
import { viewDiagnosis } from "../state/diagnosis-view.ts";
import { readableDiagnosis } from "./own-diagnosis.ts";

/** `GET /api/diagnoses/{id}`. @throws ApiRefusalError 404, 503 */
export async function getDiagnosis(diagnosisId: string, context: CommandContext): Promise<Answer> {
  return { status: 200, body: await viewDiagnosis(await readableDiagnosis(diagnosisId, context), context) };
}
