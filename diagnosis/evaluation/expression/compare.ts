import type { Citation } from "../../../domain/citation.ts";
import { citeDifference, citeRange } from "../cite.ts";
import { type Evaluated, type Known, known, type Unknown, unknown } from "../evaluated.ts";
import { isScalar, sameJson } from "../../../domain/json-value.ts";
import { allOf, type Proof, provenBy } from "../proof.ts";
import { deepUncertaintyOf, supportOf, uncertaintyOf } from "../truth.ts";

export type Comparison = "EQ" | "NE" | "GT" | "GTE" | "LT" | "LTE";
type Order = Exclude<Comparison, "EQ" | "NE">;

/** Both known, or all reasons why not. */
function bothKnown(left: Evaluated, right: Evaluated): readonly [Known, Known] | Unknown {
  if (left.kind === "known" && right.kind === "known") return [left, right];
  return unknown(...[left, right].flatMap((side) => (side.kind === "unknown" ? side.reasons : [])));
}

/** JMESPath's comparators, with the citations that decided. Ordering anything but numbers gives null, as JMESPath does. */
export function compare(comparison: Comparison, left: Evaluated, right: Evaluated): Evaluated {
  const sides = bothKnown(left, right);
  if ("kind" in sides) return sides;
  if (
    left.kind === "known" &&
    left.lengthOf !== undefined &&
    right.kind === "known" &&
    right.lengthOf !== undefined
  ) {
    const uncertain = uncertaintyOf(left) ?? uncertaintyOf(right);
    if (uncertain !== undefined) return uncertain;
  }
  if (comparison === "EQ") return equality(sides[0], sides[1]);
  if (comparison === "NE") {
    const same = equality(sides[0], sides[1]);
    return same.kind === "unknown" ? same : { ...same, value: same.value === false };
  }
  return ordering(comparison, sides[0], sides[1]);
}

function equality(left: Known, right: Known): Evaluated {
  const counted = countedAgainst(left, right);
  if (counted !== undefined) return counting("EQ", counted.list, counted.count);
  const uncertain = deepUncertaintyOf(left) ?? deepUncertaintyOf(right);
  if (uncertain !== undefined) return uncertain;
  if (sameJson(left.value, right.value)) return known(true, allOf(supportOf(left), supportOf(right)));
  return known(false, difference(left, right));
}

/** One side is not what the other is: the other's own value is cited too where it is a place. */
function difference(left: Known, right: Known): Proof {
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const { place } = side;
    const expected = other.value;
    if (place === undefined || side.value === null) continue;
    if (!isScalar(side.value) || !isScalar(expected)) continue;
    return provenBy(() => [...side.proof(), ...citeDifference(place, expected), ...supportOf(other)()]);
  }
  return allOf(supportOf(left), supportOf(right));
}

const symbols: Readonly<Record<Order, string>> = { GT: ">", GTE: ">=", LT: "<", LTE: "<=" };
const opposite: Readonly<Record<Order, Order>> = { GT: "LTE", GTE: "LT", LT: "GTE", LTE: "GT" };
const mirrored: Readonly<Record<Order, Order>> = { GT: "LT", GTE: "LTE", LT: "GT", LTE: "GTE" };

function ordering(order: Order, left: Known, right: Known): Evaluated {
  const [first, second] = [left.value, right.value];
  if (typeof first !== "number" || typeof second !== "number")
    return known(null, allOf(supportOf(left), supportOf(right)));
  const counted = countedAgainst(left, right);
  if (counted !== undefined)
    return counting(counted.list === left.lengthOf ? order : mirrored[order], counted.list, counted.count);
  const holds = inOrder(order, first, second);
  const seen = holds ? order : opposite[order];
  return known(
    holds,
    provenBy(() => [
      ...left.proof(),
      ...right.proof(),
      ...range(left, seen, second),
      ...(left.place === undefined || right.place !== undefined ? range(right, mirrored[seen], first) : []),
    ]),
  );
}

function range(side: Known, order: Order, bound: number): readonly Citation[] {
  return side.place === undefined ? [] : [citeRange(side.place, `${symbols[order]} ${bound}`)];
}

function inOrder(order: Order, left: number, right: number): boolean {
  if (order === "GT") return left > right;
  if (order === "GTE") return left >= right;
  return order === "LT" ? left < right : left <= right;
}

function countedAgainst(left: Known, right: Known): { list: Known; count: number } | undefined {
  if (left.lengthOf !== undefined && typeof right.value === "number")
    return { list: left.lengthOf, count: right.value };
  if (right.lengthOf !== undefined && typeof left.value === "number")
    return { list: right.lengthOf, count: left.value };
  return undefined;
}

/** How many elements a list has, compared with a number. A list that may go on decides only what more cannot undo. */
function counting(comparison: Exclude<Comparison, "NE">, list: Known, count: number): Evaluated {
  const length = Array.isArray(list.value) ? list.value.length : Object.keys(list.value ?? {}).length;
  const holds = comparison === "EQ" ? length === count : inOrder(comparison, length, count);
  const uncertain = uncertaintyOf(list);
  if (uncertain !== undefined) {
    const moreKeepsTrue = holds && (comparison === "GT" || comparison === "GTE");
    const moreKeepsFalse =
      !holds && (comparison === "LT" || comparison === "LTE" || (comparison === "EQ" && length > count));
    if (!moreKeepsTrue && !moreKeepsFalse) return uncertain;
  }
  if (length === 0) return known(holds, supportOf(list));
  const saysOnlyThatSomeExist =
    (comparison === "GT" && count === 0) ||
    (comparison === "GTE" && count === 1) ||
    (!holds && count === 0 && comparison !== "LT") ||
    (!holds && comparison === "LT" && count === 1);
  if (saysOnlyThatSomeExist) return known(holds, supportOf(list));
  const { place } = list;
  if (place === undefined) return known(holds, someSupport(list));
  const order =
    comparison === "EQ"
      ? holds
        ? `= ${count}`
        : length > count
          ? `> ${count}`
          : `< ${count}`
      : `${symbols[holds ? comparison : opposite[comparison]]} ${count}`;
  return known(
    holds,
    provenBy(() => [...list.proof(), citeRange(place, order)]),
  );
}

/** The first items of a built list, each with its own proof. */
function someSupport(list: Known): Proof {
  return provenBy(() => {
    const items = (list.items ?? []).flatMap((item) => (item.kind === "known" ? supportOf(item)() : []));
    return [...list.proof(), ...items.slice(0, 6)];
  });
}
