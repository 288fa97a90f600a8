import type { Evidence } from "../../domain/evidence.ts";
import {
  isObject,
  isScalar,
  type JsonObject,
  type JsonScalar,
  type JsonValue,
  scalarText,
} from "../../domain/json-value.ts";
import { openDocument } from "../evaluation/place.ts";

/** A value of a resource that Azure answered otherwise. */
export interface Contradiction {
  readonly resourceId: string;
  /** As `az --query` would name it. */
  readonly field: string;
  readonly supplied: string;
  readonly read: string;
  /** The answer of Azure that says so. */
  readonly evidenceId: string;
}

/** What differs from one look to the next although nobody has changed anything. */
const changesByItself = /etag|time|date|timestamp|systemdata|provisioningstate|version|usage|count/iu;
const deepest = 12;

/**
 * Where what was supplied says otherwise of a resource than an answer of Azure that holds it too: undefined where nothing does.
 * How a service writes letters and spaces (`Korea Central`, `koreacentral`) makes no difference.
 */
export function contradictionOf(supplied: Evidence, read: readonly Evidence[]): Contradiction | undefined {
  const told = resourcesIn(openDocument(supplied).body);
  if (told.size === 0) return undefined;
  for (const answer of read) {
    if (!isAnswerOfAzure(answer)) continue;
    for (const [id, resource] of resourcesIn(openDocument(answer).body)) {
      const claimed = told.get(id);
      const difference = claimed === undefined ? undefined : differenceIn(claimed, resource, [], 0);
      if (difference !== undefined) return { ...difference, resourceId: id, evidenceId: answer.evidenceId };
    }
  }
  return undefined;
}

function isAnswerOfAzure({ source, status }: Evidence): boolean {
  return (source === "arm" || source === "resource_graph" || source === "graph") && status < 400;
}

/** Every object with an ID of its own, by that in lower case. */
function resourcesIn(
  value: JsonValue,
  found = new Map<string, JsonObject>(),
  depth = 0,
): Map<string, JsonObject> {
  if (depth > deepest) return found;
  if (Array.isArray(value)) for (const item of value) resourcesIn(item, found, depth + 1);
  if (!isObject(value)) return found;
  const { id } = value;
  if (typeof id === "string" && id.startsWith("/") && !found.has(id.toLowerCase()))
    found.set(id.toLowerCase(), value);
  for (const inner of Object.values(value)) resourcesIn(inner, found, depth + 1);
  return found;
}

type Difference = Pick<Contradiction, "field" | "supplied" | "read">;

/** Only what both state: a list leaves out what a single answer has. */
function differenceIn(
  supplied: JsonValue,
  read: JsonValue,
  path: readonly string[],
  depth: number,
): Difference | undefined {
  if (depth > deepest) return undefined;
  if (isObject(supplied) && isObject(read)) {
    for (const [name, value] of Object.entries(supplied)) {
      const other = read[name];
      if (other === undefined || other === null || value === null || changesByItself.test(name)) continue;
      const found = differenceIn(value, other, [...path, name], depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isScalar(supplied) || !isScalar(read) || folded(supplied) === folded(read)) return undefined;
  return { field: path.join("."), supplied: scalarText(supplied), read: scalarText(read) };
}

function folded(value: JsonScalar): string {
  return scalarText(value).toLowerCase().replace(/\s+/gu, "");
}
