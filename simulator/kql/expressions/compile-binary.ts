import { KqlSemanticError } from "../kql-errors.ts";
import type { Expression, KqlType } from "../syntax.ts";
import { commonType, compareValues } from "../values/compare-values.ts";
import { textOfValue } from "../values/convert-value.ts";
import { kustoPattern, readTextOperator } from "../values/match-text.ts";
import { compileArithmetic } from "./compile-arithmetic.ts";
import type { Compiled } from "./compiled.ts";
import type { Scope } from "./scope.ts";

type Binary = Extract<Expression, { kind: "binary" }>;
type Compile = (expression: Expression) => Compiled;

const comparisons: Record<string, (order: number) => boolean> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

export function compileBinary(expression: Binary, scope: Scope, compile: Compile): Compiled {
  const { operator } = expression;
  if (expression.left.kind === "star") return anyColumn(expression, scope, compile);
  const left = compile(expression.left);
  const right = compile(expression.right);
  switch (operator.toLowerCase()) {
    case "and":
      return { type: "bool", run: (row) => left.run(row) === true && right.run(row) === true };
    case "or":
      return { type: "bool", run: (row) => left.run(row) === true || right.run(row) === true };
    case "==":
    case "!=":
    case "<>":
      return equality(operator, left, right);
    case "=~":
    case "!~":
      return text(
        left,
        right,
        (one, other) => (one.toLowerCase() === other.toLowerCase()) === (operator === "=~"),
      );
    case "matches regex":
      return text(left, right, (one, other) => patternOf(other).test(one));
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return compileArithmetic(operator, left, right);
    default:
      return comparisonOrText(operator, left, right);
  }
}

function comparisonOrText(operator: string, left: Compiled, right: Compiled): Compiled {
  const holds = comparisons[operator];
  if (holds !== undefined) {
    const type = typeOfComparison(left, right);
    return {
      type: "bool",
      run: (row) => {
        const order = compareValues(type, left.run(row), right.run(row));
        return order !== undefined && holds(order);
      },
    };
  }
  const textual = readTextOperator(operator.toLowerCase());
  if (textual === undefined) throw new KqlSemanticError("SEM0260", `Unknown operator: '${operator}'.`);
  const fold = (value: string): string => (textual.mindsCase ? value : value.toLowerCase());
  return text(left, right, (one, other) => textual.match(fold(one), fold(other)) !== textual.negated);
}

/** Nothing equals null, so `!=` holds for it. Text has no null: a missing dynamic value compares as "". */
function equality(operator: string, left: Compiled, right: Compiled): Compiled {
  const type = typeOfComparison(left, right);
  const negated = operator !== "==";
  return {
    type: "bool",
    run: (row) => (compareValues(type, left.run(row), right.run(row)) === 0) !== negated,
  };
}

function typeOfComparison(left: Compiled, right: Compiled): KqlType {
  const type = commonType(left.type, right.type);
  if (type === undefined)
    throw new KqlSemanticError(
      "SEM0064",
      `Cannot compare values of types ${left.type} and ${right.type}. Try adding explicit casts`,
    );
  return type;
}

function text(left: Compiled, right: Compiled, holds: (one: string, other: string) => boolean): Compiled {
  return { type: "bool", run: (row) => holds(textOfValue(left.run(row)), textOfValue(right.run(row))) };
}

function patternOf(pattern: string): RegExp {
  try {
    return kustoPattern(pattern);
  } catch {
    throw new KqlSemanticError("SEM0420", `Regex pattern is ill-formed: '${pattern}'`);
  }
}

/** `* has 'x'` holds where any column does. */
function anyColumn(expression: Binary, scope: Scope, compile: Compile): Compiled {
  const parts = scope.columns.map(({ name }) => compile({ ...expression, left: { kind: "name", name } }));
  return { type: "bool", run: (row) => parts.some((part) => part.run(row) === true) };
}
