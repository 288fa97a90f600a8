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
}
