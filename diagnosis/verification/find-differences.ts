import { parseArmResourceId, sameArmId } from "../../domain/arm-resource-id.ts";
import type { Citation } from "../../domain/citation.ts";
import type { Report, ReportEvidence } from "../../domain/contract/report.ts";
import type { Difference } from "../../domain/contract/verification.ts";
import { type Evidence, requestPath } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import { isObject } from "../../domain/json-value.ts";
import { openDocument } from "../evaluation/place.ts";
import { describePlace } from "../report/describe-place.ts";
import { absentReading, type Reading, readingOf } from "./reading-of.ts";
import { answersIn, samePlace, valueIn } from "./same-answer.ts";
import { timeOf } from "./time-of.ts";

const mostDifferences = 20;

/** A citation, as a report has it or as evaluation made it. */
type Cited = Pick<ReportEvidence, "evidence_id" | "pointer" | "op" | "value" | "operand" | "resource_id">;

/**
 * What the old proof cites of Azure as it is set up, then and now: each value that the verification's own evidence holds
 * too, what changed first. The past and the request are what they were. What refutes a cause now is there too where it was
 * not there then.
 *
 * @param refutations  citations on the verification's own evidence.
 */
export function findDifferences(
  report: Report,
  before: readonly Evidence[],
  now: readonly Evidence[],
  refutations: readonly Citation[],
  language: Language,
): Difference[] {
  const cited = new Set(report.claims.flatMap(({ evidence }) => evidence));
  const ofProof = report.evidence
    .filter(({ id }) => cited.has(id))
    .flatMap((entry) => differenceOf(entry, before, now, language) ?? []);
  const ofRefutations = refutations
    .flatMap((citation) => newcomerOf(citedOf(citation), before, now, language) ?? [])
    .filter(({ changed }) => changed);
  const told = [...ofProof, ...ofRefutations].filter(
    ({ changed, field }) => changed || !/^(?:id|name|type)$/u.test(field),
  );
  // The first of a place, but for one that changed after one that did not.
  const byPlace = new Map<string, Difference>();
  for (const one of told) {
    const key = `${one.resource} ${one.field}`;
    if (byPlace.get(key)?.changed !== true) byPlace.set(key, one);
  }
  return [...byPlace.values()]
    .toSorted((left, right) => Number(right.changed) - Number(left.changed))
    .slice(0, mostDifferences);
}

function citedOf({ evidenceId, resourceId, ...citation }: Citation): Cited {
  return {
    ...citation,
    evidence_id: evidenceId,
    ...(resourceId === undefined ? {} : { resource_id: resourceId }),
  };
}

/** What a citation on the verification's own evidence says, beside what stood there in the answer to the same question. */
function newcomerOf(
  entry: Cited,
  before: readonly Evidence[],
  now: readonly Evidence[],
  language: Language,
): Difference | undefined {
  const answer = now.find(({ evidenceId }) => evidenceId === entry.evidence_id);
  if (answer === undefined || !isOfSetup(entry, answer)) return undefined;
  const old = answersIn(before)(answer);
  if (old === undefined || old.status >= 400) return undefined;
  const pointer = samePlace(entry.pointer, answer, old);
  const isThere = pointer !== undefined && valueIn(openDocument(old).body, pointer) !== undefined;
  const earlier = isThere
    ? readingOf(entry, openDocument(old).body, pointer, language)
    : absentReading(language);
  const later = readingOf(entry, openDocument(answer).body, entry.pointer, language);
  return differing(placeOf(entry, answer, language), earlier, later, answer);
}

function differing(
  place: Pick<Difference, "resource" | "field">,
  earlier: Reading | undefined,
  later: Reading | undefined,
  answer: Evidence,
): Difference | undefined {
  if (earlier === undefined || later === undefined) return undefined;
  return {
    ...place,
    // oxlint-disable-next-line unicorn/no-thenable -- the pair of `now`
    then: earlier.shown,
    now: later.shown,
    changed: earlier.compared !== later.compared,
    evidence_id: answer.evidenceId,
  };
}

/** How Azure is set up, and no signal that was worked out of it. */
function isOfSetup(entry: Cited, answer: Evidence): boolean {
  return answer.source !== "request" && timeOf(citationOf(entry), answer) === "now";
}

function differenceOf(
  entry: Cited,
  before: readonly Evidence[],
  now: readonly Evidence[],
  language: Language,
): Difference | undefined {
  const old = before.find(({ evidenceId }) => evidenceId === entry.evidence_id);
  if (old === undefined || !isOfSetup(entry, old)) return undefined;
  const found = lookUp(entry, old, before, now);
  if (found === undefined) return undefined;
  const earlier = readingOf(entry, openDocument(old).body, entry.pointer, language);
  const later =
    found.pointer === undefined
      ? absentReading(language)
      : readingOf(entry, openDocument(found.answer).body, found.pointer, language);
  const difference = differing(placeOf(entry, old, language), earlier, later, found.answer);
  // What was not set and still is not tells nothing of a change.
  return entry.op === "absent" && difference?.changed === false ? undefined : difference;
}

/** The resource and the field in it; of a list below a resource, that one, and the list. */
function placeOf(entry: Cited, old: Evidence, language: Language): Pick<Difference, "resource" | "field"> {
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

function citationOf({ evidence_id: evidenceId, pointer, op, value, resource_id: resourceId }: Cited) {
  return { evidenceId, pointer, op, value, ...(resourceId === undefined ? {} : { resourceId }) };
}

interface Found {
  readonly answer: Evidence;
  /** Undefined where what was cited is not there any more. */
  readonly pointer: string | undefined;
}

/** The same place in the answer to the same question; else in whatever list holds, or held, the resource. */
function lookUp(
  { pointer, resource_id: resourceId }: Cited,
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
