import { cutText } from "../../domain/cut-text.ts";
import { parseArmResourceId } from "../../domain/arm-resource-id.ts";
import type { Citation, CitationOperator } from "../../domain/citation.ts";
import { fixedEvidence } from "../../domain/evidence.ts";
import { limits } from "../../domain/limits.ts";
import type { ListOrigin, Missing } from "./evaluated.ts";
import { isObject, isScalar, type JsonScalar, type JsonValue, scalarText } from "../../domain/json-value.ts";
import { contributionTest } from "./list-origin.ts";
import { below, childOf, type Place, pointerOf, valueAt } from "./place.ts";

const longest = limits.evidenceValueCharacters;

/** The scalar at a place, as it is. A text too long to show is cited by its first line. */
export function citeValue(place: Place): Citation[] {
  const value = valueAt(place);
  if (!isScalar(value)) return [];
  const text = scalarText(value);
  if (!isLongText(text)) return [cite(place, "equals", text, text, lineBeside(place))];
  const firstLine = text.split("\n").find((line) => line.trim() !== "");
  return firstLine === undefined ? [] : [citeContained(place, firstLine.trim().slice(0, 200))];
}

/** A text that a citation cannot show whole. */
export function isLongText(value: JsonScalar): boolean {
  return typeof value === "string" && (value.length > longest || value.includes("\n"));
}

export function citeDifference(place: Place, operand: JsonScalar): Citation[] {
  const value = valueAt(place);
  const expected = scalarText(operand);
  if (!isScalar(value) || scalarText(value) === expected || expected.length > longest)
    return citeValue(place);
  return [cite(place, "differs_from", expected, excerpt(scalarText(value)), lineBeside(place))];
}

export function citeMissing({ parent, path }: Missing): Citation {
  return cite(parent, "absent", path, "null", lineBeside(parent));
}

/** A text that holds `part` (case aside); cites the line it stands on. */
export function citeContained(place: Place, part: string): Citation {
  const text = textAt(place);
  const operand = part.slice(0, longest);
  const at = Math.max(0, text.toLowerCase().indexOf(operand.toLowerCase()));
  if (!text.includes("\n")) return cite(place, "contains", operand, around(text, at), lineBeside(place));
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const line = text.slice(start, end < 0 ? undefined : end);
  return cite(place, "contains", operand, around(line, at - start), text.slice(0, start).split("\n").length);
}

/**
 * A list from which nothing came, or a text without a match: `value` says how long it is and what was looked for. An empty
 * text is cited as it is.
 */
export function citeNoneMatch(origin: ListOrigin): Citation {
  const value = valueAt(origin.place);
  if (value === "") return cite(origin.place, "equals", "", "", lineBeside(origin.place));
  // JMESPath's projections pass over null elements whatever they are tested for.
  const isTestedForNull = origin.path === undefined && elementsIn(value).includes(null);
  const conditions = isTestedForNull ? [...origin.conditions, "@ != `null`"] : origin.conditions;
  const test = contributionTest({ ...origin, conditions });
  const count = typeof value === "string" ? "text" : countOf(value);
  const looked = test === undefined ? count : `${count}, none with ${test}`;
  return cite(origin.place, "none_match", test ?? "`true`", excerpt(looked), lineBeside(origin.place));
}

/** A number, an instant, an address or a CIDR range that lies in, or covers, `range`; a list by its length. */
export function citeRange(place: Place, range: string): Citation {
  const value = valueAt(place);
  const text = isScalar(value) ? scalarText(value) : countOf(value);
  return cite(place, "in_range", range, excerpt(text), lineBeside(place));
}

export function citeBefore(place: Place, instant: string): Citation {
  return cite(place, "before", instant, excerpt(textAt(place)), lineBeside(place));
}

/** Something that exists, by its ID, its name or its first scalar inside. */
export function citeWitness(place: Place, depth = 3): Citation[] {
  const value = valueAt(place);
  if (isScalar(value)) return citeValue(place);
  if (value === undefined || depth === 0) return [];
  const steps = Array.isArray(value) ? value.map((_, index) => index).slice(0, 3) : Object.keys(value);
  const preferred = ["id", "name", "code"].filter((key) => isScalar(childOf(value, key) ?? undefined));
  for (const step of [...preferred, ...steps]) {
    const found = citeWitness(below(place, step), depth - 1);
    if (found.length > 0) return found;
  }
  return [];
}

function countOf(value: JsonValue | undefined): string {
  const count = elementsIn(value).length;
  return count === 1 ? "1 entry" : `${count} entries`;
}

function elementsIn(value: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function cite(place: Place, op: CitationOperator, operand: string, value: string, line?: number): Citation {
  const resourceId = rowResourceId(place);
  return {
    evidenceId: place.document.evidence.evidenceId,
    pointer: pointerOf(place.path),
    op,
    operand,
    value,
    ...(resourceId === undefined ? {} : { resourceId }),
    ...(line === undefined ? {} : { line }),
  };
}

/** The ARM ID of the list element or row around a place; the target of an Activity Log event. */
function rowResourceId({ document, path }: Place): string | undefined {
  const [list, index] = path;
  if (typeof list !== "string" || typeof index !== "number") return undefined;
  const row = childOf(childOf(document.body, list), index);
  const id = childOf(row, childOf(row, "eventTimestamp") === undefined ? "id" : "resourceId");
  return typeof id === "string" && parseArmResourceId(id) !== undefined ? id : undefined;
}

/** Signals know the line of the request on which they stand. */
function lineBeside({ document, path }: Place): number | undefined {
  if (document.evidence.evidenceId !== fixedEvidence.signals) return undefined;
  const [list, item] = path;
  if (item === undefined) return undefined;
  const line =
    list === "fields"
      ? childOf(childOf(document.body, "fieldLines"), item)
      : childOf(childOf(childOf(document.body, list!), item), "line");
  return typeof line === "number" ? line : undefined;
}

function excerpt(text: string): string {
  return cutText(text, longest);
}

/** At most as much of a line as a citation may show, with the match in it. */
function around(line: string, at: number): string {
  if (line.length <= longest) return line;
  const start = Math.max(0, Math.min(at - 100, line.length - longest + 2));
  const text = `${start > 0 ? "…" : ""}${line.slice(start, start + longest - 2)}`;
  return start + longest - 2 < line.length ? `${text}…` : text;
}

function textAt(place: Place): string {
  const value = valueAt(place) ?? "";
  return isScalar(value) ? scalarText(value) : "";
}
