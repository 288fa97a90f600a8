import type { Outcome } from "../../../domain/failure.ts";
import type { AzureAnswer } from "../reading/azure-answer.ts";

/** What one read gives: an answer, or a failure as data. */
type ReadOutcome = Outcome<AzureAnswer>;

/** One read on its way, with everybody who waits for it. It is given up only when the last of them has given up. */
export class JoinedRead {
  readonly #abandoned = new AbortController();
  readonly #outcome: Promise<ReadOutcome>;
  readonly #onAbandoned: () => void;
  #waiters = 0;

  /**
   * @param begin  makes the read; the signal is aborted once nobody waits any more.
   * @param onAbandoned  called at that moment, so that nobody joins it any more.
   */
  constructor(begin: (signal: AbortSignal) => Promise<ReadOutcome>, onAbandoned: () => void) {
    this.#onAbandoned = onAbandoned;
    this.#outcome = Promise.resolve(this.#abandoned.signal).then(begin);
  }

  /** @returns the read's outcome; `cancelled()` as soon as the waiter's own signal is aborted. */
  wait(signal: AbortSignal | undefined, cancelled: () => ReadOutcome): Promise<ReadOutcome> {
    this.#waiters += 1;
    if (signal === undefined) return this.#outcome;
    const { promise, resolve, reject } = Promise.withResolvers<ReadOutcome>();
    const giveUp = () => {
      resolve(cancelled());
      this.#waiters -= 1;
      if (this.#waiters > 0) return;
      this.#onAbandoned();
      this.#abandoned.abort();
    };
    signal.addEventListener("abort", giveUp, { once: true });
    void this.#outcome.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
    return promise;
  }
}
