import { describe, expect, it } from "vitest";
import { isClosed } from "../../../../diagnosis/evaluation/expression/closed-expression.ts";
import { inspectExpression } from "../../../../diagnosis/evaluation/expression/inspect-expression.ts";
import { parseExpression } from "../../../../diagnosis/evaluation/expression/parse-expression.ts";
import {
  literalText,
  renderExpression,
} from "../../../../diagnosis/evaluation/expression/render-expression.ts";
import type { JsonValue } from "../../../../domain/json-value.ts";
import { plainSearch } from "../../../../diagnosis/recheck/plain-search.ts";
import { randomCase, randomFrom } from "../random-cases.ts";

const written = (expression: string, outside: JsonValue = "out") =>
  renderExpression(parseExpression(expression), {
    resolve: (node) => (node.type === "Literal" ? (node.value as JsonValue) : outside),
    isPlain: (name) => name !== "analysis",
  });

describe("an expression written out", () => {
  it.each([
    ["a.b.c", "a.b.c"],
    ['"a-b".c', '"a-b".c'],
    ["a[0].b[-1]", "a[0].b[-1]"],
    ["a[*].b[]", "a[*].b[]"],
    ["a[].b", "a[].b"],
    ["a.*.b", "a.*.b"],
    ["a[1:3]", "a[1:3]"],
    ["a[::2].b", "a[::2].b"],
    ["a[?b == 'x'].c", "a[?b == 'x'].c"],
    ["a && (b || c)", "a && (b || c)"],
    ["!(a.b)", "!(a.b)"],
    ["!a && b", "!a && b"],
    ["a == b", "a == b"],
    ["a | [0]", "a | [0]"],
    ["(a[].b)[0]", "(a[].b)[0]"],
    ["[a, b][]", "[a, b][]"],
    ["{x: a}", '{"x": a}'],
    ["a[*].[b, c]", "a[*].[b, c]"],
    ["a ? b : c", "a ? b : c"],
    ["a + `1`", "a + `1`"],
    ["lower(a)", "lower(a)"],
    ["let $x = a in b[?c == $x]", "let $x = a in b[?c == $x]"],
    ["@", "@"],
  ])("%s", (expression, text) => {
    expect(written(expression)).toBe(text);
  });

  it("means the same, for any expression over any document", () => {
    const random = randomFrom(5);
    const different: string[] = [];
    for (let index = 0; index < 4_000; index += 1) {
      const { document, expression } = randomCase(random);
      if (expression.includes("exists(")) continue;
      const text = renderExpression(parseExpression(expression), {
        resolve: (node) => (node.type === "Literal" ? (node.value as JsonValue) : undefined),
        isPlain: () => true,
      });
      if (text === undefined) continue;
      const [own, again] = [plainSearch(expression, document), plainSearch(text, document)];
      if (JSON.stringify(own) !== JSON.stringify(again)) different.push(`${expression} became ${text}`);
    }
    expect(different).toEqual([]);
  });

  it.each([
    ["a == $vault.name", "a == 'out'"],
    ["a == $.signals.x", "a == 'out'"],
    ["contains($list, a)", "contains('out', a)"],
    ["b[?c == $x]", "b[?c == 'out']"],
    ["let $x = a in b == $x && c == $y", "let $x = a in b == $x && c == 'out'"],
  ])("%s has what comes from outside filled in", (expression, text) => {
    expect(written(expression)).toBe(text);
  });

  it("cannot be written where a re-check could not evaluate it", () => {
    expect([written("analysis(a)"), written("max_by(a, &b)"), written("a.b", "x")]).toEqual([
      undefined,
      undefined,
      "a.b",
    ]);
  });
});

describe("literals", () => {
  it.each<[JsonValue, string]>([
    ["it's", "'it\\'s'"],
    ["a\\b", "'a\\\\b'"],
    ["tail\\", "'tail\\\\'"],
    [null, "`null`"],
    [5, "`5`"],
    [["`"], '`["\\u0060"]`'],
  ])("%j", (value, text) => {
    expect(literalText(value)).toBe(text);
    expect(plainSearch(text, null)).toEqual(value);
  });
});

describe("what is the same for every element", () => {
  it.each([
    ["'x'", true],
    ["$vault.name", true],
    ["$.signals", true],
    ["lower($x) == 'y'", true],
    ["$list[?a == 'b']", true],
    ["a", false],
    ["@", false],
    ["$x == a", false],
    ["contains(@, 'x')", false],
    ["sort_by($list, &a)", true],
    ["[a, $x]", false],
    ["{k: $x}", true],
    ["$x ? a : 'b'", false],
    ["!$x", true],
    ["-$x", true],
  ])("%s: %s", (expression, closed) => {
    expect(isClosed(parseExpression(expression))).toBe(closed);
  });

  it("a variable bound from the element is not", () => {
    expect(isClosed(parseExpression("$x.y"), new Set(["x"]))).toBe(false);
    expect(isClosed(parseExpression("$y[?a == $x]"), new Set(["x"]))).toBe(false);
  });
});

describe("what an expression uses", () => {
  it.each([
    ["a.b[?c == $d.e] && f", ["a", "d", "f"]],
    ["$.a.b", ["a"]],
    ["@.a", ["a"]],
    ["let $x = a in b[?c == $x]", ["a", "b"]],
    ["a ? b : [c, {k: d}]", ["a", "b", "c", "d"]],
    ["fun(a, &b)", ["a"]],
    ["-a + b[].c", ["a", "b"]],
    ["a.* | b", ["a"]],
  ])("%s: names %j", (expression, names) => {
    expect([...inspectExpression(expression).names].toSorted()).toEqual(names);
  });

  it("names its functions and literal patterns, and a negation that is too short", () => {
    const use = inspectExpression("matches(a, 'x+') && !b.c");
    expect([[...use.functions], use.patterns, use.negatesTooLittle]).toEqual([["matches"], ["x+"], true]);
    expect(inspectExpression("!(b.c)").negatesTooLittle).toBe(false);
  });
});
