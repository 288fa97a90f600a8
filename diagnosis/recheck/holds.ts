import type { Citation } from "../../domain/citation.ts";
import type { Evidence } from "../../domain/evidence.ts";
import { limits } from "../../domain/limits.ts";
import { InvalidExpressionError } from "../evaluation/expression/parse-expression.ts";
import { parseInstant } from "../evaluation/functions/plain/instant.ts";
import { contains } from "../evaluation/functions/plain/ip-range.ts";
import { isObject, type JsonValue } from "../../domain/json-value.ts";
import { weighedBody } from "../signals/own-request.ts";
import { isTrue, NotPlainError, plainSearch } from "./plain-search.ts";

/**
 * Evaluates a citation again, on nothing but the stored bytes: the pointer leads somewhere, the operator holds there, and
 * what the citation shows as value is what stands there.
 */
export function holds(citation: Citation, evidence: Evidence): boolean {
  if (citation.evidenceId !== evidence.evidenceId || evidence.source === "model") return false;
  const target = resolve(bodyOf(evidence), citation.pointer);
  if (target === undefined) return false;
  try {
    return operatorHolds(citation, target, provesAbsence(evidence, citation.pointer));
  } catch (error) {
    if (error instanceof InvalidExpressionError || error instanceof NotPlainError) return false;
    throw error;
  }
}

const bodies = new WeakMap<Evidence, JsonValue>();

function bodyOf(evidence: Evidence): JsonValue {
  const known = bodies.get(evidence);
  if (known !== undefined) return known;
  const body = weighedBody(evidence);
  bodies.set(evidence, body);
  return body;
}

/** RFC 6901; undefined where the pointer leads nowhere. */
function resolve(body: JsonValue, pointer: string): JsonValue | undefined {
  if (pointer === "") return body;
  if (!pointer.startsWith("/")) return undefined;
  let at: JsonValue | undefined = body;
  for (const token of pointer.slice(1).split("/")) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(at)) at = /^(?:0|[1-9]\d*)$/.test(name) ? at[Number(name)] : undefined;
    else at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

/** An answer that stopped before its end still proves what is missing inside one of its elements. */
function provesAbsence(evidence: Evidence, pointer: string): boolean {
  return evidence.complete || /\/\d+(?:\/|$)/.test(pointer);
}

function operatorHolds(citation: Citation, target: JsonValue, absenceIsProof: boolean): boolean {
  const { op, operand = "", value } = citation;
  switch (op) {
    case "equals":
      return isText(target) && String(target) === operand && value === operand;
    case "differs_from":
      return isText(target) && String(target) !== operand && shows(value, String(target));
    case "contains":
      return containsText(citation, target);
    case "absent":
      return absenceIsProof && plainSearch(operand, target) === null && value === "null";
    case "none_match":
      return absenceIsProof && noneMatches(operand, target) && value.startsWith(sizeOf(target));
    case "in_range":
      return inRange(operand, target) && shows(value, isText(target) ? String(target) : sizeOf(target));
    case "before": {
      const [at, limit] = [parseInstant(target), parseInstant(operand)];
      return at !== undefined && limit !== undefined && at < limit && shows(value, String(target as string));
    }
  }
}

function containsText({ operand = "", value, line }: Citation, target: JsonValue): boolean {
  const sought = operand.toLowerCase();
  if (Array.isArray(target))
    return target.some((item) => isText(item) && String(item).toLowerCase() === sought);
  if (typeof target !== "string" || !target.toLowerCase().includes(sought)) return false;
  if (!target.includes(value.replace(/^…|…$/g, ""))) return false;
  if (line === undefined || !target.includes("\n")) return true;
  const fromLine = target
    .split("\n")
    .slice(line - 1)
    .join("\n")
    .toLowerCase();
  return fromLine.includes(sought) && fromLine.indexOf(sought) <= (fromLine.split("\n")[0] ?? "").length;
}

function noneMatches(test: string, target: JsonValue): boolean {
  const elements = Array.isArray(target) ? target : isObject(target) ? Object.values(target) : [target];
  return elements.every((element) => !isTrue(plainSearch(test, element)));
}

/** `> 80`, `>= 2026-01-01T00:00:00.000Z`, `= 3` (a list's length), or an address or range: the one covers the other, or lies `outside` it. */
function inRange(operand: string, target: JsonValue): boolean {
  const [, symbol, bound = ""] = /^(>=|<=|>|<|=) (.+)$/.exec(operand) ?? [];
  if (symbol === undefined) {
    const range = operand.replace(/^outside /, "");
    const meets = typeof target === "string" && (contains(range, target) || contains(target, range));
    return operand.startsWith("outside ") ? typeof target === "string" && !meets : meets;
  }
  const limit = parseInstant(bound) ?? Number(bound);
  const size = Array.isArray(target)
    ? target.length
    : isObject(target)
      ? Object.keys(target).length
      : undefined;
  const at = size ?? (typeof target === "number" ? target : parseInstant(target));
  if (at === undefined) return false;
  if (symbol === "=") return at === limit;
  if (at === limit) return symbol.endsWith("=");
  return symbol.startsWith(">") ? at > limit : at < limit;
}

function isText(value: JsonValue): value is string | number | boolean | null {
  return value === null || typeof value !== "object";
}

/** The value as shown: whole, or its beginning. */
function shows(value: string, text: string): boolean {
  return text.length <= limits.evidenceValueCharacters
    ? value === text
    : value.endsWith("…") && text.startsWith(value.slice(0, -1));
}

function sizeOf(target: JsonValue): string {
  if (typeof target === "string") return "text";
  const size = Array.isArray(target) ? target.length : isObject(target) ? Object.keys(target).length : 0;
  return size === 1 ? "1 entry" : `${size} entries`;
}
