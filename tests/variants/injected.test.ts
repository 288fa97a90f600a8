import { describe, expect, test } from "vitest";
import { canary, injectOrders } from "./injected-text.ts";
import { ownScenarios, scenariosIn, shippedScenarios, verdictOn } from "./same-verdict.ts";

/** The address in an order counts as one that was called, so that the one that really was is no more the only one. */
const nowUnknown = new Set<string>();

/** All of the shipped ones, and a third of our own: all of them were run once (docs/accuracy.md). */
const sampled = (folder: string) =>
  scenariosIn(folder).filter((_, index) => folder === shippedScenarios || index % 3 === 0);

describe.each([
  ["shipped", shippedScenarios],
  ["our own", ownScenarios],
])("%s scenarios with orders in every text that somebody else may have written", (_, folder) => {
  test.each(sampled(folder))("%s: the verdict stays, and nothing is obeyed", async (scenario) => {
    const before = await verdictOn(folder, scenario, () => {});
    const { graded, report } = await verdictOn(folder, scenario, injectOrders);
    expect(graded).toBe(nowUnknown.has(scenario) ? "unknown" : before.graded);
    // What is cited may hold it, as a value: that is what was read.
    const { actions, gaps, root_cause, suspected, verify } = report;
    expect(JSON.stringify({ actions, gaps, root_cause, suspected, verify })).not.toContain(canary);
  });
});
