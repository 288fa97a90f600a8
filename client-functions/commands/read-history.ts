import type { HistoryTurn } from "../../services/stores/history-store.ts";
import type { CommandContext } from "../command-context.ts";
import type { Answer } from "../http/answer-request.ts";
import { readableDiagnosis } from "./own-diagnosis.ts";

/** `GET /api/diagnoses/{id}/history`: the raw trigger of every turn, for replay. @throws ApiRefusalError 404 */
export async function readHistory(diagnosisId: string, context: CommandContext): Promise<Answer> {
  await readableDiagnosis(diagnosisId, context);
  const turns = await context.stores.history.list(diagnosisId);
  return {
    status: 200,
    body: {
      diagnosis_id: diagnosisId,
      build_id: turns.at(-1)?.buildId ?? "",
      turns: turns.map(turnOf),
    },
  };
}

function turnOf({ turn, executionId, buildId, recordedAt, trigger }: HistoryTurn) {
  return {
    turn,
    execution_id: executionId,
    build_id: buildId,
    recorded_at: recordedAt,
    trigger: JSON.parse(trigger) as unknown,
  };
}
