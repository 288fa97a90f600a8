/**
 * How often something may be done, counted for all processes together: a bucket of `capacity` tokens, which is full at first and
 * filled at a steady rate.
 */
export interface RateLimits {
  /**
   * Takes a token where there is one. Where a connection broke in the middle, one too many may be taken; none is ever given
   * twice.
   *
   * @param key  what is limited, such as "tool:debug_error:<tenant>/<object>". A key is always used with the same limit.
   * @throws RangeError when the limit is no limit; a StoreError where the store cannot be reached.
   */
  take(key: string, limit: RateLimit): Promise<RateAnswer>;
}

export interface RateLimit {
  /** Tokens that can be taken at once after a rest: a whole number, 1 or more. */
  capacity: number;
  /** More than 0. */
  refillPerSecond: number;
}

export interface RateAnswer {
  ok: boolean;
  /** How long until there is a token; 0 where one was taken. */
  retryAfterMs: number;
  /** Whole tokens that are left. */
  remaining: number;
}

export function checkLimit({ capacity, refillPerSecond }: RateLimit): void {
  if (!Number.isInteger(capacity) || capacity < 1)
    throw new RangeError(`A rate limit's capacity is a whole number of 1 or more, not ${capacity}.`);
  if (!(refillPerSecond > 0 && Number.isFinite(refillPerSecond)))
    throw new RangeError(`A rate limit's refill per second is more than 0, not ${refillPerSecond}.`);
}
