import { setTimeout as delay } from "node:timers/promises";

/**
 * Lets answers leave no earlier than at given instants of the machine's monotonic clock. It waits on timers, so any
 * number of requests wait at once and none of them holds the processor.
 */
export class Waits {
  readonly #closing = new AbortController();

  /** @param instantMs by `performance.now()`; resolves at once where it has passed, and where the simulator closes. */
  async until(instantMs: number): Promise<void> {
    // A timer may fire a fraction of a millisecond early.
    for (let leftMs = instantMs - performance.now(); leftMs > 0; leftMs = instantMs - performance.now()) {
      if (this.#closing.signal.aborted) return;
      await delay(Math.ceil(leftMs), undefined, { signal: this.#closing.signal }).catch(() => {});
    }
  }

  /** Ends every wait: the connections are about to be closed. */
  close(): void {
    this.#closing.abort();
  }
}
