import { describe, expect, it } from "vitest";
import { type Evaluated, known, unknown } from "../../../diagnosis/evaluation/evaluated.ts";
import { truthOf } from "../../../diagnosis/evaluation/truth.ts";
import { evaluateOver, evidenceOf, rootOf } from "../evidence-of.ts";

const values = { T: known(true), F: known(false), U: unknown({ kind: "pending", read: "x" }) } as const;
type Value = keyof typeof values;

function symbolOf(value: Evaluated): Value {
  const truth = truthOf(value);
  if (truth.kind === "unknown") return "U";
  return truth.isTrue ? "T" : "F";
}

function table(operator: "&&" | "||"): Record<string, Value> {
  const rows: Record<string, Value> = {};
  for (const [a, left] of Object.entries(values))
    for (const [b, right] of Object.entries(values))
      rows[`${a}${operator}${b}`] = symbolOf(evaluateOver(`a ${operator} b`, { a: left, b: right }));
  return rows;
}

describe("Kleene's tables", () => {
  it("and: false with anything is false", () => {
    expect(table("&&")).toEqual({
      "T&&T": "T",
      "T&&F": "F",
      "T&&U": "U",
      "F&&T": "F",
      "F&&F": "F",
      "F&&U": "F",
      "U&&T": "U",
      "U&&F": "F",
      "U&&U": "U",
    });
  });

  it("or: true with anything is true", () => {
    expect(table("||")).toEqual({
      "T||T": "T",
      "T||F": "T",
      "T||U": "T",
      "F||T": "T",
      "F||F": "F",
      "F||U": "U",
      "U||T": "T",
      "U||F": "U",
      "U||U": "U",
    });
  });

  it("not: unknown stays unknown", () => {
    const not = (value: Value) => symbolOf(evaluateOver("!a", { a: values[value] }));
    expect([not("T"), not("F"), not("U")]).toEqual(["F", "T", "U"]);
  });

  it("both reasons are kept where both sides are unknown", () => {
    const value = evaluateOver("a.x == 'y' && b.x == 'y'", {
      a: unknown({ kind: "pending", read: "a" }),
      b: unknown({ kind: "denied", read: "b", permission: "p", code: "AuthorizationFailed" }),
    });
    expect(value).toEqual(
      unknown(
        { kind: "pending", read: "a" },
        { kind: "denied", read: "b", permission: "p", code: "AuthorizationFailed" },
      ),
    );
  });

  it("a default whose first choice is unknown is unknown, though it is known to be true", () => {
    const names = { a: values.U };
    expect(evaluateOver("(a || 'b') == 'b'", names).kind).toBe("unknown");
    expect(symbolOf(evaluateOver("a || 'b'", names))).toBe("T");
  });
});

describe("unknown spreads", () => {
  const names = { list: rootOf(evidenceOf("e5", [{ id: 1 }, { id: 2 }])), x: values.U };
  const kindOf = (expression: string) => evaluateOver(expression, names).kind;

  it.each([
    "x.field",
    "x[0]",
    "x[*].a",
    "x[?a]",
    "x.*",
    "x == 'a'",
    "'a' != x",
    "x < `3`",
    "x + `1`",
    "lower(x)",
    "length(x)",
    "contains(x, 'a')",
    "contains('abc', x)",
    "in_cidr(x, '10.0.0.0/8')",
    "any_in_cidr(x, list)",
    "before(x, '2026-01-01')",
    "exists(x)",
    "not_null(x, 'a')",
    "list[?id == $x.id]",
    "x ? 'a' : 'b'",
  ])("%s is unknown", (expression) => {
    const value = evaluateOver(expression, names);
    const truth = truthOf(value);
    expect(truth.kind).toBe("unknown");
  });

  it("does not spread past what does not depend on it", () => {
    expect(kindOf("{ a: x, b: 'c' }.b")).toBe("known");
    expect(kindOf("[list[0].id, x][0]")).toBe("known");
    expect(kindOf("x ? 'a' : 'a'")).toBe("known");
    expect(kindOf("not_null('a', x)")).toBe("known");
  });

  it.each([
    "contains('abc', x || 'b')",
    "(x || 'b').name",
    "(x || 'b')[0]",
    "(x || list)[?id]",
    "starts_with(x || 'b', 'c')",
  ])("of an argument that is true for sure, %s is unknown all the same", (expression) => {
    expect(truthOf(evaluateOver(expression, names)).kind).toBe("unknown");
  });

  it("a filter finds what it is sure of, and is not empty where it is unsure", () => {
    expect(symbolOf(evaluateOver("list[?id == `1` || $x]", names))).toBe("T");
    expect(symbolOf(evaluateOver("list[?id == `3` || $x]", names))).toBe("U");
  });
});
