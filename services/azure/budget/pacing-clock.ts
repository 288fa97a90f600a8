/** What waits are measured by: it never goes back, whatever happens to the machine's date. */
export interface PacingClock {
  /** Milliseconds since some instant. */
  nowMs(): number;
  /**
   * Runs `run` once, after the delay.
   *
   * @param isBackground  true where a process may end without waiting for it.
   * @returns a function that cancels it.
   */
  after(delayMs: number, run: () => void, isBackground?: boolean): () => void;
}

/** The machine's monotonic clock. */
export const monotonicClock: PacingClock = {
  nowMs: () => performance.now(),
  after(delayMs, run, isBackground = false) {
    const timer = setTimeout(run, delayMs);
    if (isBackground) timer.unref();
    return () => clearTimeout(timer);
  },
};
