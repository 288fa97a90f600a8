import { compareTurns, type Turn } from "./fair-turns.ts";

/** How late a durable timer may bring a read back before its place is given to others. */
const graceMs = 2_500;
/** How long its turn is remembered after that. */
const memoryMs = 60_000;

interface ToldBackRead {
  readonly turn: Turn;
  readonly quotas: readonly string[];
  readonly dueAtMs: number;
}

/** Reads that were sent away with a time to come back: others are told later times, and each comes back to its own turn. */
export class ToldBack {
  readonly #reads = new Map<string, ToldBackRead>();

  add(readKey: string, read: ToldBackRead): void {
    this.#reads.set(readKey, read);
  }

  /** The read is back. Its turn; undefined where it was never sent away, or too long ago. */
  takeTurn(readKey: string, nowMs: number): Turn | undefined {
    for (const [key, { dueAtMs }] of this.#reads) if (dueAtMs + memoryMs < nowMs) this.#reads.delete(key);
    const turn = this.#reads.get(readKey)?.turn;
    this.#reads.delete(readKey);
    return turn;
  }

  /** How many are expected for the quota, with an earlier turn than this. */
  expected(quota: string, turn: Turn, nowMs: number): number {
    let count = 0;
    for (const read of this.#reads.values())
      if (compareTurns(read.turn, turn) < 0 && nowMs < read.dueAtMs + graceMs && read.quotas.includes(quota))
        count += 1;
    return count;
  }
}
