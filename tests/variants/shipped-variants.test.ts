import { describe, expect, test } from "vitest";
import { crowdTenant } from "./crowded-tenant.ts";
import { withHalfTheError, withoutCode, withoutLargestGroup, withoutLogs } from "./hidden-evidence.ts";
import { relocateTenant } from "./relocated-tenant.ts";
import { renameResources } from "./renamed-resources.ts";
import { reorderError, truncateError } from "./reworded-error.ts";
import { scenariosIn, shippedScenarios, verdictOn } from "./same-verdict.ts";

const scenarios = scenariosIn(shippedScenarios);

/** What holds the same facts gets the same verdict. */
const kept = {
  "with every resource renamed": renameResources,
  "moved to other regions": relocateTenant,
  "with the error's parts in another order": reorderError,
  "among fifty unrelated resources of every type": crowdTenant,
};

describe.each(Object.entries(kept))("a scenario %s", (_, change) => {
  test.each(scenarios)("%s keeps its verdict", async (scenario) => {
    const { graded } = await verdictOn(shippedScenarios, scenario, change);
    expect(graded).toBe("right");
  });
});

/**
 * What hides facts may leave the verdict unknown. It may not make a wrong one pass for proven. Two ways of hiding for each
 * scenario, in turn.
 */
const hiding = [truncateError, withoutCode, withoutLogs, withHalfTheError, withoutLargestGroup];
const hidden = scenarios.flatMap((scenario, index) =>
  [hiding[index % hiding.length]!, hiding[(index + 3) % hiding.length]!].map(
    (change) => [scenario, change.name, change] as const,
  ),
);

describe("a scenario of which facts are hidden", () => {
  test.each(hidden)("%s, %s: proves nothing that is wrong", async (scenario, _, change) => {
    const { graded, report } = await verdictOn(shippedScenarios, scenario, change);
    expect(graded === "wrong" ? report.root_cause : "right or unknown").not.toMatchObject({
      confidence: "proven",
    });
  });
});
