/**
 * The instant `afterMs` after `now`, as the Date that a durable timer wants. An orchestration may not make a Date of
 * its own, so the turn's own one is copied and moved.
 */
export function instantAfter(now: Date, afterMs: number): Date {
  const instant = structuredClone(now);
  instant.setTime(now.getTime() + afterMs);
  return instant;
}

/** Milliseconds until the deadline; 0 once it has passed. */
export function remainingMs(now: Date, deadlineAt: Date): number {
  return Math.max(0, deadlineAt.getTime() - now.getTime());
}

/** The Azure Storage backend cuts a timer's delay to whole seconds, so a timer fires up to one second early. */
const earlyFiringMs = 1_000;

/** How long a timer must be set for so that `waitMs` have really passed when it fires. */
export function timerDelayMs(waitMs: number): number {
  return waitMs + earlyFiringMs;
}
