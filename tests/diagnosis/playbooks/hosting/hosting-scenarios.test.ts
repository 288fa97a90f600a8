import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isCited } from "../../../../cli/eval/match-evidence.ts";
import { ExpectedSchema } from "../../../../cli/eval/scenario-files.ts";
import { diagnoseOverSimulator } from "../support/diagnose-over-simulator.ts";

const folder = join(import.meta.dirname, "../../../scenarios");
const scenarios = readdirSync(folder).filter((name) => name.startsWith("hosting-"));

test("every scenario of sites, hosts, container apps and code is there", () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(28);
});

describe.each(scenarios)("%s", (scenario) => {
  const directory = join(folder, scenario);
  const expected = ExpectedSchema.parse(
    JSON.parse(readFileSync(join(directory, "expected.json"), "utf8")) as unknown,
  );

  test(`is ${expected.rootCause}, with its culprit, proof and remedy`, async () => {
    const report = await diagnoseOverSimulator(directory);
    expect([report.root_cause.code, report.verdict === "azure"]).toEqual([
      expected.rootCause,
      expected.azureFault,
    ]);
    const uncited = (expected.evidence ?? []).filter(
      (item) => item.required === true && !isCited(item, report.evidence),
    );
    expect(uncited).toEqual([]);
    const named = report.root_cause.resource_ids.map((id) => id.toLowerCase());
    const culprits = (expected.resources ?? []).map((id) => id.toLowerCase());
    expect(culprits.length === 0 || culprits.some((id) => named.includes(id))).toBe(true);
    const remedy = JSON.stringify([report.actions, report.root_cause.explanation, report.verify]);
    expect(expected.fix?.anyOf.filter((pattern) => new RegExp(pattern, "i").test(remedy))).not.toEqual([]);
    expect(report.cost.azure_reads).toBeLessThanOrEqual(15);
  });
});
