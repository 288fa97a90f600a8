import type { Evidence } from "../../domain/evidence.ts";

/** The redacted answers of one diagnosis, kept as the bytes that citations are evaluated on. */
export interface EvidenceStore {
  /** First write wins on (diagnosis, evidence ID), so that a re-run activity reuses the answer. @returns what is stored. */
  put(evidence: Evidence): Promise<Evidence>;
  get(diagnosisId: string, evidenceId: string): Promise<Evidence | undefined>;
  /** The stored answer to an equal question (`readKey`) of the same diagnosis. An empty key finds nothing. */
  findByKey(diagnosisId: string, requestKey: string): Promise<Evidence | undefined>;
  /** Ordered by the number in the evidence ID: `e9` before `e10`. */
  list(diagnosisId: string): Promise<Evidence[]>;
  /**
   * Removes evidence that was stored before an instant, oldest first where a server keeps it, `limit` at most, so that no
   * cleaning is one long transaction. What is kept in the memory of a process stays there until it is pushed out.
   *
   * @param instant  ISO 8601, UTC.
   * @returns how many were removed: fewer than `limit` when there are no more.
   */
  removeStoredBefore(instant: string, limit: number): Promise<number>;
}
