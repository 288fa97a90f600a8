import type { AuditLog } from "./audit-log.ts";
import type { DiagnosisIndex } from "./diagnosis-index.ts";
import type { EvidenceStore } from "./evidence-store.ts";
import type { FeedbackStore } from "./feedback.ts";
import type { HistoryStore } from "./history-store.ts";
import type { KeyRing } from "./keys/key-ring.ts";
import type { ProgressJournal } from "./progress-journal.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { ReportStore } from "./report-store.ts";
import type { SessionStore } from "./sessions/session-store.ts";
import type { SingleUse } from "./single-use.ts";

/** Every port of this room, opened together. */
export interface Stores {
  evidence: EvidenceStore;
  reports: ReportStore;
  journal: ProgressJournal;
  audit: AuditLog;
  feedback: FeedbackStore;
  sessions: SessionStore;
  rateLimits: RateLimits;
  singleUse: SingleUse;
  /** What seals sessions; for whatever else must leave this process and come back unread and unchanged. */
  keys: KeyRing;
  diagnoses: DiagnosisIndex;
  history: HistoryStore;
  /** Writes what waits, ends every wait, and releases the files. Safe to call twice. */
  close(): Promise<void>;
}
