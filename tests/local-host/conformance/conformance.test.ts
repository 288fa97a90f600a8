import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { driveScenarios } from "./drive-scenarios.ts";
import { compareWithGolden, goldenNames } from "./goldens.ts";
import { type HttpTargets, startHttpTargets } from "./http-targets.ts";
import { knownDifferences } from "./known-differences.ts";
import type { Recording } from "./recording.ts";
import { childScenarios } from "./scenarios/child-scenarios.ts";
import { eventScenarios } from "./scenarios/event-scenarios.ts";
import { httpScenarios } from "./scenarios/http-scenarios.ts";
import { managementScenarios } from "./scenarios/management-scenarios.ts";
import { requestScenarios } from "./scenarios/request-scenarios.ts";
import { statusScenarios } from "./scenarios/status-scenarios.ts";
import { taskScenarios } from "./scenarios/task-scenarios.ts";
import { valueScenarios } from "./scenarios/value-scenarios.ts";

const hostJson = { version: "2.0", extensions: { durableTask: { hubName: "Semantics" } } };

describe("an orchestration does what Durable extension 3.19 was recorded to do", () => {
  let targets: HttpTargets;
  let recordings: Map<string, Recording>;

  beforeAll(async () => {
    targets = await startHttpTargets();
    recordings = await driveScenarios(
      {
        ...valueScenarios,
        ...taskScenarios,
        ...eventScenarios,
        ...childScenarios,
        ...statusScenarios,
        ...httpScenarios(targets),
        ...managementScenarios,
        ...requestScenarios,
      },
      hostJson,
    );
  });
  afterAll(() => targets.close());

  test("every recording is driven", () => {
    expect([...recordings.keys()].toSorted()).toEqual(goldenNames("recordings").toSorted());
  });

  test.each(goldenNames("recordings"))("%s", (name) => {
    const known = knownDifferences[name];
    const found = compareWithGolden("recordings", name, recordings);
    expect(found.filter((difference) => !known?.at.test(difference))).toEqual([]);
  });

  const lasting = Object.keys(knownDifferences).filter((name) => !knownDifferences[name]?.isRacy);
  test.each(lasting)("%s still differs as the table says", (name) => {
    expect(compareWithGolden("recordings", name, recordings)).not.toEqual([]);
  });
});
