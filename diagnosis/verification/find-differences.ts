import { parseArmResourceId, sameArmId } from "../../domain/arm-resource-id.ts";
import type { CitationOperator } from "../../domain/citation.ts";
import type { Report, ReportEvidence } from "../../domain/contract/report.ts";
import type { Difference } from "../../domain/contract/verification.ts";
import { type Evidence, requestPath } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import { limits } from "../../domain/limits.ts";
import { isObject, type JsonValue } from "../evaluation/json-value.ts";
import { openDocument } from "../evaluation/place.ts";
import { isTrue, plainSearch } from "../recheck/plain-search.ts";
import { describePlace } from "../report/describe-place.ts";
import { answersIn, samePlace, valueIn } from "./same-answer.ts";
import { timeOf } from "./time-of.ts";

const mostDifferences = 20;

/** One state of what is cited: how it reads, to be shown, and to be compared. */
interface Reading {
  readonly shown: string;
  readonly compared: string;
}

/**
 * What the old proof cites of Azure as it is set up, then and now: each value that the verification's own evidence holds
 * too, what changed first. The past and the request are what they were.
 */
export function findDifferences(
  report: Report,
  before: readonly Evidence[],
  now: readonly Evidence[],
  language: Language,
): Difference[] {
  const cited = new Set(report.claims.flatMap(({ evidence }) => evidence));
  const differences = report.evidence
    .filter(({ id }) => cited.has(id))
    .flatMap((entry) => differenceOf(entry, before, now, language) ?? [])
    .filter(({ changed, field }) => changed || !/^(?:id|name|type)$/u.test(field));
  const byPlace = new Map(differences.map((one) => [`${one.resource} ${one.field}`, one]));
  return [...byPlace.values()]
    .toSorted((left, right) => Number(right.changed) - Number(left.changed))
    .slice(0, mostDifferences);
}

function differenceOf(
  entry: ReportEvidence,
  before: readonly Evidence[],
  now: readonly Evidence[],
  language: Language,
): Difference | undefined {
  const old = before.find(({ evidenceId }) => evidenceId === entry.evidence_id);
  const citation = citationOf(entry);
  if (old === undefined || timeOf(citation, old) !== "now" || old.source === "request") return undefined;
  const found = lookUp(entry, old, before, now);
  if (found === undefined) return undefined;
  const earlier = readingOf(entry, openDocument(old).body, entry.pointer, language);
  const later =
    found.pointer === undefined
      ? { shown: words[language].gone, compared: "" }
      : readingOf(entry, openDocument(found.answer).body, found.pointer, language);
  return {
    ...placeOf(entry, old, language),
    // oxlint-disable-next-line unicorn/no-thenable -- the pair of `now`
    then: earlier.shown,
    now: later.shown,
    changed: earlier.compared !== later.compared,
    evidence_id: found.answer.evidenceId,
  };
}

/** The resource and the field in it; of a list below a resource, that one, and the list. */
function placeOf(
  entry: ReportEvidence,
  old: Evidence,
  language: Language,
): Pick<Difference, "resource" | "field"> {
  const { subject, field } = describePlace(citationOf(entry), old, language);
  const missing = entry.op === "absent" ? (entry.operand ?? "") : "";
  const path = requestPath(old.request);
  const joined = (...parts: string[]) => parts.filter((part) => part !== "").join(".");
  if (entry.resource_id !== undefined) return { resource: entry.resource_id, field: joined(field, missing) };
  if (parseArmResourceId(path) !== undefined) return { resource: path, field: joined(field, missing) };
  const [, parent = "", list = ""] = /^(.*?)(?:\/providers\/[^/]+)?\/([^/]+)$/u.exec(path) ?? [];
  if (parseArmResourceId(parent) !== undefined)
    return { resource: parent, field: joined(list, field, missing) };
  return { resource: subject.replaceAll("`", ""), field: joined(field, missing) };
}

function citationOf({
  evidence_id: evidenceId,
  pointer,
  op,
  value,
  resource_id: resourceId,
}: ReportEvidence) {
  return { evidenceId, pointer, op, value, ...(resourceId === undefined ? {} : { resourceId }) };
}

interface Found {
  readonly answer: Evidence;
  /** Undefined where what was cited is not there any more. */
  readonly pointer: string | undefined;
}

/** The same place in the answer to the same question; else in whatever list holds, or held, the resource. */
function lookUp(
  { pointer, resource_id: resourceId }: ReportEvidence,
  old: Evidence,
  before: readonly Evidence[],
  now: readonly Evidence[],
): Found | undefined {
  const find = answersIn(now);
  const answer = find(old);
  if (answer !== undefined) {
    if (answer.status === 404 || answer.status === 410) return { answer, pointer: undefined };
    return answer.status < 400 ? { answer, pointer: samePlace(pointer, old, answer) } : undefined;
  }
  const id = resourceId ?? requestPath(old.request);
  for (const list of now) {
    const at = placeInList(list, id);
    if (at === undefined || valueIn(openDocument(list).body, `${at}${pointer}`) === undefined) continue;
    return { answer: list, pointer: `${at}${pointer}` };
  }
  const held = before.filter((list) => placeInList(list, id) !== undefined).map(find);
  const left = held.find((list) => list?.complete === true && placeInList(list, id) === undefined);
  return left === undefined ? undefined : { answer: left, pointer: undefined };
}

function placeInList(list: Evidence, id: string): string | undefined {
  if (list.source !== "arm" && list.source !== "resource_graph") return undefined;
  const { body } = openDocument(list);
  for (const name of ["value", "data"]) {
    const elements = isObject(body) ? body[name] : undefined;
    if (!Array.isArray(elements)) continue;
    const index = elements.findIndex(
      (element) => isObject(element) && typeof element["id"] === "string" && sameArmId(element["id"], id),
    );
    if (index >= 0) return `/${name}/${index}`;
  }
  return undefined;
}

function readingOf(
  { op, operand = "" }: ReportEvidence,
  body: JsonValue,
  pointer: string,
  language: Language,
): Reading {
  const value = valueIn(body, pointer);
  const said = words[language];
  if (value === undefined) return { shown: said.notSet, compared: "undefined" };
  if (op === "absent") return plain(plainSearch(operand, value), language);
  if (op !== "none_match") return plain(sizedOf(op, value), language);
  const elements = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [value];
  const match = elements.find((element) => isTrue(plainSearch(operand, element)));
  if (match === undefined) return { shown: said.noneOf(elements.length), compared: "none" };
  return { shown: cut(namedOf(match)), compared: JSON.stringify(match) };
}

/** Of an element that has a name, that. */
function namedOf(element: JsonValue): string {
  const name = isObject(element) ? element["name"] : undefined;
  return typeof name === "string" && name !== "" ? name : textOf(element);
}

/** Of a list that is counted, the count. */
function sizedOf(op: CitationOperator, value: JsonValue): JsonValue {
  return op === "in_range" && Array.isArray(value) ? value.length : value;
}

function plain(value: JsonValue, language: Language): Reading {
  if (value === null) return { shown: words[language].notSet, compared: "null" };
  return { shown: cut(textOf(value)), compared: JSON.stringify(value) };
}

function textOf(value: JsonValue): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function cut(text: string): string {
  const most = limits.evidenceValueCharacters;
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

const words = {
  en: {
    gone: "(not there)",
    notSet: "(not set)",
    noneOf: (count: number) => `(none of ${count} fits)`,
  },
  ko: {
    gone: "(없음)",
    notSet: "(설정되지 않음)",
    noneOf: (count: number) => `(${count}개 중 해당 없음)`,
  },
} as const;
