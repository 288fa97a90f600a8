import { isObject, type JsonValue, sameJson } from "../../../../domain/json-value.ts";
import { onList, onNumber, type PlainTable } from "./plain-function.ts";

/** JMESPath's own functions over lists, objects and numbers, and the few that it lacks. */
export const listFunctions: PlainTable = {
  length: ([value]) => {
    if (typeof value === "string") return Array.from(value).length;
    if (Array.isArray(value)) return value.length;
    return isObject(value) ? Object.keys(value).length : 0;
  },
  first: onList((list) => list[0] ?? null),
  last: onList((list) => list.at(-1) ?? null),
  distinct: onList((list) =>
    list.filter((item, index) => list.findIndex((other) => sameJson(other, item)) === index),
  ),
  reverse: onList((list) => list.toReversed()),
  sort: onList((list) => list.toSorted(ascending)),
  max: onList((list) => list.toSorted(ascending).at(-1) ?? null),
  min: onList((list) => list.toSorted(ascending)[0] ?? null),
  sum: onList((list) => numbersOf(list).reduce((sum, item) => sum + item, 0)),
  avg: onList((list) => {
    const numbers = numbersOf(list);
    return numbers.length === 0 ? null : numbers.reduce((sum, item) => sum + item, 0) / numbers.length;
  }),
  keys: ([value]) => (isObject(value) ? Object.keys(value) : null),
  values: ([value]) => (isObject(value) ? Object.values(value) : null),
  items: ([value]) => (isObject(value) ? Object.entries(value) : null),
  to_array: ([value]) => (Array.isArray(value) ? value : [value ?? null]),
  not_null: (args) => args.find((arg) => arg !== null) ?? null,
  type: ([value]) => {
    if (value === null || value === undefined) return "null";
    return Array.isArray(value) ? "array" : typeof value;
  },
  abs: onNumber(Math.abs),
  ceil: onNumber(Math.ceil),
  floor: onNumber(Math.floor),
};

/** Numbers by size, texts by code point; what cannot be compared keeps its order. */
export function ascending(left: JsonValue, right: JsonValue): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left !== "string" || typeof right !== "string" || left === right) return 0;
  return left < right ? -1 : 1;
}

function numbersOf(list: readonly JsonValue[]): number[] {
  return list.filter((item) => typeof item === "number");
}
