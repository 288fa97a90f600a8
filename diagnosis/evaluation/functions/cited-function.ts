import { type Evaluated, type Known, type Unknown, unknown } from "../evaluated.ts";
import { InvalidExpressionError } from "../expression/parse-expression.ts";
import type { Argument, CitedFunction, ExpressionArgument } from "../expression/scope.ts";
import { deepUncertaintyOf } from "../truth.ts";

/** The table's entry for a function over values: it is called once all of them are known, lists to their end. */
export function onKnown(
  name: string,
  count: number,
  compute: (...args: Known[]) => Evaluated,
): CitedFunction {
  return (args) => {
    const values = valuesOf(name, args);
    if (values.length < count) throw new InvalidExpressionError(`${name}(…)`, `it takes ${count} arguments.`);
    const reasons = values.flatMap((value) => deepUncertaintyOf(value)?.reasons ?? []);
    if (reasons.length > 0) return unknown(...reasons);
    return compute(...values.filter((value) => value.kind === "known"));
  };
}

/** Arguments as values; an `&expression` is refused. */
export function valuesOf(name: string, args: readonly Argument[]): readonly Evaluated[] {
  return args.map((arg) => {
    if (arg.kind !== "expression") return arg;
    throw new InvalidExpressionError(`${name}(…)`, "it takes values, not an &expression.");
  });
}

/** A list and an `&expression` over its elements. */
export function listAndExpression(
  name: string,
  list: Argument | undefined,
  expression: Argument | undefined,
): { list: Known | Unknown; expression: ExpressionArgument } {
  if (list === undefined || list.kind === "expression" || expression?.kind !== "expression")
    throw new InvalidExpressionError(`${name}(…)`, "it takes a list and an &expression.");
  return { list, expression };
}
