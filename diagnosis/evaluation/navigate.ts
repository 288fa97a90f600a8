import { type Evaluated, type Known, type UnknownReason, unknown, untold } from "./evaluated.ts";
import { isObject } from "../../domain/json-value.ts";
import { below, childOf, type EvidenceDocument, type Place, pointerOf, valueAt } from "./place.ts";
import { allOf, noProof } from "./proof.ts";

/** The value at a place that exists. */
export function atPlace(place: Place): Known {
  return { kind: "known", value: valueAt(place) ?? null, place, proof: noProof };
}

export function documentRoot(document: EvidenceDocument): Known {
  return atPlace({ document, path: [] });
}

/** A member of an object; null that knows where it is missing, where there is none. */
export function memberOf(value: Evaluated, name: string): Evaluated {
  if (value.kind === "unknown") return untold(value);
  if (value.members !== undefined)
    return Object.hasOwn(value.members, name) ? resting(value.members[name]!, value) : nothing(value);
  if (isObject(value.value) && Object.hasOwn(value.value, name)) return step(value, name);
  if (Array.isArray(value.value)) return nothing(value);
  return missingBelow(value, identifier(name));
}

/** An element of a list, counted from the end where `index` is negative. */
export function elementAt(value: Evaluated, index: number): Evaluated {
  if (value.kind === "unknown") return untold(value);
  const elements = elementsOf(value);
  if (elements === undefined) return missingBelow(value, `[${index}]`);
  if (elements.length === 0) return nothing(value);
  const at = index < 0 ? elements.length + index : index;
  const uncertain = index < 0 ? elements : elements.slice(0, at + 1);
  const reasons = uncertain.flatMap((element) => (element.kind === "unknown" ? element.reasons : []));
  if (reasons.length > 0) return unknown(...reasons);
  const element = elements[at];
  if (element === undefined) return missingBelow(value, `[${index}]`);
  return element;
}

/**
 * The elements of a list, or undefined for what is no list. A list of an answer that stopped before its last page ends in
 * an unknown one.
 */
export function elementsOf(value: Known): readonly Evaluated[] | undefined {
  if (value.items !== undefined) return value.items.map((item) => resting(item, value));
  if (!Array.isArray(value.value)) return undefined;
  const elements: Evaluated[] = value.value.map((_, index) => step(value, index));
  if (value.place !== undefined && mayGoOn(value.place)) elements.push(incompleteAt(value.place));
  return elements;
}

/** The values of an object's members, in their order; undefined for what is no object. */
export function membersOf(value: Known): readonly Evaluated[] | undefined {
  if (!isObject(value.value)) return undefined;
  return Object.keys(value.value).map((name) => memberOf(value, name));
}

/** Follows a dotted path with indexes: `properties.networkAcls.ipRules[0].value`. Names with a dot do not fit in. */
export function fieldOf(value: Evaluated, path: string): Evaluated {
  const steps = path.match(/[^.[\]]+|\[-?\d+\]/g) ?? [];
  return steps.reduce<Evaluated>(
    (at, part) => (part.startsWith("[") ? elementAt(at, Number(part.slice(1, -1))) : memberOf(at, part)),
    value,
  );
}

/** A name as JMESPath writes it. */
function identifier(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

/** True for a list that an unfinished answer may have cut: one that is not inside another list's element. */
function mayGoOn(place: Place): boolean {
  return !place.document.evidence.complete && place.path.every((part) => typeof part === "string");
}

function incompleteAt(place: Place): Evaluated {
  return unknown(incompleteReason(place));
}

export function incompleteReason(place: Place): UnknownReason {
  return {
    kind: "incomplete",
    evidenceId: place.document.evidence.evidenceId,
    pointer: pointerOf(place.path),
  };
}

function step(value: Known, part: string | number): Known {
  const child = childOf(value.value, part) ?? null;
  const base = { kind: "known", value: child, proof: value.proof } as const;
  return value.place === undefined ? base : { ...base, place: below(value.place, part) };
}

function missingBelow(value: Known, part: string): Evaluated {
  if (value.missing !== undefined) {
    const { parent, path } = value.missing;
    return { ...nothing(value), missing: { parent, path: join(path, part) } };
  }
  if (value.place === undefined) return nothing(value);
  if (mayGoOn(value.place)) return incompleteAt(value.place);
  return { ...nothing(value), missing: { parent: value.place, path: part } };
}

/** Null that rests on what the value rested on. */
function nothing(value: Known): Known {
  return { kind: "known", value: null, proof: value.proof };
}

function join(path: string, part: string): string {
  return part.startsWith("[") ? `${path}${part}` : `${path}.${part}`;
}

/** A part of a built value rests on what the whole rests on. */
function resting(part: Evaluated, whole: Known): Evaluated {
  if (part.kind === "unknown" || whole.proof === noProof) return part;
  return { ...part, proof: allOf(whole.proof, part.proof) };
}
