/**
 * One quota of Azure as it is counted on this side.
 *
 * A service counts a request at some instant between its leaving and its answer. Both kinds count so that whatever the
 * instant was, Azure's own count is never above this one; a request that `freeAtMs` lets go is then never refused for
 * the quota, unless something else spends it too.
 */
export interface Quota {
  /**
   * When one more request may leave, as an instant of the clock; `nowMs` or earlier: at once. An estimate where it lies
   * in the future.
   *
   * @param ahead  how many others leave before it.
   */
  freeAtMs(nowMs: number, ahead: number): number;
  /** A request leaves. */
  take(nowMs: number): void;
  /**
   * Its answer is there, or it was given up.
   *
   * @param left  what the answer's headers say is left; others may spend the same quota.
   */
  settle(nowMs: number, left?: QuotaLeft): void;
  /** Whether nothing of it is spent. */
  isWhole(nowMs: number): boolean;
}

/** What Azure says is left. */
export interface QuotaLeft {
  readonly requests: number;
  /** In how many milliseconds it is whole again, where the service says so. */
  readonly resetsAfterMs?: number;
}
