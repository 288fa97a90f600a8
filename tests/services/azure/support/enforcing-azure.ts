import type { ManualClock } from "./manual-clock.ts";

/**
 * An Azure that counts as documented and refuses what is too much, written apart from what it tests: ARM's bucket of 250
 * reads that refills by 25 a second, and Resource Graph's 15 queries in a window of five seconds that begins with the
 * first query after the last window.
 */
export class EnforcingAzure {
  refused = 0;
  answered = 0;
  readonly #clock: ManualClock;
  readonly #random: () => number;
  readonly #longestMs: number;
  #tokens = 250;
  #countedAtMs: number;
  #windowFromMs = Number.NEGATIVE_INFINITY;
  #queries = 0;

  /** @param longestMs  how long a request takes at most; when within that it is counted is a matter of chance. */
  constructor(clock: ManualClock, seed: number, longestMs: number) {
    this.#clock = clock;
    this.#random = randomFrom(seed);
    this.#longestMs = longestMs;
    this.#countedAtMs = clock.nowMs();
  }

  async answer(kind: "arm" | "query"): Promise<{ status: number; headers: Headers }> {
    await this.#clock.wait(this.#random() * this.#longestMs);
    const headers = kind === "arm" ? this.#countRead() : this.#countQuery();
    await this.#clock.wait(this.#random() * this.#longestMs);
    if (headers === undefined) {
      this.refused += 1;
      return { status: 429, headers: new Headers({ "retry-after": "5" }) };
    }
    this.answered += 1;
    return { status: 200, headers: new Headers(headers) };
  }

  #countRead(): Record<string, string> | undefined {
    const nowMs = this.#clock.nowMs();
    this.#tokens = Math.min(250, this.#tokens + ((nowMs - this.#countedAtMs) * 25) / 1_000);
    this.#countedAtMs = nowMs;
    if (this.#tokens < 1) return undefined;
    this.#tokens -= 1;
    return { "x-ms-ratelimit-remaining-subscription-reads": String(Math.floor(this.#tokens)) };
  }

  #countQuery(): Record<string, string> | undefined {
    const nowMs = this.#clock.nowMs();
    if (nowMs >= this.#windowFromMs + 5_000) {
      this.#windowFromMs = nowMs;
      this.#queries = 0;
    }
    if (this.#queries === 15) return undefined;
    this.#queries += 1;
    const resetsAfterSeconds = Math.ceil((this.#windowFromMs + 5_000 - nowMs) / 1_000);
    return {
      "x-ms-user-quota-remaining": String(15 - this.#queries),
      "x-ms-user-quota-resets-after": `00:00:0${resetsAfterSeconds}`,
    };
  }
}

/** Numbers from 0 to 1 that look random, and are the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
