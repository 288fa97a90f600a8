import type { KqlType } from "../syntax.ts";
import type { Value } from "../table.ts";
import { convertValue, textOfValue } from "./convert-value.ts";
import { KqlDuration } from "./duration.ts";
import { KqlInstant } from "./instant.ts";

const numeric: ReadonlySet<KqlType> = new Set(["int", "long", "real", "decimal"]);

export function isNumeric(type: KqlType): boolean {
  return numeric.has(type);
}

/** The type in which two are compared; undefined where KQL refuses to compare them. */
export function commonType(left: KqlType, right: KqlType): KqlType | undefined {
  if (left === right) return left;
  if (left === "dynamic") return right;
  if (right === "dynamic") return left;
  if (isNumeric(left) && isNumeric(right)) return "real";
  const pair = [left, right];
  return pair.includes("guid") && pair.includes("string") ? "string" : undefined;
}

/**
 * Compares two values of a type: negative, zero or positive; undefined where one is null. Empty text is a value, since
 * KQL's strings are never null.
 */
export function compareValues(type: KqlType, left: Value, right: Value): number | undefined {
  const [one, other] = [convertValue(type, left), convertValue(type, right)];
  if (one === null || other === null) return undefined;
  if (one instanceof KqlInstant && other instanceof KqlInstant) return sign(one.ticks - other.ticks);
  if (one instanceof KqlDuration && other instanceof KqlDuration) return sign(one.ticks - other.ticks);
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof one === "boolean" && typeof other === "boolean") return Number(one) - Number(other);
  const [low, high] = [textOfValue(one), textOfValue(other)];
  if (type === "guid") return ordinal(low.toLowerCase(), high.toLowerCase());
  return ordinal(low, high);
}

function sign(ticks: bigint): number {
  return ticks === 0n ? 0 : ticks < 0n ? -1 : 1;
}

function ordinal(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

/** A text that is equal for equal values: the key for grouping, joining and sets. */
export function keyOf(value: Value): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof KqlInstant) return `t${value.ticks}`;
  if (value instanceof KqlDuration) return `d${value.ticks}`;
  return JSON.stringify(value);
}
