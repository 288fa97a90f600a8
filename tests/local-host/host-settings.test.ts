import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readHostSettings } from "../../local-host/host-settings.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const defaults = {
  hubName: "TestHubName",
  routePrefix: "api",
  defaultVersion: null,
  maxConcurrentActivities: 32,
  maxConcurrentTurns: 16,
};

test("without a host.json there are defaults", () => {
  expect(readHostSettings(temporaryDirectory(), undefined)).toEqual(defaults);
});

test("the app's own host.json is read", () => {
  const directory = temporaryDirectory();
  const durableTask = {
    hubName: "Mine",
    maxConcurrentActivityFunctions: 4,
    maxConcurrentOrchestratorFunctions: 2,
  };
  const json = { version: "2.0", extensions: { http: { routePrefix: "v1" }, durableTask } };
  writeFileSync(join(directory, "host.json"), JSON.stringify(json));
  expect(readHostSettings(directory, undefined)).toEqual({
    hubName: "Mine",
    routePrefix: "v1",
    defaultVersion: null,
    maxConcurrentActivities: 4,
    maxConcurrentTurns: 2,
  });
});

test("a host.json that is handed in goes before the app's own", () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "host.json"), "{broken");
  expect(readHostSettings(directory, { version: "2.0" })).toEqual(defaults);
});

test.each([0, -1, 1.5, "4"])("%j is no number of activities", (maxConcurrentActivityFunctions) => {
  const hostJson = { extensions: { durableTask: { maxConcurrentActivityFunctions } } };
  expect(() => readHostSettings("/", hostJson)).toThrow("must be a whole number above 0");
});

test("a hub name that is no text is refused", () => {
  const hostJson = { extensions: { durableTask: { hubName: 5 } } };
  expect(() => readHostSettings("/", hostJson)).toThrow("hubName in host.json must be a text, and is 5.");
});
