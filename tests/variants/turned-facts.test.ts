import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diagnoseOverSimulator } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";
import { ownScenarios, scenariosIn, shippedScenarios } from "./same-verdict.ts";
import { turnFacts } from "./turned-facts.ts";

const scenarios = [shippedScenarios, ownScenarios].flatMap((folder) =>
  scenariosIn(folder).map((scenario) => [scenario, join(folder, scenario)] as const),
);

describe("once its decisive facts are turned round", () => {
  test.each(scenarios)("%s gets another verdict, or none", async (_, directory) => {
    const report = await diagnoseOverSimulator(directory);
    if (report.root_cause.code === "unknown") return;
    expect(await turnFacts(directory, report)).not.toBe("the same verdict");
  });
});
