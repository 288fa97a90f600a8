/** One wait for a line of a diagnosis's journal, from its beginning to its end. */
export interface ProgressWaiter {
  /** True once `end` was called for the diagnosis: the wait is over, line or no line. */
  readonly hasEnded: boolean;
  /** Resolves after `timeoutMs`, at `notify`, at `end`, or on abort; whichever is first. Never rejects. */
  sleep(timeoutMs: number, signal?: AbortSignal): Promise<void>;
  leave(): void;
}

interface Waiting {
  hasEnded: boolean;
  awake: () => void;
}

/** The waits of this process, by diagnosis. */
export class ProgressWaiters {
  readonly #waiting = new Map<string, Set<Waiting>>();

  enter(diagnosisId: string): ProgressWaiter {
    const waiting: Waiting = { hasEnded: false, awake: () => {} };
    const peers = this.#waiting.get(diagnosisId) ?? new Set();
    this.#waiting.set(diagnosisId, peers.add(waiting));
    return {
      get hasEnded() {
        return waiting.hasEnded;
      },
      sleep: (timeoutMs, signal) =>
        new Promise((resolve) => {
          const awake = () => {
            clearTimeout(timer);
            signal?.removeEventListener("abort", awake);
            resolve();
          };
          const timer = setTimeout(awake, timeoutMs);
          waiting.awake = awake;
          if (waiting.hasEnded || signal?.aborted) awake();
          else signal?.addEventListener("abort", awake, { once: true });
        }),
      leave: () => {
        peers.delete(waiting);
        if (peers.size === 0 && this.#waiting.get(diagnosisId) === peers) this.#waiting.delete(diagnosisId);
      },
    };
  }

  /** A line was written: every waiter looks again. */
  notify(diagnosisId: string): void {
    for (const waiting of this.#waiting.get(diagnosisId) ?? []) waiting.awake();
  }

  /** No line may come: every waiter gives up. */
  end(diagnosisId: string): void {
    for (const waiting of this.#waiting.get(diagnosisId) ?? []) {
      waiting.hasEnded = true;
      waiting.awake();
    }
  }

  endAll(): void {
    for (const diagnosisId of this.#waiting.keys()) this.end(diagnosisId);
  }
}
