import { describe, expect, test } from "vitest";
import { decisiveResources, denyReading } from "./denied-evidence.ts";
import { ownScenarios, scenariosIn, shippedScenarios, verdictOn } from "./same-verdict.ts";

const deniable = (folder: string) =>
  scenariosIn(folder)
    .map((scenario) => [scenario, decisiveResources(folder, scenario)] as const)
    .filter(([, paths]) => paths.length > 0);

describe.each([
  ["shipped", shippedScenarios],
  ["our own", ownScenarios],
])("%s scenarios whose decisive resource may not be read", (_, folder) => {
  test.each(deniable(folder))("%s: nothing wrong is proven", async (scenario, paths) => {
    const { graded, report } = await verdictOn(folder, scenario, denyReading(paths));
    expect(graded === "wrong" && report.root_cause.confidence === "proven").toBe(false);
  });
});
