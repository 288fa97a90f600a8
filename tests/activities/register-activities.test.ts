import { expect, test } from "vitest";
import { activities } from "../../activities/register-activities.ts";
import { activityCatalogue } from "../../domain/activity-catalogue.ts";
import { readActivityNames } from "../../domain/read-step.ts";

// The real extension leaves an instance Running for ever when it calls an activity that nobody registered.

test("there is a handler for every activity of the catalogue, and none beside them", () => {
  expect(Object.keys(activities).toSorted()).toEqual(Object.keys(activityCatalogue).toSorted());
});

test("every activity stands in the catalogue under the name that histories carry", () => {
  expect(Object.values(activityCatalogue).map((contract) => contract.name)).toEqual(
    Object.keys(activityCatalogue),
  );
});

test("every kind of read has an activity of the catalogue", () => {
  const names = new Set<string>(Object.keys(activityCatalogue));
  expect(Object.values(readActivityNames).filter((name) => !names.has(name))).toEqual([]);
});
