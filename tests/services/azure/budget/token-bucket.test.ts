import { describe, expect, it } from "vitest";
import { TokenBucket } from "../../../../services/azure/budget/token-bucket.ts";

/** Four reads, one back every half second. */
function smallBucket() {
  return new TokenBucket(4, 2);
}

describe("a bucket of reads", () => {
  it("lets its capacity go at once, and the next when one has come back", () => {
    const bucket = smallBucket();
    for (let read = 0; read < 4; read += 1) {
      expect(bucket.freeAtMs(1_000, 0)).toBe(1_000);
      bucket.take(1_000);
    }
    expect(bucket.freeAtMs(1_000, 0)).toBe(1_500);
  });

  it("counts those who go before", () => {
    expect([0, 3, 4, 5].map((ahead) => smallBucket().freeAtMs(0, ahead))).toEqual([0, 0, 500, 1_000]);
  });

  it("does not refill for reads that are still on their way: Azure may count them only when they arrive", () => {
    const bucket = smallBucket();
    for (let read = 0; read < 4; read += 1) bucket.take(0);
    expect(bucket.freeAtMs(10_000, 0)).toBe(10_500);
    for (let read = 0; read < 4; read += 1) bucket.settle(10_000);
    expect(bucket.freeAtMs(10_000, 0)).toBe(10_500);
    expect(bucket.freeAtMs(12_000, 3)).toBe(12_000);
  });

  it("believes Azure where it says that less is left, never where it says more", () => {
    const bucket = smallBucket();
    bucket.take(0);
    bucket.settle(0, { requests: 0 });
    expect(bucket.freeAtMs(0, 0)).toBe(500);
    const other = smallBucket();
    other.take(0);
    other.settle(0, { requests: 11_999 });
    expect(other.freeAtMs(0, 3)).toBe(500);
  });

  it("is whole again once it has refilled and nothing is on its way", () => {
    const bucket = smallBucket();
    expect(bucket.isWhole(0)).toBe(true);
    bucket.take(0);
    expect(bucket.isWhole(9_000)).toBe(false);
    bucket.settle(9_000);
    expect([bucket.isWhole(9_499), bucket.isWhole(9_500)]).toEqual([false, true]);
  });
});
