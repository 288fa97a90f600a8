import type { AuditLog } from "./audit-log.ts";
import type { DiagnosisIndex } from "./diagnosis-index.ts";
import type { EvidenceStore } from "./evidence-store.ts";
import type { HistoryStore } from "./history-store.ts";
import type { ProgressJournal } from "./progress-journal.ts";
import type { ReportStore } from "./report-store.ts";
import type { SessionStore } from "./session-store.ts";

/** Every port of this room, opened together over one database. */
export interface Stores {
  evidence: EvidenceStore;
  reports: ReportStore;
  journal: ProgressJournal;
  audit: AuditLog;
  sessions: SessionStore;
  diagnoses: DiagnosisIndex;
  history: HistoryStore;
  /** Writes what waits, ends every wait, and releases the files. Safe to call twice. */
  close(): Promise<void>;
}
