import { citeBefore, citeRange } from "../cite.ts";
import { type Known, known } from "../evaluated.ts";
import type { CitedFunction } from "../expression/scope.ts";
import { allOf, type Proof, provenBy } from "../proof.ts";
import { supportOf } from "../truth.ts";
import { onKnown } from "./cited-function.ts";
import { isoOf, parseInstant } from "./plain/instant.ts";

/** `before(a, b)`: cites each instant that stands in evidence, against the other. */
export const instantTests: Readonly<Record<string, CitedFunction>> = {
  before: onKnown("before", 2, (left, right) => {
    const [first, second] = [parseInstant(left.value), parseInstant(right.value)];
    if (first === undefined || second === undefined)
      return known(null, allOf(supportOf(left), supportOf(right)));
    return known(first < second, proof(left, first, right, second));
  }),
};

function proof(left: Known, first: number, right: Known, second: number): Proof {
  const holds = first < second;
  const [before, after] = [left.place, right.place];
  if (before !== undefined)
    return provenBy(() => {
      const seen = holds ? citeBefore(before, isoOf(second)) : citeRange(before, `>= ${isoOf(second)}`);
      return [...left.proof(), seen, ...supportOf(right)()];
    });
  if (after === undefined) return allOf(supportOf(left), supportOf(right));
  return provenBy(() => {
    const seen = second < first ? citeBefore(after, isoOf(first)) : citeRange(after, `>= ${isoOf(first)}`);
    return [...supportOf(left)(), ...right.proof(), seen];
  });
}
