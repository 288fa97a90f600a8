import { type Report, ReportSchema } from "../../../domain/contract/report.ts";
import type { ReportStore } from "../report-store.ts";
import type { Database } from "./database.ts";
import { readStoredText, storedText } from "./stored-text.ts";

/** Reports that were written last are asked for again at once: by the activity that wrote them, and by who waits for them. */
const mostKept = 100;

export function createSqliteReportStore(database: Database): ReportStore {
  /** As they are stored: a report never changes. */
  const kept = new Map<string, Report>();
  const keep = (diagnosisId: string, report: Report): Report => {
    if (kept.size >= mostKept) kept.clear();
    kept.set(diagnosisId, report);
    return report;
  };

  return {
    async put(diagnosisId, report) {
      const isFirst = database.run(
        "INSERT INTO reports (diagnosis_id, body) VALUES (?, ?) ON CONFLICT DO NOTHING",
        diagnosisId,
        storedText(JSON.stringify(report)),
      );
      if (isFirst === 1) keep(diagnosisId, report);
    },

    async get(diagnosisId) {
      const known = kept.get(diagnosisId);
      if (known !== undefined) return known;
      const row = database.get("SELECT body FROM reports WHERE diagnosis_id = ?", diagnosisId);
      if (row === undefined) return undefined;
      return keep(diagnosisId, ReportSchema.parse(JSON.parse(readStoredText(row["body"]))));
    },
  };
}
