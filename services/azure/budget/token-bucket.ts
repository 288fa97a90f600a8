import type { Quota, QuotaLeft } from "./quota.ts";

/** How ARM counts reads: a bucket that holds `capacity` and refills steadily. */
export class TokenBucket implements Quota {
  readonly #capacity: number;
  readonly #perSecond: number;
  /** What is in the bucket while every request on its way still counts as not made. */
  #level: number;
  #levelAtMs = Number.NEGATIVE_INFINITY;
  #inFlight = 0;

  constructor(capacity: number, perSecond: number) {
    this.#capacity = capacity;
    this.#perSecond = perSecond;
    this.#level = capacity;
  }

  freeAtMs(nowMs: number, ahead: number): number {
    this.#refill(nowMs);
    const missing = this.#inFlight + ahead + 1 - this.#level;
    return missing <= 0 ? nowMs : nowMs + Math.ceil((missing / this.#perSecond) * 1_000);
  }

  take(nowMs: number): void {
    this.#refill(nowMs);
    this.#inFlight += 1;
  }

  /**
   * The token is taken out only now. Were it taken out when the request left, it would refill while the request is on
   * its way, and the bucket would look fuller than Azure's.
   */
  settle(nowMs: number, left?: QuotaLeft): void {
    this.#refill(nowMs);
    this.#inFlight -= 1;
    this.#level -= 1;
    if (left !== undefined) this.#level = Math.min(this.#level, left.requests);
  }

  isWhole(nowMs: number): boolean {
    this.#refill(nowMs);
    return this.#inFlight === 0 && this.#level === this.#capacity;
  }

  #refill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#levelAtMs);
    this.#level = Math.min(this.#capacity, this.#level + (elapsedMs / 1_000) * this.#perSecond);
    this.#levelAtMs = nowMs;
  }
}
