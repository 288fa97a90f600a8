import type { Citation } from "../../../domain/citation.ts";
import { citeNoneMatch } from "../cite.ts";
import {
  type Evaluated,
  type Known,
  known,
  type ListOrigin,
  listOf,
  restingOn,
  untold,
} from "../evaluated.ts";
import { plainFunctions } from "../functions/plain/plain-functions.ts";
import { filtered, flattened, originsOf, projected } from "../list-origin.ts";
import { elementsOf, membersOf } from "../navigate.ts";
import { type Proof, provenBy } from "../proof.ts";
import { supportOf, truthOf, uncertaintyOf } from "../truth.ts";
import type { ExpressionNode, NodeOf } from "./parse-expression.ts";
import { renderExpression } from "./render-expression.ts";
import type { Scope } from "./scope.ts";

type Origins = () => readonly ListOrigin[] | undefined;

/** `list[*].right`, and what follows a flatten or a slice. */
export function projectItems(base: Evaluated, right: ExpressionNode, scope: Scope): Evaluated {
  return projectElements(base, (value) => elementsOf(value), right, scope);
}

/** `object.*.right`. */
export function projectMembers(base: Evaluated, right: ExpressionNode, scope: Scope): Evaluated {
  return projectElements(base, (value) => membersOf(value), right, scope);
}

function projectElements(
  base: Evaluated,
  open: (value: Known) => readonly Evaluated[] | undefined,
  right: ExpressionNode,
  scope: Scope,
): Evaluated {
  if (base.kind === "unknown") return untold(base);
  const elements = open(base);
  if (elements === undefined) return known(null, supportOf(base));
  const dropped: Known[] = [];
  const items = elements.flatMap((element) => contributed(element, right, scope, dropped));
  const written = writer(scope);
  const origins = () => projected(originsOf(base), written.text(right));
  return collected(items, base, origins, written, () => supportOfSome(dropped));
}

/** `list[?condition].right`. A match rests on what made its condition true; no match is cited as such. */
export function projectFilter(base: Evaluated, node: NodeOf<"FilterProjection">, scope: Scope): Evaluated {
  if (base.kind === "unknown") return untold(base);
  const elements = elementsOf(base);
  if (elements === undefined) return known(null, supportOf(base));
  const dropped: Known[] = [];
  const refuted: Proof[] = [];
  const items = elements.flatMap((element) => {
    if (element.kind === "unknown") return [element];
    const truth = truthOf(scope.interpret(node.condition, element, scope));
    if (truth.kind === "unknown") return [truth];
    if (truth.isTrue) return contributed(restingOn(element, truth.proof), node.right, scope, dropped);
    refuted.push(truth.proof);
    return [];
  });
  const written = writer(scope);
  const origins = () =>
    projected(filtered(originsOf(base), written.text(node.condition)), written.text(node.right));
  return collected(items, base, origins, written, () => [...someOf(refuted), ...supportOfSome(dropped)]);
}

/** Where a list has no single place, its emptiness is cited element by element, up to this many. */
const longestFallback = 8;

function supportOfSome(dropped: readonly Known[]): readonly Citation[] {
  return dropped.slice(0, longestFallback).flatMap((value) => supportOf(value)());
}

function someOf(refuted: readonly Proof[]): readonly Citation[] {
  const citations: Citation[] = [];
  for (const proof of refuted) if (citations.length < longestFallback) citations.push(...proof());
  return citations;
}

function contributed(element: Evaluated, right: ExpressionNode, scope: Scope, dropped: Known[]): Evaluated[] {
  if (element.kind === "unknown") return [element];
  const result = scope.interpret(right, element, scope);
  if (result.kind === "unknown" || result.value !== null) return [result];
  dropped.push(result);
  return [];
}

/** The list of what was found, or the proof that nothing was. */
function collected(
  items: readonly Evaluated[],
  base: Known,
  origins: Origins,
  written: Writer,
  fallback: () => readonly Citation[],
): Known {
  if (items.length > 0) return { ...listOf(items), origins };
  const isEmptyBuiltList = base.items !== undefined && base.items.length === 0;
  if (isEmptyBuiltList) return { ...listOf([], base.proof), origins };
  const proof = provenBy(() => {
    const from = origins();
    const own = from === undefined ? fallback() : from.map(citeNoneMatch);
    return [...base.proof(), ...own, ...written.filledIn()];
  });
  return { ...listOf([], proof), origins };
}

/** `[]`: lists inside a list become part of it. Joined lists keep the origin of each. */
export function flatten(base: Evaluated): Evaluated {
  if (base.kind === "unknown") return untold(base);
  const elements = elementsOf(base);
  if (elements === undefined) return known(null, supportOf(base));
  let hasLists = false;
  const items = elements.flatMap((element): readonly Evaluated[] => {
    if (element.kind === "unknown") return [element];
    const inner = elementsOf(element);
    if (inner === undefined) return [element];
    hasLists = true;
    return inner;
  });
  const origins = () => {
    const own = originsOf(base);
    if (own !== undefined) return hasLists ? flattened(own) : own;
    return joinedOrigins(elements);
  };
  if (items.length > 0) return { ...listOf(items), origins };
  const proof = provenBy(() => {
    const from = origins();
    const own = elements.length === 0 || from === undefined ? supportOf(base)() : from.map(citeNoneMatch);
    return [...base.proof(), ...own];
  });
  return { ...listOf([], proof), origins };
}

function joinedOrigins(elements: readonly Evaluated[]): readonly ListOrigin[] | undefined {
  const origins: ListOrigin[] = [];
  for (const element of elements) {
    if (element.kind === "unknown") continue;
    const from = Array.isArray(element.value) ? originsOf(element) : undefined;
    if (from === undefined) return undefined;
    origins.push(...from);
  }
  return origins.length === 0 ? undefined : origins;
}

interface Writer {
  text(node: ExpressionNode): string | undefined;
  /** The proof of the values from outside that the text was filled in with. */
  filledIn(): readonly Citation[];
}

function writer(scope: Scope): Writer {
  const proof: Citation[] = [];
  return {
    text: (node) =>
      renderExpression(node, {
        isPlain: (name) => Object.hasOwn(plainFunctions, name),
        resolve: (part) => {
          const value = scope.interpret(part, known(null), scope);
          if (value.kind === "unknown" || uncertaintyOf(value) !== undefined) return undefined;
          proof.push(...supportOf(value)());
          return value.value;
        },
      }),
    filledIn: () => proof,
  };
}
