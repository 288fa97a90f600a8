import type { EventsAnswer } from "../../domain/function-app-api.ts";
import { type Clock, pause } from "../clock.ts";
import { isPassing } from "./function-app-errors.ts";

const firstPauseMs = 250;
const longestPauseMs = 5_000;
/** About twenty seconds: enough for the next process to take over a hub whose owner died. */
const failuresInARow = 8;

/**
 * Takes batch after batch until the one with `ended`, or until `signal` aborts. What does not answer for a moment is asked
 * again from the same cursor, so that no event is lost or doubled.
 *
 * @param next  the batch after a cursor; it may wait for one, and give one without events.
 */
export async function* followBatches(
  next: (after: number) => Promise<EventsAnswer>,
  cursor: number,
  signal: AbortSignal,
  clock: Clock,
): AsyncGenerator<EventsAnswer> {
  let after = cursor;
  let failures = 0;
  while (!signal.aborted) {
    let batch: EventsAnswer | undefined;
    try {
      batch = await next(after);
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
  }
}
