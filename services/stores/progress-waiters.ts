interface Waiting {
  /** Something was written since the last look. */
  hasNews: boolean;
  isOver: boolean;
  /** Ends the sleep that is under way, if there is one. */
  awake: () => void;
  /** The wait was ended or aborted: a look that is under way is not waited for. */
  end: () => void;
}

/** The waits of this process for lines of progress journals, by diagnosis. What is written is told to them by `notify`. */
export class ProgressWaiters {
  readonly #waiting = new Map<string, Set<Waiting>>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  has(diagnosisId: string): boolean {
    return this.#waiting.has(diagnosisId);
  }

  /**
   * Waits until `look` finds a line: it looks at once, and again after each notification. A notification that comes
   * while it looks is not missed.
   *
   * @param timeoutMs  how long it waits for notifications; a look takes its own time.
   * @returns false after `timeoutMs`, an abort or `end`.
   * @throws what `look` throws.
   */
  async wait(
    diagnosisId: string,
    look: () => boolean | Promise<boolean>,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const ended = Promise.withResolvers<false>();
    const waiting: Waiting = { hasNews: false, isOver: false, awake: () => {}, end: () => {} };
    const timeOut = () => {
      waiting.isOver = true;
      waiting.awake();
    };
    waiting.end = () => {
      timeOut();
      ended.resolve(false);
    };
    const leave = this.#enter(diagnosisId, waiting);
    const timer = setTimeout(timeOut, timeoutMs);
    signal?.addEventListener("abort", waiting.end, { once: true });
    if (signal?.aborted) waiting.end();
    try {
      for (;;) {
        waiting.hasNews = false;
        if (await Promise.race([look(), ended.promise])) return true;
        if (waiting.isOver) return false;
        await sleep(waiting);
      }
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", waiting.end);
      leave();
    }
  }

  /** A line was written: whoever waits for one of the diagnosis looks again. */
  notify(diagnosisId: string): void {
    for (const waiting of this.#waiting.get(diagnosisId) ?? []) {
      waiting.hasNews = true;
      waiting.awake();
    }
  }

  /** Lines may have been written: everybody looks again. */
  notifyAll(): void {
    for (const diagnosisId of this.#waiting.keys()) this.notify(diagnosisId);
  }

  /** No line may come: every wait of now for the diagnosis ends. */
  end(diagnosisId: string): void {
    for (const waiting of this.#waiting.get(diagnosisId) ?? []) waiting.end();
  }

  endAll(): void {
    for (const diagnosisId of this.#waiting.keys()) this.end(diagnosisId);
  }

  #enter(diagnosisId: string, waiting: Waiting): () => void {
    const peers = this.#waiting.get(diagnosisId) ?? new Set();
    this.#waiting.set(diagnosisId, peers.add(waiting));
    return () => {
      peers.delete(waiting);
      if (peers.size === 0 && this.#waiting.get(diagnosisId) === peers) this.#waiting.delete(diagnosisId);
    };
  }
}

/** Until there is news or the wait is over; not at all where that is so already. */
function sleep(waiting: Waiting): Promise<void> {
  return new Promise((resolve) => {
    waiting.awake = resolve;
    if (waiting.hasNews || waiting.isOver) resolve();
  });
}
