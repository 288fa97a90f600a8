import type { PacingClock } from "../budget/pacing-clock.ts";
import type { AzureAnswer } from "../reading/azure-answer.ts";

export interface RecentAnswersBounds {
  /** How old an answer may be, in milliseconds since it arrived. */
  readonly reuseMs: number;
  /** Of all bodies together, as JSON. */
  readonly maxBytes: number;
}

interface RecentAnswer {
  readonly answer: AzureAnswer;
  readonly sizeBytes: number;
  readonly untilMs: number;
}

/**
 * The answers of the last few seconds, in memory. They are not redacted yet, so they go as soon as they are too old,
 * whether anybody asks or not; the oldest also go when there is no room.
 */
export class RecentAnswers {
  readonly #clock: PacingClock;
  readonly #bounds: RecentAnswersBounds;
  /** Oldest first. */
  readonly #answers = new Map<string, RecentAnswer>();
  #sizeBytes = 0;
  #isSweepDue = false;

  constructor(clock: PacingClock, bounds: RecentAnswersBounds) {
    this.#clock = clock;
    this.#bounds = bounds;
  }

  get(key: string): AzureAnswer | undefined {
    const known = this.#answers.get(key);
    return known !== undefined && this.#clock.nowMs() < known.untilMs ? known.answer : undefined;
  }

  put(key: string, answer: AzureAnswer): void {
    const { reuseMs, maxBytes } = this.#bounds;
    const sizeBytes = Buffer.byteLength(JSON.stringify(answer.body) ?? "");
    this.#drop(key);
    this.#answers.set(key, { answer, sizeBytes, untilMs: this.#clock.nowMs() + reuseMs });
    this.#sizeBytes += sizeBytes;
    for (const oldest of this.#answers.keys()) {
      if (this.#sizeBytes <= maxBytes) break;
      this.#drop(oldest);
    }
    this.#sweepLater();
  }

  /** How many are kept. */
  get size(): number {
    return this.#answers.size;
  }

  #drop(key: string): void {
    this.#sizeBytes -= this.#answers.get(key)?.sizeBytes ?? 0;
    this.#answers.delete(key);
  }

  #sweepLater(): void {
    const [oldest] = this.#answers.values();
    if (oldest === undefined || this.#isSweepDue) return;
    this.#isSweepDue = true;
    this.#clock.after(oldest.untilMs - this.#clock.nowMs(), () => this.#sweep(), true);
  }

  #sweep(): void {
    this.#isSweepDue = false;
    const nowMs = this.#clock.nowMs();
    for (const [key, { untilMs }] of this.#answers) {
      if (untilMs > nowMs) break;
      this.#drop(key);
    }
    this.#sweepLater();
  }
}
