/** When a read goes, compared with others of the same person. No two are equal, so that nobody waits for each other. */
export interface Turn {
  readonly number: number;
  /** How many had asked before: it decides among equal numbers. */
  readonly arrival: number;
}

/** Negative where `one` goes first, as for sorting. */
export function compareTurns(one: Turn, other: Turn): number {
  return one.number - other.number || one.arrival - other.arrival;
}

/** Above this many it is worth looking for those that no longer matter. */
const manyDiagnoses = 256;

/**
 * Gives turns so that diagnoses alternate: however many reads one has asked for, the first of another comes right after
 * the one that has just left (start-time fair queueing, with every read counting the same).
 */
export class FairTurns {
  /** By diagnosis, the earliest number of its next read. */
  readonly #next = new Map<string, number>();
  #current = 0;
  #arrivals = 0;

  /** The turn of one more read. */
  take(diagnosis: string): Turn {
    if (this.#next.size > manyDiagnoses) this.#forgetIdle();
    const number = Math.max(this.#current, this.#next.get(diagnosis) ?? 0);
    this.#next.set(diagnosis, number + 1);
    this.#arrivals += 1;
    return { number, arrival: this.#arrivals };
  }

  /** A read of this turn left: who asks from now on does not go before it. */
  reached(turn: Turn): void {
    this.#current = Math.max(this.#current, turn.number);
  }

  #forgetIdle(): void {
    for (const [diagnosis, number] of this.#next) if (number <= this.#current) this.#next.delete(diagnosis);
  }
}
