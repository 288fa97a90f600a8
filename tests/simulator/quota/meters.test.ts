import { describe, expect, test } from "vitest";
import { RequestWindow } from "../../../simulator/quota/request-window.ts";
import { TokenBucket } from "../../../simulator/quota/token-bucket.ts";

describe("a token bucket", () => {
  test("is full at first, refuses what is beyond it, and refills steadily up to its size", () => {
    const bucket = new TokenBucket(3, 2);
    expect([bucket.count(0), bucket.count(0), bucket.count(0)].map(({ left }) => left)).toEqual([2, 1, 0]);
    expect(bucket.count(0)).toEqual({ left: 0, waitMs: 500 });
    expect(bucket.count(400)).toEqual({ left: 0, waitMs: 100 });
    expect(bucket.count(500)).toEqual({ left: 0, waitMs: 0 });
    expect(bucket.count(60_000)).toEqual({ left: 2, waitMs: 0 });
  });

  test("gives what is dearer only where it holds so much", () => {
    const bucket = new TokenBucket(5, 1);
    expect(bucket.count(0, 4)).toEqual({ left: 1, waitMs: 0 });
    expect(bucket.count(0, 2)).toEqual({ left: 0, waitMs: 1_000 });
    expect(bucket.count(0, 1)).toEqual({ left: 0, waitMs: 0 });
  });
});

describe("a request window", () => {
  test("begins with its first request, and the next one with the first request after it", () => {
    const window = new RequestWindow(2, 1_000);
    expect(window.resetsAfterMs(0)).toBe(0);
    expect(window.count(100)).toEqual({ left: 1, waitMs: 0 });
    expect(window.count(900)).toEqual({ left: 0, waitMs: 0 });
    expect(window.count(1_099)).toEqual({ left: 0, waitMs: 1 });
    expect(window.count(1_500)).toEqual({ left: 1, waitMs: 0 });
    expect(window.resetsAfterMs(1_500)).toBe(1_000);
  });
});
