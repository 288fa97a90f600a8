import { refusals } from "./refusals.ts";

/** Tells a client that asks for the same again and again in place of caching what it got. */
export class LoopGuard {
  #requests = 15;
  #windowMs = 300_000;
  readonly #seen = new Map<string, number[]>();

  /** @param limit 0 requests switches it off. */
  limit({ requests, windowSeconds }: { requests: number; windowSeconds: number }): void {
    this.#requests = requests;
    this.#windowMs = windowSeconds * 1_000;
    this.#seen.clear();
  }

  /**
   * @param key what makes two requests equal.
   * @throws EntraRefusal AADSTS50196 where there were more in the window.
   * @see https://learn.microsoft.com/entra/identity-platform/reference-breaking-changes (May 2020)
   */
  count(key: string, nowMs: number): void {
    if (this.#requests === 0) return;
    const recent = (this.#seen.get(key) ?? []).filter((at) => nowMs - at < this.#windowMs);
    recent.push(nowMs);
    this.#seen.set(key, recent.slice(-this.#requests - 1));
    if (recent.length > this.#requests) throw refusals.loop();
  }
}
