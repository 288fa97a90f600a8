import { isObject, type JsonObject, type JsonValue } from "../../domain/json-value.ts";
import { tokensOf } from "../evaluation/place.ts";

/**
 * The object with another value at a JSON pointer, or with one more element in the list there. Parents that are missing
 * are made; null takes a field away. Names are matched without case where the exact one is missing, as Azure does.
 */
export function withValueAt(
  object: JsonObject,
  pointer: string,
  value: JsonValue,
  how: "set" | "append",
): JsonObject {
  return changed(object, tokensOf(pointer), value, how) as JsonObject;
}

function changed(
  parent: JsonValue | undefined,
  steps: readonly string[],
  value: JsonValue,
  how: "set" | "append",
): JsonValue {
  const [step, ...rest] = steps;
  if (step === undefined) return how === "set" ? value : [...(Array.isArray(parent) ? parent : []), value];
  if (Array.isArray(parent)) {
    const index = Number(step);
    return parent.map((item, at) => (at === index ? changed(item, rest, value, how) : item));
  }
  const object = isObject(parent) ? parent : {};
  const name = nameIn(object, step);
  if (rest.length === 0 && how === "set" && value === null)
    return Object.fromEntries(Object.entries(object).filter(([own]) => own !== name));
  return { ...object, [name]: changed(object[name], rest, value, how) };
}

function nameIn(object: JsonObject, step: string): string {
  if (Object.hasOwn(object, step)) return step;
  return Object.keys(object).find((name) => name.toLowerCase() === step.toLowerCase()) ?? step;
}
