import { KqlSemanticError } from "../kql-errors.ts";
import type { KqlType } from "../syntax.ts";
import type { Value } from "../table.ts";
import { isNumeric } from "../values/compare-values.ts";
import { numberOf } from "../values/convert-value.ts";
import { KqlDuration } from "../values/duration.ts";
import { KqlInstant } from "../values/instant.ts";
import type { Compiled } from "./compiled.ts";

/** Compiles `+ - * / %` over numbers, instants and durations. Whole numbers divide to whole numbers, as in KQL. */
export function compileArithmetic(operator: string, left: Compiled, right: Compiled): Compiled {
  const type = resultType(operator, left.type, right.type);
  if (type === undefined)
    throw new KqlSemanticError(
      "SEM0062",
      `Operator '${operator}' cannot be applied to operands of type ${left.type} and ${right.type}. Try adding explicit casts`,
    );
  return { type, run: (row) => apply(operator, type, left.run(row), right.run(row)) };
}

function resultType(operator: string, left: KqlType, right: KqlType): KqlType | undefined {
  if (left === "datetime" && right === "datetime") return operator === "-" ? "timespan" : undefined;
  if (left === "datetime" && right === "timespan") return "+-".includes(operator) ? "datetime" : undefined;
  if (left === "timespan" && right === "datetime") return operator === "+" ? "datetime" : undefined;
  if (left === "timespan" && right === "timespan")
    return operator === "/" ? "real" : "+-%".includes(operator) ? "timespan" : undefined;
  const isNumber = (type: KqlType): boolean => isNumeric(type) || type === "dynamic" || type === "bool";
  if (left === "timespan" && isNumber(right)) return "*/".includes(operator) ? "timespan" : undefined;
  if (isNumber(left) && right === "timespan") return operator === "*" ? "timespan" : undefined;
  if (!isNumber(left) || !isNumber(right)) return undefined;
  const isWhole = (type: KqlType): boolean => type === "int" || type === "long";
  return isWhole(left) && isWhole(right) ? "long" : "real";
}

function apply(operator: string, type: KqlType, left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  const [one, other] = [ticksIn(left), ticksIn(right)];
  if (one !== undefined && other !== undefined) return ofTicks(operator, type, one, other);
  if (one !== undefined || other !== undefined) {
    const ticks = Number(one ?? other);
    const factor = numberOf(one === undefined ? left : right);
    if (factor === null) return null;
    return new KqlDuration(BigInt(Math.round(operator === "*" ? ticks * factor : ticks / factor)));
  }
  return ofNumbers(operator, type, numberOf(left), numberOf(right));
}

function ticksIn(value: Value): bigint | undefined {
  return value instanceof KqlInstant || value instanceof KqlDuration ? value.ticks : undefined;
}

function ofTicks(operator: string, type: KqlType, left: bigint, right: bigint): Value {
  if (operator === "/") return right === 0n ? null : Number(left) / Number(right);
  if (operator === "%") return right === 0n ? null : new KqlDuration(left % right);
  const ticks = operator === "+" ? left + right : left - right;
  return type === "datetime" ? new KqlInstant(ticks) : new KqlDuration(ticks);
}

function ofNumbers(operator: string, type: KqlType, left: number | null, right: number | null): Value {
  if (left === null || right === null) return null;
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      if (type === "long") return right === 0 ? null : Math.trunc(left / right);
      return left / right;
    default:
      return right === 0 ? null : ((left % right) + Math.abs(right)) % Math.abs(right);
  }
}
