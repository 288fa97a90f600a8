import { ReportSchema } from "../../../domain/contract/report.ts";
import type { ReportStore } from "../report-store.ts";
import type { Database } from "./database.ts";
import { readStoredText, storedText } from "./stored-text.ts";

export function createSqliteReportStore(database: Database): ReportStore {
  return {
    async put(diagnosisId, report) {
      database.run(
        "INSERT INTO reports (diagnosis_id, body) VALUES (?, ?) ON CONFLICT DO NOTHING",
        diagnosisId,
        storedText(JSON.stringify(report)),
      );
    },

    async get(diagnosisId) {
      const row = database.get("SELECT body FROM reports WHERE diagnosis_id = ?", diagnosisId);
      return row === undefined ? undefined : ReportSchema.parse(JSON.parse(readStoredText(row["body"])));
    },
  };
}
