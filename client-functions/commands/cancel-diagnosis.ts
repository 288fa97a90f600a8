import { eventNames } from "../../domain/diagnosis.ts";
import type { CommandContext } from "../command-context.ts";
import type { Answer } from "../http/answer-request.ts";
import { viewDiagnosis } from "../state/diagnosis-view.ts";
import { observeDiagnosis } from "../state/observe-diagnosis.ts";
import { ownDiagnosis } from "./own-diagnosis.ts";

/**
 * `POST /api/diagnoses/{id}/cancel`: asks the diagnosis to stop. Activities look at the flag before each attempt; the event
 * ends a wait. A diagnosis that has ended stays as it is.
 *
 * @throws ApiRefusalError 404, 503
 */
export async function cancelDiagnosis(diagnosisId: string, context: CommandContext): Promise<Answer> {
  const { stores, engine, now } = context;
  const record = await ownDiagnosis(diagnosisId, context);
  if (!(await observeDiagnosis(record, context)).isTerminal) {
    await stores.diagnoses.requestCancel(diagnosisId);
    if ((await engine.find(diagnosisId)) !== undefined) {
      await engine.raise(diagnosisId, eventNames.cancel, { requested_at: now() });
    }
  }
  return { status: 200, body: await viewDiagnosis(await ownDiagnosis(diagnosisId, context), context) };
}
