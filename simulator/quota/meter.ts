/** What counting one request gave. */
export interface Count {
  /** What is left of the quota, in whole requests. */
  left: number;
  /** Milliseconds until the request would be allowed; 0 where it is, now. */
  waitMs: number;
}

/** Counts requests against one quota. What is refused spends nothing. */
export interface Meter {
  /**
   * @param nowMs an instant of the clock by which all its counts are taken.
   * @param cost what this one counts as; 1 by default.
   */
  count(nowMs: number, cost?: number): Count;
}
