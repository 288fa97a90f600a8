import { describe, expect, it } from "vitest";
import { SlidingWindow } from "../../../../services/azure/budget/sliding-window.ts";

/** Three queries in five seconds. */
function smallWindow() {
  return new SlidingWindow(3, 5_000);
}

describe("a window of queries", () => {
  it("lets its capacity go at once, and the next a whole window after the first answer", () => {
    const window = smallWindow();
    for (let query = 0; query < 3; query += 1) {
      expect(window.freeAtMs(0, 0)).toBe(0);
      window.take(0);
    }
    for (const atMs of [200, 300, 400]) window.settle(atMs);
    expect([0, 1, 2].map((ahead) => window.freeAtMs(400, ahead))).toEqual([5_200, 5_300, 5_400]);
    expect(window.freeAtMs(5_200, 0)).toBe(5_200);
  });

  it("keeps the place of a query that is still on its way", () => {
    const window = smallWindow();
    for (let query = 0; query < 3; query += 1) window.take(0);
    expect(window.freeAtMs(60_000, 0)).toBe(65_000);
  });

  it("tells those far behind a window later for each that fills before them", () => {
    const window = smallWindow();
    expect([0, 2, 3, 5, 6, 9].map((ahead) => window.freeAtMs(0, ahead))).toEqual([
      0, 0, 5_000, 5_000, 10_000, 15_000,
    ]);
  });

  it("counts what other programs of the person spend, until the service's own reset", () => {
    const window = smallWindow();
    window.take(0);
    window.settle(0, { requests: 0, resetsAfterMs: 3_000 });
    expect([0, 1, 2].map((ahead) => window.freeAtMs(0, ahead))).toEqual([3_000, 3_000, 5_000]);
  });

  it("counts nobody twice where the service counts as it does", () => {
    const window = smallWindow();
    window.take(0);
    window.take(0);
    window.settle(100, { requests: 2, resetsAfterMs: 5_000 });
    window.settle(100, { requests: 1, resetsAfterMs: 5_000 });
    expect(window.freeAtMs(100, 0)).toBe(100);
    expect(window.freeAtMs(100, 1)).toBe(5_100);
  });

  it("takes a whole window where the service does not say when it resets", () => {
    const window = smallWindow();
    window.take(0);
    window.settle(1_000, { requests: 0 });
    expect(window.freeAtMs(1_000, 0)).toBe(6_000);
  });

  it("is whole again once every place is free", () => {
    const window = smallWindow();
    expect(window.isWhole(0)).toBe(true);
    window.take(0);
    expect(window.isWhole(0)).toBe(false);
    window.settle(0);
    expect([window.isWhole(4_999), window.isWhole(5_000)]).toEqual([false, true]);
  });
});
