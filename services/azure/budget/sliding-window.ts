import type { Quota, QuotaLeft } from "./quota.ts";

/**
 * How Resource Graph and the log query service count: so many requests in so much time.
 *
 * A request holds its place from its leaving until a whole window after its answer. So in no window of Azure's, wherever
 * it begins, are there more requests than the quota allows, however slow the way is.
 */
export class SlidingWindow implements Quota {
  readonly #capacity: number;
  readonly #windowMs: number;
  /** When places that are held become free; earliest first. */
  #freeingAtMs: number[] = [];
  #inFlight = 0;

  constructor(capacity: number, windowMs: number) {
    this.#capacity = capacity;
    this.#windowMs = windowMs;
  }

  freeAtMs(nowMs: number, ahead: number): number {
    this.#forget(nowMs);
    return this.#freeingOf(this.#held() + ahead - this.#capacity, nowMs);
  }

  take(nowMs: number): void {
    this.#forget(nowMs);
    this.#inFlight += 1;
  }

  settle(nowMs: number, left?: QuotaLeft): void {
    this.#forget(nowMs);
    this.#inFlight -= 1;
    this.#freeingAtMs.push(nowMs + this.#windowMs);
    if (left !== undefined) this.#countOthers(nowMs, left);
    this.#freeingAtMs.sort((one, other) => one - other);
  }

  isWhole(nowMs: number): boolean {
    this.#forget(nowMs);
    return this.#held() === 0;
  }

  /** Less is left than is known to be spent: another program of this person asks too. */
  #countOthers(nowMs: number, left: QuotaLeft): void {
    const others = this.#capacity - this.#held() - Math.max(0, left.requests);
    const atMs = nowMs + (left.resetsAfterMs ?? this.#windowMs);
    for (let other = 0; other < others; other += 1) this.#freeingAtMs.push(atMs);
  }

  /** When the place numbered `index` becomes free: those that are held, then those on their way, then later ones. */
  #freeingOf(index: number, nowMs: number): number {
    if (index < 0) return nowMs;
    if (index < this.#held()) return this.#freeingAtMs[index] ?? nowMs + this.#windowMs;
    return this.#freeingOf(index - this.#capacity, nowMs) + this.#windowMs;
  }

  #held(): number {
    return this.#freeingAtMs.length + this.#inFlight;
  }

  #forget(nowMs: number): void {
    const first = this.#freeingAtMs.findIndex((atMs) => atMs > nowMs);
    if (first !== 0) this.#freeingAtMs = first === -1 ? [] : this.#freeingAtMs.slice(first);
  }
}
