import type { Clock } from "../../../local-host/engine/clock.ts";

/** A clock that moves when the test says so. */
export class ManualClock implements Clock {
  #nowMs: number;
  #alarms: { atMs: number; callback: () => void }[] = [];

  constructor(nowMs = Date.parse("2026-01-01T00:00:00.000Z")) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  wakeAt(atMs: number, callback: () => void): () => void {
    const alarm = { atMs, callback };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  get alarms(): number[] {
    return this.#alarms.map(({ atMs }) => atMs);
  }

  /** Moves time, in either direction, and rings what has come due in order. */
  moveBy(ms: number): void {
    this.#nowMs += ms;
    for (;;) {
      const due = this.#alarms
        .filter(({ atMs }) => atMs <= this.#nowMs)
        .toSorted((a, b) => a.atMs - b.atMs)[0];
      if (!due) return;
      this.#alarms = this.#alarms.filter((alarm) => alarm !== due);
      due.callback();
    }
  }
}
