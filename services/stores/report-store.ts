import type { Report } from "../../domain/contract/report.ts";

/** The finished report of each diagnosis. */
export interface ReportStore {
  /** First write wins: a report that somebody may have read is never replaced. */
  put(diagnosisId: string, report: Report): Promise<void>;
  get(diagnosisId: string): Promise<Report | undefined>;
}
