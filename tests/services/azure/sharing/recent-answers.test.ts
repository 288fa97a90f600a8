import { describe, expect, it } from "vitest";
import type { AzureAnswer } from "../../../../services/azure/reading/azure-answer.ts";
import { RecentAnswers } from "../../../../services/azure/sharing/recent-answers.ts";
import { ManualClock } from "../support/manual-clock.ts";

function answer(body: unknown): AzureAnswer {
  return {
    source: "arm",
    request: "GET /subscriptions",
    status: 200,
    observedAt: "2026-10-14T09:20:00.000Z",
    body,
    complete: true,
  };
}

function recentAnswers(maxBytes = 1_000) {
  const clock = new ManualClock();
  return { clock, recent: new RecentAnswers(clock, { reuseMs: 5_000, maxBytes }) };
}

describe("a recent answer", () => {
  it("is there until it is too old", async () => {
    const { clock, recent } = recentAnswers();
    const given = answer({ id: "a" });
    recent.put("a", given);
    await clock.advance(4_999);
    expect(recent.get("a")).toBe(given);
    await clock.advance(1);
    expect(recent.get("a")).toBeUndefined();
  });

  it("is not kept in memory any longer, although nobody asks", async () => {
    const { clock, recent } = recentAnswers();
    recent.put("a", answer({}));
    await clock.advance(3_000);
    recent.put("b", answer({}));
    expect(recent.size).toBe(2);
    await clock.advance(2_000);
    expect(recent.size).toBe(1);
    await clock.advance(3_000);
    expect([recent.size, clock.timers]).toEqual([0, 0]);
  });

  it("counts from the newest of equal questions", async () => {
    const { clock, recent } = recentAnswers();
    recent.put("a", answer({ was: "old" }));
    await clock.advance(3_000);
    const newest = answer({ was: "new" });
    recent.put("a", newest);
    await clock.advance(4_000);
    expect([recent.get("a"), recent.size]).toEqual([newest, 1]);
  });
});

describe("recent answers together", () => {
  it("take no more room than they may: the oldest go first", () => {
    const { recent } = recentAnswers(250);
    for (const key of ["a", "b", "c"]) recent.put(key, answer("x".repeat(98)));
    expect(["a", "b", "c"].map((key) => recent.get(key) !== undefined)).toEqual([false, true, true]);
  });

  it("count bytes, not letters", () => {
    const { recent } = recentAnswers(250);
    recent.put("a", answer("한".repeat(80)));
    recent.put("b", answer("x"));
    recent.put("c", answer("x".repeat(20)));
    expect(["a", "b", "c"].map((key) => recent.get(key) !== undefined)).toEqual([false, true, true]);
  });

  it("do without an answer that alone is larger", () => {
    const { recent } = recentAnswers(250);
    recent.put("a", answer("x".repeat(300)));
    expect([recent.get("a"), recent.size]).toEqual([undefined, 0]);
  });

  it("regain the room of an answer that was replaced", () => {
    const { recent } = recentAnswers(250);
    for (let time = 0; time < 5; time += 1) recent.put("a", answer("x".repeat(98)));
    recent.put("b", answer("x".repeat(98)));
    expect(recent.size).toBe(2);
  });

  it("keep an answer without a body", () => {
    const { recent } = recentAnswers();
    recent.put("a", answer(undefined));
    expect(recent.get("a")).toEqual(answer(undefined));
  });
});
