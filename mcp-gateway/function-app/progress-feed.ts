import type { EventsAnswer } from "../../domain/function-app-api.ts";

/** Where progress comes from: the function app's own events, or the journal where a server keeps it. */
export interface ProgressFeed {
  /**
   * Every event after `cursor`, once each and in order, in batches as they come. A batch without events says that the
   * status may have changed. Ends after the batch with `ended`, or when `signal` aborts; it never stops the diagnosis.
   */
  followProgress(diagnosisId: string, cursor: number, signal: AbortSignal): AsyncIterable<EventsAnswer>;
}
