/** One use of AZEBAL, for the record. Payloads are redacted again when written. */
export interface AuditEntry {
  traceId: string;
  userPrincipalName: string;
  tenantId: string;
  objectId: string;
  toolCalled: string;
  requestPayload: unknown;
  responsePayload: unknown;
  /** Stored as whole milliseconds. */
  executionTimeMs: number;
  outcome: string;
  diagnosisId?: string;
  /** The diagnosis's own step that is recorded: an entry of a step that has one already is not written again. */
  stepId?: string;
  /** ISO 8601, UTC. */
  createdAt: string;
}

/** A stored entry; `id` grows with time and is the cursor of `list`. */
export interface AuditRecord extends AuditEntry {
  id: number;
}

/** Which entries to list: those that are of everything that is said. */
export interface AuditQuery {
  limit: number;
  /** The `id` of the last entry already seen. */
  before?: number;
  /** In any spelling of its letters' case. */
  userPrincipalName?: string;
  toolCalled?: string;
  diagnosisId?: string;
  /** ISO 8601, UTC: made at that instant or later. */
  since?: string;
  /** ISO 8601, UTC: made before that instant. */
  until?: string;
}

export interface AuditLog {
  /**
   * Never rejects and never waits for a busy or failing database: what cannot be written now is kept in a bounded outbox and
   * written later. Where entries had to be given up, an entry of the tool `audit` with the outcome `dropped` stands in their
   * place and counts them.
   */
  write(entry: AuditEntry): Promise<void>;
  /**
   * Newest first.
   *
   * @throws StoreError where the store cannot be read.
   */
  list(query: AuditQuery): Promise<AuditRecord[]>;
}
