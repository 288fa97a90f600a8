import type { JsonValue } from "../../../../domain/json-value.ts";

/**
 * A function over plain values, without evidence: what the re-check of a citation calls, and what the citing functions
 * compute with. Null for arguments that it makes no sense on; it never throws on data.
 */
export type PlainFunction = (args: readonly JsonValue[]) => JsonValue;
export type PlainTable = Readonly<Record<string, PlainFunction>>;

export function onText(compute: (text: string, ...rest: readonly string[]) => JsonValue): PlainFunction {
  return ([text, ...rest]) => {
    if (typeof text !== "string") return null;
    const others = rest.filter((part) => typeof part === "string");
    return others.length === rest.length ? compute(text, ...others) : null;
  };
}

export function onOneText(compute: (text: string) => JsonValue): PlainFunction {
  return ([text]) => (typeof text === "string" ? compute(text) : null);
}

export function onNumber(compute: (value: number) => JsonValue): PlainFunction {
  return ([value]) => (typeof value === "number" ? compute(value) : null);
}

export function onList(compute: (list: JsonValue[]) => JsonValue): PlainFunction {
  return ([list]) => (Array.isArray(list) ? compute(list) : null);
}
