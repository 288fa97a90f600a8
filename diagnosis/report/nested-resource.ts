import { parseArmResourceId } from "../../domain/arm-resource-id.ts";
import { isObject, type JsonValue } from "../../domain/json-value.ts";
import { tokensOf } from "../evaluation/place.ts";

/**
 * The ARM ID of the innermost resource around a place in another's body: the rule of a security group, the route of a table.
 * Undefined where the place is the body's own.
 */
export function nestedResource(body: JsonValue, pointer: string): string | undefined {
  let at: JsonValue | undefined = body;
  let found: string | undefined;
  for (const name of tokensOf(pointer)) {
    if (Array.isArray(at)) {
      at = at[Number(name)];
      const id = isObject(at) ? at["id"] : undefined;
      if (typeof id === "string" && parseArmResourceId(id) !== undefined) found = id;
    } else at = isObject(at) ? at[name] : undefined;
  }
  return found;
}
