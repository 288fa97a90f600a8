import { expect, test } from "vitest";
import { createEnvironment, evaluate, shareValues } from "../../../../diagnosis/evaluation/environment.ts";
import { type AnalysisTable, known } from "../../../../diagnosis/evaluation/evaluated.ts";
import { parseExpression } from "../../../../diagnosis/evaluation/expression/parse-expression.ts";
import { sharedPart } from "../../../../diagnosis/evaluation/expression/shared-part.ts";

const partOf = (expression: string) => sharedPart(parseExpression(expression));
const now = "2026-03-01T10:00:00.000Z";

test.each([
  "signals.codes[?code == 'X'].code",
  "matches(request.error, 'denied') || length(signals.hosts) > `0`",
  "max_by(signals.resources, &name).id",
  "signals.hosts[] | [0]",
])("what rests on the fixed names alone is shared: %s", (expression) => {
  expect(partOf(expression)).toBeTypeOf("number");
});

test.each([
  "target.id",
  "vault.properties.enabled && signals.codes",
  "$.signals.hosts",
  "@",
  "signals.resources[?id == $target.id]",
  "let $signals = target in length($signals)",
  "max_by(signals.resources, &$rank)",
  "request",
])("what rests on more, or is at hand as it is, is not: %s", (expression) => {
  expect(partOf(expression)).toBeUndefined();
});

test("equal parts of different expressions are one, others are not", () => {
  const left = parseExpression("length(signals.hosts) > `0` && target.id");
  expect(left.type === "AndExpression" && sharedPart(left.left)).toBe(partOf("length(signals.hosts) > `0`"));
  expect(partOf("length(signals.codes) > `0`")).not.toBe(partOf("length(signals.hosts) > `0`"));
});

test("a shared part that was asked for twice is worked out once for all environments of the same fixed names", () => {
  let calls = 0;
  const analyses: AnalysisTable = {
    count: () => {
      calls += 1;
      return known(calls);
    },
  };
  const environments = (signals: string) => {
    const names = { signals: known(signals) };
    const shared = shareValues({ now, names, analyses });
    return ["a", "b"].map((target) =>
      createEnvironment({ now, names: { ...names, target: known(target) }, analyses, shared }),
    );
  };
  const valuesIn = (signals: string) =>
    environments(signals).map((environment) => {
      const value = evaluate("join(' ', [to_string(count(signals)), target])", environment);
      return value.kind === "known" ? value.value : undefined;
    });
  expect([valuesIn("one"), valuesIn("two"), valuesIn("three")]).toEqual([
    ["1 a", "2 b"],
    ["3 a", "3 b"],
    ["4 a", "4 b"],
  ]);
});
