import { expect, test } from "vitest";
import { cleanEvidence } from "../../../services/stores/evidence-cleaning.ts";

const now = Date.parse("2026-03-31T00:00:00.000Z");

/** A store that holds so many old pieces, and notes how it is asked to remove them. */
function holding(count: number) {
  const asked: [string, number][] = [];
  let left = count;
  const removeStoredBefore = async (instant: string, limit: number) => {
    asked.push([instant, limit]);
    const removed = Math.min(left, limit);
    left -= removed;
    return removed;
  };
  return { evidence: { removeStoredBefore }, asked, left: () => left };
}

test("old evidence is removed in small batches until there is no more", async () => {
  const { evidence, asked, left } = holding(450);
  const removed = await cleanEvidence({ evidence, keepDays: 30 }, now);
  const batch = ["2026-03-01T00:00:00.000Z", 200];
  expect([removed, left(), asked]).toEqual([450, 0, [batch, batch, batch]]);
});

test("a stop ends the cleaning between two batches", async () => {
  const { evidence, left } = holding(450);
  const stopping = new AbortController();
  const cleaning = cleanEvidence({ evidence, keepDays: 30 }, now, stopping.signal);
  stopping.abort();
  expect([await cleaning, left()]).toEqual([200, 250]);
});
