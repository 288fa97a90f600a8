import type { EventsAnswer } from "../../domain/function-app-api.ts";
import { type Clock, pause } from "../clock.ts";
import type { DiagnosisApi } from "./diagnosis-api.ts";
import { isPassing } from "./function-app-errors.ts";
import type { ProgressFeed } from "./progress-feed.ts";

/** An event ends the poll at once; this is how late a change of status without an event can be noticed. */
const pollMs = 5_000;
const firstPauseMs = 250;
const longestPauseMs = 5_000;
/** About twenty seconds: enough for the next process to take over a hub whose owner died. */
const failuresInARow = 8;

/**
 * Follows `GET /api/diagnoses/{id}/events`. A function app that does not answer for a moment (its process was replaced)
 * is asked again from the same cursor, so that no event is lost or doubled.
 */
export function createHttpProgressFeed(api: Pick<DiagnosisApi, "events">, clock: Clock): ProgressFeed {
  return {
    async *followProgress(diagnosisId, cursor, signal) {
      let after = cursor;
      let failures = 0;
      while (!signal.aborted) {
        const askedAtMs = clock.now();
        let batch: EventsAnswer | undefined;
        try {
          batch = await api.events(diagnosisId, after, pollMs, signal);
        } catch (error) {
          if (signal.aborted) return;
          failures += 1;
          if (!isPassing(error) || failures >= failuresInARow) throw error;
        }
        if (!batch) {
          await pause(clock, Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1)), signal);
          continue;
        }
        failures = 0;
        after = batch.cursor;
        yield batch;
        if (batch.ended) return;
        // A function app that does not hold the poll open must not be asked in a tight loop.
        if (batch.events.length === 0 && clock.now() - askedAtMs < firstPauseMs)
          await pause(clock, firstPauseMs, signal);
      }
    },
  };
}
