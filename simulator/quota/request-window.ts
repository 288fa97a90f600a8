import type { Count, Meter } from "./meter.ts";

/** So many requests in a window, which begins with the first request after the one before it has ended. */
export class RequestWindow implements Meter {
  readonly #capacity: number;
  readonly #windowMs: number;
  #startedAtMs = Number.NEGATIVE_INFINITY;
  #spent = 0;

  constructor(capacity: number, windowMs: number) {
    this.#capacity = capacity;
    this.#windowMs = windowMs;
  }

  count(nowMs: number, cost = 1): Count {
    if (nowMs - this.#startedAtMs >= this.#windowMs) {
      this.#startedAtMs = nowMs;
      this.#spent = 0;
    }
    if (this.#spent + cost > this.#capacity)
      return { left: Math.max(0, this.#capacity - this.#spent), waitMs: this.resetsAfterMs(nowMs) };
    this.#spent += cost;
    return { left: this.#capacity - this.#spent, waitMs: 0 };
  }

  /** Milliseconds until the whole quota is there again; 0 where no window runs. */
  resetsAfterMs(nowMs: number): number {
    return Math.max(0, this.#startedAtMs + this.#windowMs - nowMs);
  }
}
