import { setTimeout as delay } from "node:timers/promises";

/**
 * Lets an answer leave no earlier than so long after its request arrived, on the machine's monotonic clock. It waits on
 * timers, so any number of requests wait at once and none of them holds the processor.
 */
export class Latency {
  readonly #latencyMs: number;
  readonly #closing = new AbortController();

  /** @param latencyMs milliseconds from the request's arrival; 0 answers at once. */
  constructor(latencyMs: number) {
    this.#latencyMs = latencyMs;
  }

  /** Call it when the request arrives; the function that it gives resolves once the answer may leave. */
  begin(): () => Promise<void> {
    const earliestMs = performance.now() + this.#latencyMs;
    return async () => {
      // A timer may fire a fraction of a millisecond early.
      for (let leftMs = earliestMs - performance.now(); leftMs > 0; leftMs = earliestMs - performance.now()) {
        if (this.#closing.signal.aborted) return;
        await delay(Math.ceil(leftMs), undefined, { signal: this.#closing.signal }).catch(() => {});
      }
    };
  }

  /** Ends every wait: their connections are about to be closed. */
  close(): void {
    this.#closing.abort();
  }
}
