import type { Citation } from "../../../domain/citation.ts";
import { citeNoneMatch, citeRange } from "../cite.ts";
import { type Evaluated, type Known, known, unknown } from "../evaluated.ts";
import { literalText } from "../expression/render-expression.ts";
import type { CitedFunction } from "../expression/scope.ts";
import { filteredBy, originsOf } from "../list-origin.ts";
import { elementsOf } from "../navigate.ts";
import { allOf, provenBy } from "../proof.ts";
import { supportOf } from "../truth.ts";
import { onKnown, valuesOf } from "./cited-function.ts";
import { contains } from "./plain/ip-range.ts";

/** Tests of addresses against ranges: the range is cited as covering the address, the address as lying in the range. */
export const addressTests: Readonly<Record<string, CitedFunction>> = {
  in_cidr: onKnown("in_cidr", 2, (address, range) => inRange(address, range)),
  any_in_cidr: (args) => {
    const [address, ranges] = valuesOf("any_in_cidr", args);
    if (address?.kind !== "known") return address ?? known(null);
    if (ranges?.kind !== "known") return ranges ?? known(null);
    return inAnyRange(address, ranges);
  },
};

function inRange(address: Known, range: Known): Evaluated {
  if (typeof address.value !== "string" || typeof range.value !== "string")
    return known(false, allOf(supportOf(address), supportOf(range)));
  const [tested, covering] = [address.value, range.value];
  const isInside = contains(covering, tested);
  const cite = isInside ? inside : outside;
  const proof = provenBy(() => {
    const sides = [...cite(address, covering), ...cite(range, tested)];
    const computed = [address, range]
      .filter((side) => side.place === undefined)
      .flatMap((side) => supportOf(side)());
    return [...address.proof(), ...range.proof(), ...sides, ...computed];
  });
  return known(isInside, proof);
}

function inside(at: Known, other: string): readonly Citation[] {
  return at.place === undefined ? [] : [citeRange(at.place, other)];
}

function outside(at: Known, other: string): readonly Citation[] {
  return at.place === undefined ? [] : [citeRange(at.place, `outside ${other}`)];
}

function inAnyRange(address: Known, ranges: Known): Evaluated {
  const elements = elementsOf(ranges);
  if (elements === undefined || typeof address.value !== "string")
    return known(false, allOf(supportOf(address), supportOf(ranges)));
  const text = address.value;
  const covers = (element: Evaluated) =>
    element.kind === "known" && typeof element.value === "string" && contains(element.value, text);
  const found = elements.find(covers);
  if (found?.kind === "known") return inRange(address, found);
  const reasons = elements.flatMap((element) => (element.kind === "unknown" ? element.reasons : []));
  if (reasons.length > 0) return unknown(...reasons);
  const proof = provenBy(() => {
    const origins = filteredBy(originsOf(ranges), (subject) => `in_cidr(${literalText(text)}, ${subject})`);
    const own = origins === undefined ? supportOf(ranges)() : origins.map(citeNoneMatch);
    return [...ranges.proof(), ...own, ...supportOf(address)()];
  });
  return known(false, proof);
}
