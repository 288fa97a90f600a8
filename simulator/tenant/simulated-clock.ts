/**
 * The tenant's clock: it stands at the scenario's `now` when the simulator starts and runs on from there.
 *
 * @param elapsedMs milliseconds since the start; a monotonic clock by default.
 */
export class SimulatedClock {
  readonly #startMs: number;
  readonly #elapsedMs: () => number;

  constructor(startsAt: string, elapsedMs: () => number) {
    this.#startMs = Date.parse(startsAt);
    this.#elapsedMs = elapsedMs;
  }

  nowMs(): number {
    return this.#startMs + Math.floor(this.#elapsedMs());
  }

  now(): Date {
    return new Date(this.nowMs());
  }
}

/** Milliseconds since the call, on the machine's monotonic clock. */
export function monotonicMs(): () => number {
  const startedAt = performance.now();
  return () => performance.now() - startedAt;
}
