import type { HistoryStore } from "../history-store.ts";
import { readStoredText, storedText } from "../sqlite/stored-text.ts";
import type { PostgresConnection } from "./postgres-connection.ts";

const inOrder = `
  SELECT history.* FROM history
  JOIN (SELECT execution_id, min(ordinal) AS first FROM history WHERE diagnosis_id = $1 GROUP BY execution_id) AS executions
    USING (execution_id)
  WHERE diagnosis_id = $1
  ORDER BY executions.first, turn`;

export function createPostgresHistoryStore(connection: PostgresConnection): HistoryStore {
  return {
    async append(turn) {
      await connection.change(
        "INSERT INTO history (diagnosis_id, execution_id, turn, trigger, build_id, recorded_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        turn.diagnosisId,
        turn.executionId,
        turn.turn,
        storedText(turn.trigger),
        turn.buildId,
        turn.recordedAt,
      );
    },

    async list(diagnosisId) {
      return (await connection.query(inOrder, diagnosisId)).map((row) => ({
        diagnosisId: String(row["diagnosis_id"]),
        executionId: String(row["execution_id"]),
        turn: Number(row["turn"]),
        trigger: readStoredText(row["trigger"]),
        buildId: String(row["build_id"]),
        recordedAt: String(row["recorded_at"]),
      }));
    },
  };
}
