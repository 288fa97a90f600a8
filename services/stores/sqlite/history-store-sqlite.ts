import type { HistoryStore } from "../history-store.ts";
import type { Database } from "./database.ts";
import { readStoredText, storedText } from "./stored-text.ts";

const inOrder = `
  SELECT history.* FROM history
  JOIN (SELECT execution_id, min(ordinal) AS first FROM history WHERE diagnosis_id = ? GROUP BY execution_id) AS executions
    USING (execution_id)
  WHERE diagnosis_id = ?
  ORDER BY executions.first, turn`;

export function createSqliteHistoryStore(database: Database): HistoryStore {
  return {
    async append(turn) {
      database.run(
        "INSERT INTO history (diagnosis_id, execution_id, turn, trigger, build_id, recorded_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        turn.diagnosisId,
        turn.executionId,
        turn.turn,
        storedText(turn.trigger),
        turn.buildId,
        turn.recordedAt,
      );
    },

    async list(diagnosisId) {
      return database.all(inOrder, diagnosisId, diagnosisId).map((row) => ({
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
