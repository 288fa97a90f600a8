import { describe, expect, test } from "vitest";
import { crowdTenant } from "./crowded-tenant.ts";
import { withHalfTheError, withoutCode, withoutLargestGroup, withoutLogs } from "./hidden-evidence.ts";
import { relocateTenant } from "./relocated-tenant.ts";
import { renameResources } from "./renamed-resources.ts";
import { reorderError, truncateError } from "./reworded-error.ts";
import { ownScenarios, scenariosIn, verdictOn } from "./same-verdict.ts";

/** Each of our own scenarios in one variant, in turn, so that each kind of variant meets every part of the vocabulary. */
const variants = [renameResources, crowdTenant, reorderError, relocateTenant];
const hiding = [truncateError, withoutCode, withoutLogs, withHalfTheError, withoutLargestGroup];
const scenarios = scenariosIn(ownScenarios);
const inTurn = <Variant extends (...args: never[]) => void>(list: readonly Variant[]) =>
  scenarios.map((scenario, index) => {
    const variant = list[index % list.length]!;
    return [scenario, variant.name, variant] as const;
  });

/** Right where nothing is varied? These are not: what is still wrong with them stands in docs/accuracy.md. */
const notRight = new Set([
  "cosmos-429-metadata",
  "desk-tool-login-18456",
  "ledger-close-command-timeout",
  "mysql-down-since-weekend",
  "no-telemetry-no-cap",
  "pg-role-connection-limit",
  "queue-size-error-drained",
  "survey-db-40613-once",
  "token-not-accepted-tenant",
]);

/**
 * Among fifty virtual networks the name of a subnet says no more which one it lies in, and among fifty apps or clusters none is
 * picked.
 */
const lostInACrowd = new Set([
  "build-pool-scale-to-24",
  "claims-intake-boot",
  "dispatch-pods-image-401",
  "endpoint-create-subnet-full",
  "pe-terraform-subnet",
]);

/** Several apps may have made the call, and only a word that the name of one shares with the error tells which. */
const pickedByName = new Set([
  "billing-listener-unauthorized",
  "claims-intake-boot",
  "dispatch-listener-unauthorized",
  "fraud-score-batch-odbc",
]);

/** The error ends within a name, which renaming leaves as it was. */
const cutWithinName = new Set(["sandbox-teardown-endpoint"]);

describe("a variant that holds the same facts", () => {
  test.each(inTurn(variants))("%s, %s: gets the same verdict", async (scenario, _, change) => {
    const { graded } = await verdictOn(ownScenarios, scenario, change);
    const isLost =
      (change === crowdTenant && lostInACrowd.has(scenario)) ||
      (change === renameResources && (pickedByName.has(scenario) || cutWithinName.has(scenario)));
    const fair = isLost ? ["unknown", "right"] : [notRight.has(scenario) ? "unknown" : "right"];
    expect(fair).toContain(graded);
  });
});

/** The account is closed, and says so; that the caller should have come by its private endpoint is what is hidden. */
const provenBesideWhatIsHidden = new Set(["profile-api-python-403"]);

describe("a variant that hides facts", () => {
  test.each(inTurn(hiding))("%s, %s: proves nothing that is wrong", async (scenario, _, change) => {
    const { graded, report } = await verdictOn(ownScenarios, scenario, change);
    if (provenBesideWhatIsHidden.has(scenario)) return;
    expect(graded === "wrong" ? report.root_cause : "right or unknown").not.toMatchObject({
      confidence: "proven",
    });
  });
});
