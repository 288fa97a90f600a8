import type { Count, Meter } from "./meter.ts";

/**
 * A bucket that is full at first, gives a token for each request, and refills steadily.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling#regional-throttling-and-token-bucket-algorithm
 */
export class TokenBucket implements Meter {
  readonly #capacity: number;
  readonly #refillPerSecond: number;
  #level: number;
  #countedAtMs: number | undefined;

  constructor(capacity: number, refillPerSecond: number) {
    this.#capacity = capacity;
    this.#refillPerSecond = refillPerSecond;
    this.#level = capacity;
  }

  count(nowMs: number, cost = 1): Count {
    const elapsedMs = nowMs - (this.#countedAtMs ?? nowMs);
    this.#countedAtMs = nowMs;
    this.#level = Math.min(this.#capacity, this.#level + (elapsedMs / 1_000) * this.#refillPerSecond);
    const missing = cost - this.#level;
    if (missing > 0) return { left: 0, waitMs: Math.ceil((missing / this.#refillPerSecond) * 1_000) };
    this.#level -= cost;
    return { left: Math.floor(this.#level), waitMs: 0 };
  }
}
