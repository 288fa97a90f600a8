/**
 * Decides which instance's turn is next: one turn at a time for an instance, a limited number in all, the longest
 * waiting first. A turn that comes while one is running is made right after it, with everything that has arrived.
 */
export class TurnScheduler {
  readonly #run: (instanceId: string) => Promise<void>;
  readonly #maxConcurrent: number;
  readonly #waiting = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  #isStopped = false;
  #isPumping = false;

  /** @param run  makes one turn; must not reject. */
  constructor(run: (instanceId: string) => Promise<void>, maxConcurrent: number) {
    this.#run = run;
    this.#maxConcurrent = maxConcurrent;
  }

  wake(instanceId: string): void {
    if (this.#isStopped) return;
    this.#waiting.add(instanceId);
    this.#pumpSoon();
  }

  /** No new turn starts; resolves when the running ones are done. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#waiting.clear();
    await Promise.all(this.#running.values());
  }

  /** Turns start from the event loop, not from each other, so that input and output get their share. */
  #pumpSoon(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    setImmediate(() => {
      this.#isPumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    for (const instanceId of this.#waiting) {
      if (this.#running.size >= this.#maxConcurrent) return;
      if (this.#running.has(instanceId)) continue;
      this.#waiting.delete(instanceId);
      const turn = this.#run(instanceId).finally(() => {
        this.#running.delete(instanceId);
        if (this.#waiting.size > 0) this.#pumpSoon();
      });
      this.#running.set(instanceId, turn);
    }
  }
}
