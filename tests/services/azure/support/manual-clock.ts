import { setImmediate as turnOfEventLoop } from "node:timers/promises";
import type { PacingClock } from "../../../../services/azure/budget/pacing-clock.ts";

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements PacingClock {
  #nowMs = 1_000_000;
  readonly #timers = new Set<Timer>();

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve);
    });
  }

  get timers(): number {
    return this.#timers.size;
  }

  /** Moves on, running what falls due on the way, each at its own instant and with what follows from it. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    for (;;) {
      await turnOfEventLoop();
      const next = this.#earliest();
      if (next === undefined || next.atMs > untilMs) break;
      this.#run(next);
    }
    this.#nowMs = untilMs;
  }

  /** Moves on until nothing is left to wait for. */
  async runOut(): Promise<void> {
    for (;;) {
      await turnOfEventLoop();
      const next = this.#earliest();
      if (next === undefined) return;
      this.#run(next);
    }
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers)
      if (earliest === undefined || timer.atMs < earliest.atMs) earliest = timer;
    return earliest;
  }

  #run(timer: Timer): void {
    this.#timers.delete(timer);
    this.#nowMs = timer.atMs;
    timer.run();
  }
}
