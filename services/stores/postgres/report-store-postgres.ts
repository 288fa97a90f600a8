import { ReportSchema } from "../../../domain/contract/report.ts";
import type { ReportStore } from "../report-store.ts";
import { readStoredText, storedText } from "../sqlite/stored-text.ts";
import type { PostgresConnection } from "./postgres-connection.ts";

export function createPostgresReportStore(connection: PostgresConnection): ReportStore {
  return {
    async put(diagnosisId, report) {
      await connection.change(
        "INSERT INTO reports (diagnosis_id, body) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        diagnosisId,
        storedText(JSON.stringify(report)),
      );
    },

    async get(diagnosisId) {
      const [row] = await connection.query("SELECT body FROM reports WHERE diagnosis_id = $1", diagnosisId);
      return row && ReportSchema.parse(JSON.parse(readStoredText(row["body"])));
    },
  };
}
