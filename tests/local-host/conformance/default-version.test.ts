import { beforeAll, describe, expect, test } from "vitest";
import { driveScenarios } from "./drive-scenarios.ts";
import { compareWithGolden, goldenNames } from "./goldens.ts";
import type { Recording } from "./recording.ts";
import { eventScenarios } from "./scenarios/event-scenarios.ts";
import { managementScenarios } from "./scenarios/management-scenarios.ts";
import { statusScenarios } from "./scenarios/status-scenarios.ts";
import { valueScenarios } from "./scenarios/value-scenarios.ts";

const durableTask = { hubName: "Semantics", defaultVersion: "2.0" };

describe("with a defaultVersion in host.json", () => {
  let recordings: Map<string, Recording>;

  beforeAll(async () => {
    const all = { ...eventScenarios, ...managementScenarios, ...statusScenarios, ...valueScenarios };
    const driven = Object.entries(all).filter(([name]) => goldenNames("default-version").includes(name));
    recordings = await driveScenarios(Object.fromEntries(driven), {
      version: "2.0",
      extensions: { durableTask },
    });
  });

  test.each(["countTo3", "identity", "restart", "versions"])("%s is as it was recorded", (name) => {
    expect(compareWithGolden("default-version", name, recordings)).toEqual([]);
  });

  test("a version that is newer than the app fails, where the real extension leaves it Pending for ever", () => {
    const [status] = recordings.get("versionNewer")?.final ?? [];
    expect(status?.body).toMatchObject({
      version: "2.1",
      runtimeStatus: "Failed",
      output:
        "Orchestration 'identity' was started as version '2.1', but host.json says defaultVersion \"2.0\", so that no worker may run it. Set defaultVersion to '2.1' or newer, or start an older version. In Azure this instance would stay as it is for ever; the local host fails it instead.",
    });
  });
});
