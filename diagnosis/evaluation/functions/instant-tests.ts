import type { Citation } from "../../../domain/citation.ts";
import { citeBefore, citeRange } from "../cite.ts";
import { type Known, known } from "../evaluated.ts";
import type { CitedFunction } from "../expression/scope.ts";
import { supportOf } from "../truth.ts";
import { onKnown } from "./cited-function.ts";
import { isoOf, parseInstant } from "./plain/instant.ts";

/** `before(a, b)`: cites each instant that stands in evidence, against the other. */
export const instantTests: Readonly<Record<string, CitedFunction>> = {
  before: onKnown("before", 2, (left, right) => {
    const [first, second] = [parseInstant(left.value), parseInstant(right.value)];
    if (first === undefined || second === undefined)
      return known(null, [...supportOf(left), ...supportOf(right)]);
    return known(first < second, proof(left, first, right, second));
  }),
};

function proof(left: Known, first: number, right: Known, second: number): readonly Citation[] {
  const holds = first < second;
  if (left.place !== undefined) {
    const seen = holds ? citeBefore(left.place, isoOf(second)) : citeRange(left.place, `>= ${isoOf(second)}`);
    return [...left.citations, seen, ...supportOf(right)];
  }
  if (right.place === undefined) return [...supportOf(left), ...supportOf(right)];
  const seen =
    second < first ? citeBefore(right.place, isoOf(first)) : citeRange(right.place, `>= ${isoOf(first)}`);
  return [...supportOf(left), ...right.citations, seen];
}
