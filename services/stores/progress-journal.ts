import type { ProgressEvent } from "../../domain/contract/progress-event.ts";

export type NewProgressEvent = Omit<ProgressEvent, "seq">;

/** What happened in a diagnosis, one line after another, each with the cursor (`seq`) of its place. */
export interface ProgressJournal {
  /** Idempotent on (diagnosis, step, phase). @returns the stored line, with its `seq`: 1, 2, 3, … without gaps. */
  append(event: NewProgressEvent): Promise<ProgressEvent>;
  /** The lines after the cursor, oldest first, `limit` at most. */
  read(diagnosisId: string, after: number, limit: number): Promise<ProgressEvent[]>;
  last(diagnosisId: string): Promise<ProgressEvent | undefined>;
  /**
   * Waits for a line after the cursor: at once where this process writes it, within `pollMs` where another one does.
   *
   * @returns true when there is one; false after `timeoutMs`, after `wake`, after an abort and when the stores close.
   */
  waitFor(diagnosisId: string, after: number, timeoutMs: number, signal?: AbortSignal): Promise<boolean>;
  /** Ends every wait of this process for the diagnosis: its state has changed without a line. */
  wake(diagnosisId: string): void;
}
