import { sameArmId } from "../../domain/arm-resource-id.ts";
import type { Evidence } from "../../domain/evidence.ts";
import { isObject, type JsonValue } from "../../domain/json-value.ts";
import { openDocument, pointerOf, tokensOf } from "../evaluation/place.ts";

/** Finds in other evidence the answer to the question that an answer is to. */
export type FindAnswer = (answer: Evidence) => Evidence | undefined;

/** By the key of the read; evidence that no read made, by its ID. */
export function answersIn(evidence: readonly Evidence[]): FindAnswer {
  const byKey = new Map(evidence.map((one) => [keyOf(one), one]));
  return (answer) => byKey.get(keyOf(answer));
}

function keyOf({ requestKey, evidenceId }: Evidence): string {
  return requestKey === "" ? evidenceId : requestKey;
}

/**
 * The same place in another answer to the same question: below the element of a list that is the same resource, wherever
 * in the list it stands there; undefined where it is not in the list any more.
 */
export function samePlace(pointer: string, from: Evidence, to: Evidence): string | undefined {
  const tokens = tokensOf(pointer);
  let at: JsonValue | undefined = openDocument(from).body;
  let other: JsonValue | undefined = openDocument(to).body;
  const path: string[] = [];
  for (const token of tokens) {
    let name = token;
    if (Array.isArray(at)) {
      at = at[Number(token)];
      const id = idOf(at);
      if (id !== undefined && Array.isArray(other)) {
        const index = other.findIndex((element) => sameArmId(idOf(element) ?? "", id));
        if (index < 0) return undefined;
        name = String(index);
      }
    } else at = isObject(at) ? at[token] : undefined;
    other = Array.isArray(other) ? other[Number(name)] : isObject(other) ? other[name] : undefined;
    path.push(name);
  }
  return pointerOf(path);
}

/** What stands at a JSON pointer; undefined where it leads nowhere. */
export function valueIn(body: JsonValue, pointer: string): JsonValue | undefined {
  return tokensOf(pointer).reduce<JsonValue | undefined>(
    (at, token) => (Array.isArray(at) ? at[Number(token)] : isObject(at) ? at[token] : undefined),
    body,
  );
}

function idOf(element: JsonValue | undefined): string | undefined {
  const id = isObject(element) ? element["id"] : undefined;
  return typeof id === "string" ? id : undefined;
}
