import type { ProgressEvent } from "../../domain/contract/progress-event.ts";

export type NewProgressEvent = Omit<ProgressEvent, "seq">;

/**
 * What happened in a diagnosis, one line after another, each with the cursor (`seq`) of its place. Every method rejects
 * with a StoreError where the journal cannot be reached; all of them are safe to repeat.
 */
export interface ProgressJournal {
  /** Idempotent on (diagnosis, step, phase). @returns the stored line, with its `seq`: 1, 2, 3, … without gaps. */
  append(event: NewProgressEvent): Promise<ProgressEvent>;
  /** The lines after the cursor, oldest first, `limit` at most. */
  read(diagnosisId: string, after: number, limit: number): Promise<ProgressEvent[]>;
  last(diagnosisId: string): Promise<ProgressEvent | undefined>;
  /**
   * Waits for a line after the cursor, whichever process writes it.
   *
   * @returns true when there is one; false after `timeoutMs`, after `wake`, after an abort and when the stores close.
   */
  waitFor(diagnosisId: string, after: number, timeoutMs: number, signal?: AbortSignal): Promise<boolean>;
  /**
   * Ends every wait of now for the diagnosis, since its state has changed without a line: those of this process at once, and
   * those of other processes where a server connects them. Never fails: a wait that is not reached ends by its time.
   */
  wake(diagnosisId: string): void;
}
