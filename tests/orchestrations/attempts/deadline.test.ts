import { expect, test } from "vitest";
import { instantAfter, remainingMs, timerDelayMs } from "../../../orchestrations/attempts/deadline.ts";

const now = new Date("2026-11-24T10:00:00.000Z");

test("an instant after now is a Date of its own: the turn's clock is not moved", () => {
  const later = instantAfter(now, 90_000);
  expect(later.toISOString()).toBe("2026-11-24T10:01:30.000Z");
  expect(now.toISOString()).toBe("2026-11-24T10:00:00.000Z");
});

test("nothing remains once the deadline has passed", () => {
  expect([-1, 0, 1_500].map((ms) => remainingMs(now, instantAfter(now, ms)))).toEqual([0, 0, 1_500]);
});

test("a timer is set a second longer than the wait, since it may fire a second early", () => {
  expect(timerDelayMs(42_000)).toBe(43_000);
});
