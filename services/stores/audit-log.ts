/** One use of AZEBAL, for the record. Payloads are redacted again when written. */
export interface AuditEntry {
  traceId: string;
  userPrincipalName: string;
  tenantId: string;
  objectId: string;
  toolCalled: string;
  requestPayload: unknown;
  responsePayload: unknown;
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

export interface AuditLog {
  /**
   * Never rejects and never waits for a busy or failing database: what cannot be written now is kept in a bounded outbox
   * and written with a later entry or at close.
   */
  write(entry: AuditEntry): Promise<void>;
  /** Newest first; `before` is the `id` of the last entry already seen. */
  list(page: { limit: number; before?: number }): Promise<AuditRecord[]>;
}
