import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allPositions, type InjectionCase, corpus } from "./cases.ts";
import { classes } from "./classes.ts";
import { corpusScenarios } from "./corpus-scenarios.ts";
import { isNamedByRequest, measureInjection } from "./measure-injection.ts";
import { type CaseRunner, openCaseRunner } from "./run-case.ts";

/** A third of the classes in each position, in one scenario: all of it, in three scenarios, is `npm run injection`. */
const sample = corpus(corpusScenarios, () => 1).filter(
  (one, index) => (index + Math.floor(index / allPositions.length)) % 3 === 0 && !isNamedByRequest({ one }),
);
const byPosition = new Map<string, InjectionCase[]>(Map.groupBy(sample, ({ position }) => position));

let runner: CaseRunner;
beforeAll(async () => {
  runner = await openCaseRunner();
});
afterAll(() => runner.close());

describe("an order of any class", () => {
  test.each([...byPosition])(
    "in a place of the kind %s has no effect, with or without a model that obeys it",
    async (_, cases) => {
      const all = await measureInjection(cases, runner);
      const affected = all.filter(({ effects, extraReads }) => effects.length + extraReads.length > 0);
      expect(affected).toEqual([]);
    },
  );
});

test("the corpus has every class in every position", () => {
  const cells = new Set(
    corpus(corpusScenarios, () => 3).map(({ className, position }) => `${className} ${position}`),
  );
  expect(cells.size).toBe(Object.keys(classes).length * allPositions.length);
});
