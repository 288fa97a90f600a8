import type { Value } from "../table.ts";
import { keyOf } from "../values/compare-values.ts";
import { numberOf, textOfValue } from "../values/convert-value.ts";
import { define, type KqlFunction } from "./kql-function.ts";

const manyArguments = 128;

function listIn(value: Value): readonly Value[] {
  return Array.isArray(value) ? (value as Value[]) : [];
}

function bagIn(value: Value): Record<string, Value> | undefined {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, Value>)
    : undefined;
}

function unique(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

const pack = define(2, manyArguments, "dynamic", (values) => {
  const bag: Record<string, Value> = {};
  for (let index = 0; index + 1 < values.length; index += 2)
    bag[textOfValue(values[index])] = values[index + 1] ?? null;
  return bag;
});

export const dynamicFunctions: Record<string, KqlFunction> = {
  array_length: define(1, 1, "long", ([value]) => (Array.isArray(value) ? value.length : null)),
  array_concat: define(1, manyArguments, "dynamic", (values) => values.flatMap(listIn)),
  array_index_of: define(2, 2, "long", ([list, sought]) =>
    listIn(list).findIndex((item) => keyOf(item) === keyOf(sought)),
  ),
  array_slice: define(3, 3, "dynamic", ([list, start, end]) => {
    const last = numberOf(end ?? null) ?? -1;
    return listIn(list).slice(numberOf(start ?? null) ?? 0, last === -1 ? undefined : last + 1);
  }),
  array_sort_asc: define(1, 1, "dynamic", ([list]) => sorted(list, 1)),
  array_sort_desc: define(1, 1, "dynamic", ([list]) => sorted(list, -1)),
  strcat_array: define(2, 2, "string", ([list, mark]) =>
    listIn(list).map(textOfValue).join(textOfValue(mark)),
  ),
  pack_array: define(0, manyArguments, "dynamic", (values) => [...values]),
  pack,
  bag_pack: pack,
  bag_keys: define(1, 1, "dynamic", ([value]) => {
    const bag = bagIn(value);
    return bag === undefined ? null : Object.keys(bag);
  }),
  bag_has_key: define(2, 2, "bool", ([value, key]) => Object.hasOwn(bagIn(value) ?? {}, textOfValue(key))),
  bag_merge: define(1, manyArguments, "dynamic", (values) =>
    Object.assign({}, ...values.toReversed().map((value) => bagIn(value) ?? {})),
  ),
  bag_remove_keys: define(2, 2, "dynamic", ([value, keys]) => {
    const removed = new Set(listIn(keys).map(textOfValue));
    return Object.fromEntries(Object.entries(bagIn(value) ?? {}).filter(([name]) => !removed.has(name)));
  }),
  set_has_element: define(2, 2, "bool", ([set, sought]) =>
    listIn(set).some((item) => textOfValue(item) === textOfValue(sought)),
  ),
  set_union: define(2, manyArguments, "dynamic", (sets) => unique(sets.flatMap(listIn))),
  set_intersect: define(2, manyArguments, "dynamic", ([first, ...rest]) =>
    unique(listIn(first)).filter((item) =>
      rest.every((set) => listIn(set).some((other) => keyOf(other) === keyOf(item))),
    ),
  ),
  set_difference: define(2, manyArguments, "dynamic", ([first, ...rest]) => {
    const removed = new Set(rest.flatMap(listIn).map(keyOf));
    return unique(listIn(first)).filter((item) => !removed.has(keyOf(item)));
  }),
};

function sorted(list: Value, sign: number): Value[] {
  return listIn(list).toSorted((left, right) => {
    const [one, other] = [numberOf(left), numberOf(right)];
    if (one !== null && other !== null) return (one - other) * sign;
    return textOfValue(left) < textOfValue(right) ? -sign : sign;
  });
}
