import type { LocalText } from "../../domain/language.ts";
import type { JsonObject, JsonValue } from "../../domain/json-value.ts";
import type { Place } from "./place.ts";
import { allOf, noProof, type Proof } from "./proof.ts";

/** Why something could not be decided. */
export type UnknownReason =
  /** The read with this name has not been made yet; `key` is what it asks (`readKey`). */
  | { readonly kind: "pending"; readonly read: string; readonly key?: string }
  /** The read may not be made (401, 403) or could not be made; `permission` is what it needs. */
  | { readonly kind: "denied"; readonly read: string; readonly permission: string; readonly code: string }
  /** A list stopped before its last page: what is not in it may still exist. */
  | { readonly kind: "incomplete"; readonly evidenceId: string; readonly pointer: string }
  /** An analysis needs a fact that no evidence states: "the caller's address". */
  | { readonly kind: "undecided"; readonly what: string | LocalText };

/** `null` that was read as such: the deepest parent that exists, and the JSON path below it that does not. */
export interface Missing {
  readonly parent: Place;
  readonly path: string;
}

/**
 * Where the elements of a list come from, so that its emptiness can be cited as `none_match`: `place` is an array (or an
 * object, for its values); an element of it contributes what `path` gives on it, where all `conditions` hold on it.
 * All are JMESPath over one element, with everything from outside filled in.
 */
export interface ListOrigin {
  readonly place: Place;
  readonly conditions: readonly string[];
  /** Undefined where the element itself is what it contributes. */
  readonly path?: string;
  /** True where `path` gives a list of contributions instead of one. */
  readonly pathGivesList?: boolean;
}

export interface Known {
  readonly kind: "known";
  /** The plain value. In a built list, items that are unknown are left out; in a built object they are null. */
  readonly value: JsonValue;
  /** Where the value stands in evidence; undefined for what was computed. */
  readonly place?: Place;
  /** What the value rests on besides its own place: the filters that picked it, the sources it was computed from. */
  readonly proof: Proof;
  /** Of a built list: each item with its own provenance. An unknown item may be there or not. */
  readonly items?: readonly Evaluated[];
  /** Of a built object: each member with its own provenance. */
  readonly members?: Readonly<Record<string, Evaluated>>;
  readonly missing?: Missing;
  /** Of a list made by filters and projections; several where lists were joined. Worked out only when asked. */
  readonly origins?: () => readonly ListOrigin[] | undefined;
  /** Of a number that counts: what was counted. */
  readonly lengthOf?: Known;
  /** The text that this one was made from by folding case, so that a match in it is cited where it stands. */
  readonly foldedFrom?: { readonly place: Place; readonly by: "lower" | "upper" };
}

export interface Unknown {
  readonly kind: "unknown";
  readonly reasons: readonly UnknownReason[];
  /** Set where the value is unknown but whether it is true is not: `pending || true`. */
  readonly truth?: { readonly isTrue: boolean; readonly proof: Proof };
}

export type Evaluated = Known | Unknown;

/** What a function can ask of the evaluation that it is called from. */
export interface EvaluationContext {
  /** Azure's clock when the diagnosis began (ISO 8601, UTC): the only *now* there is. */
  readonly now: string;
  /** What a name of the playbook is bound to: `signals`, `target`, a read, a `let`. Null without proof for others. */
  lookup(name: string): Evaluated;
  /** Evaluates JMESPath with `current` as `@`; `variables` are reached as `$name`, names of the playbook too. */
  evaluate(
    expression: string,
    current: Evaluated,
    variables?: Readonly<Record<string, Evaluated>>,
  ): Evaluated;
}

/** An analysis as expressions call it: by its name in the table that `assess` is given. Arguments may be unknown. */
export type AnalysisFunction = (args: readonly Evaluated[], context: EvaluationContext) => Evaluated;
export type AnalysisTable = Readonly<Record<string, AnalysisFunction>>;

/** A computed value and what proves it. */
export function known(value: JsonValue, proof: Proof = noProof): Known {
  return { kind: "known", value, proof };
}

export function unknown(...reasons: readonly UnknownReason[]): Unknown {
  if (reasons.length < 2) return { kind: "unknown", reasons };
  const seen = new Map(reasons.map((reason) => [JSON.stringify(reason), reason]));
  return { kind: "unknown", reasons: [...seen.values()] };
}

/**
 * What is computed from a value that is unknown but true: how it comes out is not told by that. Of what is unknown but
 * false everything inside is nothing, and so false as well.
 */
export function untold(value: Unknown): Unknown {
  return value.truth?.isTrue === true ? { kind: "unknown", reasons: value.reasons } : value;
}

/** A built list; unknown items stay in it as "may be there". */
export function listOf(items: readonly Evaluated[], proof: Proof = noProof): Known {
  const value = items.flatMap((item) => (item.kind === "known" ? [item.value] : []));
  return { kind: "known", value, items, proof };
}

/** A built object, such as the facts of an analysis: each member is known or unknown on its own. */
export function objectOf(members: Readonly<Record<string, Evaluated>>, proof: Proof = noProof): Known {
  const value: JsonObject = {};
  for (const [name, member] of Object.entries(members))
    value[name] = member.kind === "known" ? member.value : null;
  return { kind: "known", value, members, proof };
}

/** The same value, resting on more. */
export function restingOn(value: Known, proof: Proof): Known {
  if (proof === noProof) return value;
  return { ...value, proof: allOf(proof, value.proof) };
}
