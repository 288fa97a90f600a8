/** Above this many it is worth looking for those that no longer matter. */
const manyDiagnoses = 256;

/**
 * Gives turns so that diagnoses alternate: one that asks for forty reads at once gets forty turns in a row of its own,
 * and another's first read comes right after the first of these (start-time fair queueing).
 */
export class FairTurns {
  readonly #last = new Map<string, number>();
  #current = 0;

  /** The turn of one more read; the lowest goes first, and equal ones go as they came. */
  next(diagnosis: string): number {
    if (this.#last.size > manyDiagnoses) this.#forgetIdle();
    const turn = Math.max(this.#current, this.#last.get(diagnosis) ?? 0) + 1;
    this.#last.set(diagnosis, turn);
    return turn;
  }

  /** A read of this turn left: who asks now does not go before it. */
  reached(turn: number): void {
    this.#current = Math.max(this.#current, turn);
  }

  #forgetIdle(): void {
    for (const [diagnosis, turn] of this.#last) if (turn <= this.#current) this.#last.delete(diagnosis);
  }
}
