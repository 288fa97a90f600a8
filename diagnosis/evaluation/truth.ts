import type { Citation } from "../../domain/citation.ts";
import { citeMissing, citeNoneMatch, citeValue, citeWitness, isLongText } from "./cite.ts";
import { type Evaluated, type Known, type Unknown, unknown } from "./evaluated.ts";
import { isObject, isScalar, type JsonValue } from "../../domain/json-value.ts";
import { elementsOf, incompleteReason } from "./navigate.ts";
import { type Proof, provenBy } from "./proof.ts";

/** Truth as JMESPath has it, with what decided it. */
export interface Truth {
  readonly kind: "truth";
  readonly isTrue: boolean;
  readonly proof: Proof;
}

/** False are null, false, the empty text, the empty list and the empty object; nothing else. */
function isTruthy(value: JsonValue): boolean {
  if (value === null || value === false || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isObject(value) || Object.keys(value).length > 0;
}

/** Decides a value's truth; unknown where a list is empty so far and may go on. */
export function truthOf(value: Evaluated): Truth | Unknown {
  if (value.kind === "unknown") return value.truth === undefined ? value : { kind: "truth", ...value.truth };
  if (isTruthy(value.value)) return { kind: "truth", isTrue: true, proof: supportOf(value) };
  // A list that is empty so far may go on.
  const reasons = uncertaintyOf(value);
  if (reasons !== undefined) return reasons;
  return { kind: "truth", isTrue: false, proof: supportOf(value) };
}

/** What proves that a value is what it is: its place's content, or what is missing there, and what it rests on. */
export function supportOf(value: Known): Proof {
  return hasOwnSupport(value) ? provenBy(() => [...value.proof(), ...ownSupport(value)]) : value.proof;
}

function hasOwnSupport({ missing, lengthOf, foldedFrom, items, members, place }: Known): boolean {
  return (missing ?? lengthOf ?? foldedFrom ?? items ?? members ?? place) !== undefined;
}

function ownSupport(value: Known): readonly Citation[] {
  if (value.missing !== undefined) return [citeMissing(value.missing)];
  if (value.lengthOf !== undefined) return supportOf(value.lengthOf)();
  if (value.foldedFrom !== undefined) return citeValue(value.foldedFrom.place);
  if (value.items !== undefined) return firstSupport(value.items);
  if (value.members !== undefined) return firstSupport(Object.values(value.members));
  if (value.place === undefined) return [];
  // What a filter picked exists by what it passed: neither the first line of a text nor the ID of an object adds to that.
  const isPicked = value.proof().length > 0;
  if (isScalar(value.value)) return isPicked && isLongText(value.value) ? [] : citeValue(value.place);
  if (isTruthy(value.value)) return isPicked ? [] : citeWitness(value.place);
  return [citeNoneMatch({ place: value.place, conditions: [] })];
}

/** A built list exists by its first item that is known. */
function firstSupport(parts: readonly Evaluated[]): readonly Citation[] {
  const first = parts.find((part) => part.kind === "known");
  return first?.kind === "known" ? supportOf(first)() : [];
}

/** The reasons why a list, or the count of one, may be longer than it is known to be; undefined where it is known whole. */
export function uncertaintyOf(value: Known): Unknown | undefined {
  const elements = elementsOf(value.lengthOf ?? value);
  const reasons = elements?.flatMap((item) => (item.kind === "unknown" ? item.reasons : [])) ?? [];
  return reasons.length === 0 ? undefined : unknown(...reasons);
}

/** The same for a value as a whole, with all that is inside it: what its comparison or computation depends on. */
export function deepUncertaintyOf(value: Evaluated): Unknown | undefined {
  if (value.kind === "unknown") return value;
  if (isScalar(value.value)) return uncertaintyOf(value);
  const { place } = value;
  if (place !== undefined) {
    const isPart = place.path.some((step) => typeof step === "number");
    return place.document.evidence.complete || isPart ? undefined : unknown(incompleteReason(place));
  }
  const parts = value.items ?? Object.values(value.members ?? {});
  const reasons = parts.flatMap((part) => deepUncertaintyOf(part)?.reasons ?? []);
  return reasons.length === 0 ? undefined : unknown(...reasons);
}
