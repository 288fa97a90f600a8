import type { DiagnosisStatus } from "../../domain/contract/envelope.ts";
import type { ProgressEvent } from "../../domain/contract/progress-event.ts";
import type { EventsAnswer } from "../../domain/function-app-api.ts";
import type { ProgressJournal } from "../../services/stores/progress-journal.ts";
import { isStoreError } from "../../services/stores/store-errors.ts";
import type { Clock } from "../clock.ts";
import type { DiagnosisApi } from "./diagnosis-api.ts";
import { followBatches } from "./follow-batches.ts";
import type { ProgressFeed } from "./progress-feed.ts";

const linesPerBatch = 200;
/** How late a change of status that nothing announces is noticed: a question, an instance that was terminated. */
const rarestLookMs = 5_000;
/** When lines cease, the function app is asked so soon: the wake that follows the last line may come between two waits. */
const quietLookMs = 1_000;
/** Once the journal says that the state changes, it is asked so soon again. Without news it is asked ever more rarely. */
const wokenLookMs = 100;
/** For so long after a failure of the journal's server the function app is followed instead. */
const avoidJournalMs = 30_000;

/**
 * Follows the journal itself, so that an open stream holds no request of the function app. The function app is asked at the
 * beginning (it knows whose diagnosis it is: before its answer no line is read) and for each state, in requests that it
 * answers at once; the end is what it says of the orchestration, never a line.
 */
export function createJournalProgressFeed(
  api: Pick<DiagnosisApi, "events">,
  journal: Pick<ProgressJournal, "read" | "waitFor">,
  clock: Clock,
): ProgressFeed {
  return {
    followProgress(diagnosisId, cursor, signal) {
      /** What the function app said last; nothing yet means that it has not let this caller in. */
      let status: DiagnosisStatus | undefined;
      let askedAtMs = 0;
      let askAtMs = 0;
      let gapMs = rarestLookMs;
      let avoidJournalUntilMs = 0;

      const ask = async (after: number, waitMs: number): Promise<EventsAnswer> => {
        const answer = await api.events(diagnosisId, after, waitMs, signal);
        status = answer.status;
        askedAtMs = clock.now();
        askAtMs = askedAtMs + gapMs;
        gapMs = Math.min(rarestLookMs, gapMs * 2);
        return answer;
      };

      /** The lines after the cursor; none when it is time to ask for the state. */
      const lines = async (after: number): Promise<ProgressEvent[]> => {
        const startedAtMs = clock.now();
        const leftMs = askAtMs - startedAtMs;
        if (leftMs <= 0) return [];
        const isThere = await journal.waitFor(diagnosisId, after, leftMs, signal);
        signal.throwIfAborted();
        if (isThere) {
          gapMs = quietLookMs;
          askAtMs = Math.min(askedAtMs + rarestLookMs, clock.now() + quietLookMs);
          // While a question is open a line says that it no longer is: the function app gives both.
          return status === "running" ? await journal.read(diagnosisId, after, linesPerBatch) : [];
        }
        // A timer may be a little early; a wake is much earlier.
        if (clock.now() - startedAtMs < 0.9 * leftMs) gapMs = wokenLookMs;
        return [];
      };

      const next = async (after: number): Promise<EventsAnswer> => {
        if (status === undefined) return await ask(after, 0);
        if (clock.now() < avoidJournalUntilMs) return await ask(after, rarestLookMs);
        try {
          const events = await lines(after);
          const last = events.at(-1);
          return last ? { events, cursor: last.seq, status, ended: false } : await ask(after, 0);
        } catch (error) {
          if (!isStoreError(error)) throw error;
          avoidJournalUntilMs = clock.now() + avoidJournalMs;
          return await ask(after, rarestLookMs);
        }
      };
      return followBatches(next, cursor, signal, clock);
    },
  };
}
