import { sameArmId } from "../../domain/arm-resource-id.ts";
import type { Citation } from "../../domain/citation.ts";
import type { Evidence } from "../../domain/evidence.ts";
import { readKey } from "../../domain/read-step.ts";
import { isObject, type JsonValue } from "../../domain/json-value.ts";
import { pointerOf, tokensOf } from "../evaluation/place.ts";
import { holds } from "../recheck/holds.ts";

/**
 * The same citation on the item's own answer, where that item was read by its ID and says the same there; else the
 * citation as it is.
 */
export function rebaseCitation(
  citation: Citation,
  byKey: ReadonlyMap<string, Evidence>,
  answer: Evidence,
): Citation {
  const { resourceId } = citation;
  if (resourceId === undefined) return citation;
  const item = byKey.get(readKey({ kind: "arm", path: resourceId }));
  if (item === undefined || item.evidenceId === answer.evidenceId || item.status >= 300) return citation;
  const pointer = pointerWithin(JSON.parse(answer.body) as JsonValue, citation.pointer, resourceId);
  if (pointer === undefined) return citation;
  const rebased = { ...citation, evidenceId: item.evidenceId, pointer };
  return holds(rebased, item) ? rebased : citation;
}

/** What is left of a pointer below the element that is the resource; undefined where it never comes by one. */
function pointerWithin(body: JsonValue, pointer: string, resourceId: string): string | undefined {
  const tokens = tokensOf(pointer);
  let at: JsonValue | undefined = body;
  let rest: string | undefined;
  for (let depth = 0; depth <= tokens.length; depth += 1) {
    if (isObject(at) && typeof at["id"] === "string" && sameArmId(at["id"], resourceId))
      rest = pointerOf(tokens.slice(depth));
    const name = tokens[depth];
    if (name === undefined) break;
    if (Array.isArray(at)) at = at[Number(name)];
    else at = isObject(at) ? at[name] : undefined;
  }
  return rest;
}
