import { beforeAll, describe, expect, test } from "vitest";
import { driveScenarios } from "./drive-scenarios.ts";
import { compareWithGolden, goldenNames } from "./goldens.ts";
import { knownDifferences } from "./known-differences.ts";
import type { Recording } from "./recording.ts";
import { childScenarios } from "./scenarios/child-scenarios.ts";

describe("with an exception properties provider in the app", () => {
  let recordings: Map<string, Recording>;

  beforeAll(async () => {
    process.env["SAMPLE_FAILURE_DETAILS"] = "1";
    const names = goldenNames("failure-details");
    const driven = Object.entries(childScenarios).filter(([name]) => names.includes(name));
    recordings = await driveScenarios(Object.fromEntries(driven), {
      version: "2.0",
      extensions: { durableTask: { hubName: "Semantics" } },
    });
  });

  test.each(goldenNames("failure-details"))("%s is as it was recorded", (name) => {
    const known = knownDifferences[name];
    const found = compareWithGolden("failure-details", name, recordings);
    expect(found.filter((difference) => !known?.at.test(difference))).toEqual([]);
  });
});
