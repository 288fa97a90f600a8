import { type Clock, pause } from "../clock.ts";
import type { DiagnosisApi } from "./diagnosis-api.ts";
import { followBatches } from "./follow-batches.ts";
import type { ProgressFeed } from "./progress-feed.ts";

/** An event ends the poll at once; this is how late a change of status without an event can be noticed. */
const pollMs = 5_000;
/** A function app that does not hold the poll open must not be asked in a tight loop. */
const leastGapMs = 250;

/** Follows `GET /api/diagnoses/{id}/events`, which is held open until there is something to tell. */
export function createHttpProgressFeed(api: Pick<DiagnosisApi, "events">, clock: Clock): ProgressFeed {
  return {
    followProgress(diagnosisId, cursor, signal) {
      let notBeforeMs = 0;
      const next = async (after: number) => {
        const earlyMs = notBeforeMs - clock.now();
        if (earlyMs > 0) await pause(clock, earlyMs, signal);
        const askedAtMs = clock.now();
        const batch = await api.events(diagnosisId, after, pollMs, signal);
        notBeforeMs = batch.events.length === 0 ? askedAtMs + leastGapMs : 0;
        return batch;
      };
      return followBatches(next, cursor, signal, clock);
    },
  };
}
