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

  test.each([
    ["noSuchActivity", "called an activity that does not exist. The function 'doesNotExist' doesn't exist"],
    [
      "noSuchChild",
      "called a sub-orchestrator that does not exist. The function 'doesNotExist' doesn't exist",
    ],
    ["retryTimeout", "ran out of time (retryTimeoutInMilliseconds 5000) before its 10 attempts"],
    [
      "versionNewer",
      "was started as version '2.1', but host.json has no extensions.durableTask.defaultVersion",
    ],
    ["versions", "was started as version '1.1', but host.json has no extensions.durableTask.defaultVersion"],
  ])("%s fails and says why, where the real extension hangs", (name, why) => {
    const body = recordings.get(name)?.final[0]?.body;
    const { runtimeStatus, output } = (body ?? {}) as Record<string, string>;
    expect(runtimeStatus).toBe("Failed");
    expect(output).toContain(why);
    expect(output).toContain("In Azure this instance would stay as it is for ever");
  });
});
