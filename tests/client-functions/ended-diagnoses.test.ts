import { expect, test } from "vitest";
import { EndedDiagnoses } from "../../client-functions/state/ended-diagnoses.ts";

test("whoever waits for an end is woken by word of it, and whoever comes later need not wait", async () => {
  const ended = new EndedDiagnoses();
  const both = Promise.all([ended.waitFor("d1", 60_000), ended.waitFor("d1", 60_000)]);
  ended.expect("d1");
  await both;
  await ended.waitFor("d1", 60_000);
  expect([ended.isExpected("d1"), ended.get("d1"), ended.isExpected("d2")]).toEqual([true, undefined, false]);
});

test("a wait ends by its time where nothing ends", async () => {
  const ended = new EndedDiagnoses();
  await ended.waitFor("d1", 1);
  expect(ended.isExpected("d1")).toBe(false);
});

test("an end that was seen needs no expectation any more", () => {
  const ended = new EndedDiagnoses();
  const state = { status: "completed", isTerminal: true } as const;
  ended.expect("d1");
  ended.keep("d1", state);
  expect([ended.isExpected("d1"), ended.get("d1")]).toEqual([true, state]);
});
