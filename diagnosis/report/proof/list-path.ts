import { isHarmfulInTerminal } from "../../../domain/az-command/shell-word.ts";
import { isMarked } from "../../../domain/redaction/marker.ts";
import { isObject, type JsonValue } from "../../../domain/json-value.ts";
import { childOf, type PathStep, tokensOf } from "../../evaluation/place.ts";
import { identifier, textLiteral } from "./jmespath-text.ts";

/** By what people and services tell the entries of a list apart, the shortest first. */
const keys: readonly (readonly string[])[] = [
  ["name"],
  ["name", "value"],
  ["eventDataId"],
  ["id"],
  ["keyId"],
  ["TimeGenerated"],
  ["timestamp"],
  ["timeStamp"],
  ["objectId"],
  ["principalId"],
];
const longestKey = 300;

/** The steps of a JSON pointer into a body; a digit is a position only where there is a list. */
export function stepsOf(body: JsonValue, pointer: string): readonly PathStep[] {
  let at: JsonValue | undefined = body;
  return tokensOf(pointer).map((name) => {
    const step = Array.isArray(at) ? Number(name) : name;
    at = childOf(at, step);
    return step;
  });
}

/**
 * JMESPath from a value to what stands at the steps below it. An entry of a list is found by a key of its own, where it has
 * one, since order may change; by the value that it is meant to show only where there is no other.
 */
export function pathBelow(root: JsonValue, steps: readonly PathStep[]): string {
  let text = "";
  let at: JsonValue | undefined = root;
  for (const [depth, step] of steps.entries()) {
    if (typeof step === "string") text += text === "" ? identifier(step) : `.${identifier(step)}`;
    else {
      const key = keyOf(at, step, steps[depth + 1]);
      text += key === undefined ? `[${step}]` : `[?${key.condition}] | [0]`;
    }
    at = childOf(at, step);
  }
  return text === "" ? "@" : text;
}

export interface ListKey {
  readonly path: readonly string[];
  /** JMESPath that holds on this entry of the list alone. */
  readonly condition: string;
}

/** What tells one entry of a list from the others; undefined where only its position does. */
export function keyOf(
  list: JsonValue | undefined,
  index: number,
  shown: PathStep | undefined,
): ListKey | undefined {
  if (!Array.isArray(list)) return undefined;
  const others = keys.filter(([name]) => name !== shown);
  for (const path of [...others, ...keys.filter(([name]) => name === shown)]) {
    const values = list.map((entry) => path.reduce<JsonValue | undefined>(childOf, entry));
    const value = values[index];
    if (!isKey(value) || values.filter((other) => other === value).length > 1) continue;
    return { path, condition: `${path.map(identifier).join(".")}==${textLiteral(value)}` };
  }
  return undefined;
}

function isKey(value: JsonValue | undefined): value is string {
  return (
    typeof value === "string" &&
    !/^$|[\n\t]/.test(value) &&
    !isHarmfulInTerminal(value) &&
    value.length <= longestKey &&
    !isMarked(value)
  );
}

/** True where anything in the value was redacted: az would show something else. */
export function holdsRedacted(value: JsonValue): boolean {
  if (typeof value === "string") return isMarked(value);
  if (Array.isArray(value)) return value.some(holdsRedacted);
  return isObject(value) && Object.values(value).some(holdsRedacted);
}
