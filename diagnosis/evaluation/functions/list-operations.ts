import { type Evaluated, type Known, known, listOf, objectOf, restingOn, unknown } from "../evaluated.ts";
import type { CitedFunction } from "../expression/scope.ts";
import { type JsonValue, sameJson } from "../../../domain/json-value.ts";
import { elementAt, elementsOf, membersOf } from "../navigate.ts";
import { allOf } from "../proof.ts";
import { supportOf, uncertaintyOf } from "../truth.ts";
import { listAndExpression, onKnown, valuesOf } from "./cited-function.ts";
import { ascending, listFunctions } from "./plain/list-functions.ts";

/** Functions that hand on elements of a list: each keeps its own place and proof. */
export const listOperations: Readonly<Record<string, CitedFunction>> = {
  /** A count may be compared although the list may go on, where more could not change the answer. */
  length: (args) => {
    const [value] = valuesOf("length", args);
    if (value?.kind !== "known") return value ?? known(0);
    const count = listFunctions["length"]?.([value.value]) ?? 0;
    if (typeof value.value !== "object" || value.value === null) return known(count, supportOf(value));
    return { ...known(count), lengthOf: value };
  },
  first: (args) => elementAt(valuesOf("first", args)[0] ?? known(null), 0),
  last: (args) => elementAt(valuesOf("last", args)[0] ?? known(null), -1),
  values: onKnown("values", 1, (value) => {
    const members = membersOf(value);
    return members === undefined ? known(null, supportOf(value)) : listOf(members);
  }),
  distinct: onElements("distinct", (elements) =>
    elements.filter(
      (element, index) => elements.findIndex((other) => sameJson(other.value, element.value)) === index,
    ),
  ),
  reverse: onElements("reverse", (elements) => elements.toReversed()),
  sort: onElements("sort", (elements) =>
    elements.toSorted((left, right) => ascending(left.value, right.value)),
  ),
  max: extreme("max", (sorted) => sorted.at(-1)),
  min: extreme("min", (sorted) => sorted[0]),
  to_array: onKnown("to_array", 1, (value) => (Array.isArray(value.value) ? value : listOf([value]))),
  /** The first that is not null; unknown where one before it is. */
  not_null: (args) => {
    const values = valuesOf("not_null", args);
    return values.find((value) => value.kind === "unknown" || value.value !== null) ?? nothingOf(values);
  },
  merge: onKnown("merge", 1, (...objects) => {
    const members = objects.flatMap((object) => {
      const names =
        typeof object.value === "object" && object.value !== null ? Object.keys(object.value) : [];
      return (membersOf(object) ?? []).map((member, index) => [names[index] ?? "", member] as const);
    });
    return objectOf(Object.fromEntries(members));
  }),
};

function nothingOf(values: readonly Evaluated[]): Known {
  return known(null, allOf(...values.flatMap((value) => (value.kind === "known" ? [supportOf(value)] : []))));
}

/** The elements of a list that is known to its end; undefined for what is no list. */
function wholeList(list: Known): readonly Known[] | undefined {
  return elementsOf(list)?.filter((element) => element.kind === "known");
}

function onElements(name: string, change: (elements: readonly Known[]) => readonly Known[]): CitedFunction {
  return onKnown(name, 1, (list) => {
    const elements = wholeList(list);
    if (elements === undefined) return known(null, supportOf(list));
    return elements.length === 0 ? list : listOf(change(elements));
  });
}

function extreme(name: string, pick: (sorted: readonly Known[]) => Known | undefined): CitedFunction {
  return onKnown(name, 1, (list) => {
    const elements = wholeList(list) ?? [];
    const sorted = elements.toSorted((left, right) => ascending(left.value, right.value));
    return pick(sorted) ?? known(null, supportOf(list));
  });
}

/** Functions that take an `&expression` over each element. */
export const expressionOperations: Readonly<Record<string, CitedFunction>> = {
  map: ([expression, list]) => {
    const over = listAndExpression("map", list, expression);
    if (over.list.kind === "unknown") return over.list;
    const elements = elementsOf(over.list);
    if (elements === undefined) return known(null, supportOf(over.list));
    return listOf(elements.map((element) => over.expression.apply(element)));
  },
  sort_by: keyed("sort_by", (sorted) => listOf(sorted)),
  max_by: keyed("max_by", (sorted, list) => sorted.at(-1) ?? known(null, supportOf(list))),
  min_by: keyed("min_by", (sorted, list) => sorted[0] ?? known(null, supportOf(list))),
};

function keyed(name: string, finish: (sorted: readonly Known[], list: Known) => Known): CitedFunction {
  return ([first, second]) => {
    const { list, expression } = listAndExpression(name, first, second);
    if (list.kind === "unknown") return list;
    const uncertain = uncertaintyOf(list);
    if (uncertain !== undefined) return uncertain;
    const elements = wholeList(list);
    if (elements === undefined) return known(null, supportOf(list));
    const keys = elements.map((element) => expression.apply(element));
    const reasons = keys.flatMap((key) => (key.kind === "unknown" ? key.reasons : []));
    if (reasons.length > 0) return unknown(...reasons);
    const keyOf = (at: number): JsonValue => {
      const key = keys[at];
      return key?.kind === "known" ? key.value : null;
    };
    const order = elements.map((_, at) => at).toSorted((left, right) => ascending(keyOf(left), keyOf(right)));
    const sorted = order.flatMap((at) => elements[at] ?? []);
    return restingOn(finish(sorted, list), list.proof);
  };
}
