/**
 * A token bucket, as ARM counts reads: it says what is left, and refuses nothing.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export class ReadQuota {
  readonly #capacity: number;
  readonly #refillPerSecond: number;
  readonly #nowMs: () => number;
  #left: number;
  #countedAtMs: number;

  constructor(capacity: number, refillPerSecond: number, nowMs: () => number) {
    this.#capacity = capacity;
    this.#refillPerSecond = refillPerSecond;
    this.#nowMs = nowMs;
    this.#left = capacity;
    this.#countedAtMs = nowMs();
  }

  /** Counts one read and gives how many are left, 0 at least. */
  spend(): number {
    const nowMs = this.#nowMs();
    const refilled = ((nowMs - this.#countedAtMs) / 1_000) * this.#refillPerSecond;
    this.#countedAtMs = nowMs;
    this.#left = Math.max(0, Math.min(this.#capacity, this.#left + refilled) - 1);
    return Math.floor(this.#left);
  }
}
