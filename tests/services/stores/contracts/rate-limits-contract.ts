import { describe, expect, test } from "vitest";
import type { StoresFactory } from "./stores-factory.ts";

/** A token takes so long that none comes back during a test. */
const slow = { capacity: 3, refillPerSecond: 0.001 };

export function rateLimitsContract(open: StoresFactory): void {
  describe("the rate limits", () => {
    test("give as many tokens as there are to all processes together, and say how long the next takes", async () => {
      const { stores, again } = await open();
      const other = await again();
      const answers = [];
      for (const { rateLimits } of [stores, other, stores, other])
        answers.push(await rateLimits.take("k", slow));
      const [denied] = answers.splice(3);
      expect(answers).toEqual([2, 1, 0].map((remaining) => ({ ok: true, retryAfterMs: 0, remaining })));
      expect(denied).toEqual({ ok: false, retryAfterMs: expect.any(Number), remaining: 0 });
      expect(denied!.retryAfterMs).toBeGreaterThan(900_000);
      expect(denied!.retryAfterMs).toBeLessThanOrEqual(1_000_000);
    });

    test("give each token once to any number who ask at the same time", async () => {
      const { stores, again } = await open();
      const both = [stores, await again()];
      const limit = { capacity: 20, refillPerSecond: 0.001 };
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, index) => both[index % 2]!.rateLimits.take("k", limit)),
      );
      expect(answers.filter(({ ok }) => ok).length).toBe(20);
    });

    test("keep keys apart", async () => {
      const { stores } = await open();
      const one = { capacity: 1, refillPerSecond: 0.001 };
      const answers = [];
      for (const key of ["user:a", "user:b", "user:a", "user:{a}"])
        answers.push((await stores.rateLimits.take(key, one)).ok);
      expect(answers).toEqual([true, true, false, true]);
    });

    test("give a token again once the time that was told has passed, and not before", async () => {
      const { stores } = await open();
      const limit = { capacity: 1, refillPerSecond: 10 };
      const startedAtMs = performance.now();
      await stores.rateLimits.take("k", limit);
      const { retryAfterMs } = await stores.rateLimits.take("k", limit);
      while (!(await stores.rateLimits.take("k", limit)).ok);
      expect(performance.now() - startedAtMs).toBeGreaterThan(95);
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(100);
    });

    test.each([
      [{ capacity: 0, refillPerSecond: 1 }],
      [{ capacity: 1.5, refillPerSecond: 1 }],
      [{ capacity: 1, refillPerSecond: 0 }],
      [{ capacity: 1, refillPerSecond: Number.NaN }],
    ])("refuse %o, which is no limit", async (limit) => {
      const { stores } = await open();
      await expect(stores.rateLimits.take("k", limit)).rejects.toThrow(RangeError);
    });
  });
}
