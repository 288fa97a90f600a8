import { describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Scenario } from "../diagnosis/playbooks/support/diagnose-over-simulator.ts";
import { ownScenarios, scenariosIn, shippedScenarios, verdictOn } from "./same-verdict.ts";
import { toldByLog, workloadOf } from "./told-by-log.ts";

/** Causes that a running app meets; what a deployment or a browser meets stands in no log of it. */
const metByApps =
  /^(?:keyvault|storage|sql|postgres|mysql|cosmos|servicebus|eventhubs|redis|openai|ai|identity|entra|dns|network|code)\./u;
const metElsewhere =
  /laptop|github action|azure devops|pipeline|terraform|\baz [a-z]+ |노트북|로컬|local(?:ly|host)|runner|my machine|bicep|deployment failed/iu;

/**
 * The error of two came from something that runs beside the only app of the tenant, and is put into the wrong log; that of the
 * third is what a browser shows, and takes the place of the log that tells the cause.
 */
const ofAnother = new Set([
  "payment-provider-401",
  "warehouse-load-client-address",
  "shop-front-unreachable-new-image",
]);

function isOfApp(folder: string, scenario: string): boolean {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, scenario, file), "utf8")) as unknown;
  const { rootCause } = read("expected.json") as { rootCause: string };
  const request = read("request.json") as Scenario["request"];
  const text = `${request.error}\n${request.context?.notes ?? ""}`;
  if (!metByApps.test(rootCause) || metElsewhere.test(text) || ofAnother.has(scenario)) return false;
  return workloadOf({ request, tenant: read("tenant.json") as Scenario["tenant"] }) !== undefined;
}

const sampled = (folder: string) =>
  scenariosIn(folder)
    .filter((scenario) => isOfApp(folder, scenario))
    .filter((_, index) => folder === shippedScenarios || index % 4 === 0);

/** All of them were run once (docs/accuracy.md). */
describe.each([
  ["shipped", shippedScenarios, 0.6],
  ["our own", ownScenarios, 0.75],
])("%s scenarios whose error stands in the app's own log alone", (_, folder, share) => {
  test("are told apart without code in most cases, and nothing wrong is proven", async () => {
    const scenarios = sampled(folder);
    const wrong: string[] = [];
    let right = 0;
    for (const [turn, scenario] of scenarios.entries()) {
      const { graded, report } = await verdictOn(folder, scenario, toldByLog(turn));
      if (graded === "right") right += 1;
      if (graded === "wrong" && report.root_cause.confidence === "proven") wrong.push(scenario);
    }
    expect(wrong).toEqual([]);
    expect(right / scenarios.length).toBeGreaterThan(share);
  });
});
