import { describe, expect, test } from "vitest";
import { decisiveResources, denyReading } from "./denied-evidence.ts";
import { ownScenarios, scenariosIn, shippedScenarios, verdictOn } from "./same-verdict.ts";

const deniable = (folder: string) =>
  scenariosIn(folder)
    .map((scenario) => [scenario, decisiveResources(folder, scenario)] as const)
    .filter(([, paths]) => paths.length > 0);

/**
 * The service does refuse the caller's network, and the way round it by a private endpoint ends at a zone, network or app that may not
 * be read: the true cause is beyond sight, and another true fact is proven. docs/accuracy.md has them.
 */
const provenBesideWhatIsHidden = new Set([
  "booking-site-pg-private",
  "loyalty-web-secret-refused",
  "media-api-blob-403-own-dns",
  "month-end-export-upload",
  "payment-boot-secret-source",
  "runner-secret-read-refused",
]);

describe.each([
  ["shipped", shippedScenarios],
  ["our own", ownScenarios],
])("%s scenarios whose decisive resource may not be read", (_, folder) => {
  test.each(deniable(folder))("%s: nothing wrong is proven", async (scenario, paths) => {
    const { graded, report } = await verdictOn(folder, scenario, denyReading(paths));
    const isWrong = graded === "wrong" && report.root_cause.confidence === "proven";
    expect(isWrong).toBe(provenBesideWhatIsHidden.has(scenario));
  });
});
