import type { KqlType } from "../syntax.ts";
import type { Value } from "../table.ts";
import { compareValues, keyOf } from "../values/compare-values.ts";
import { numberOf } from "../values/convert-value.ts";
import { KqlDuration } from "../values/duration.ts";

/** An aggregate over the values of its arguments, one list a row; `conditional` ones take a predicate last. */
export interface Aggregate {
  least: number;
  most: number;
  conditional: boolean;
  type(argument: KqlType): KqlType;
  run(rows: readonly (readonly Value[])[], type: KqlType): Value;
}

type Run = (values: readonly Value[], type: KqlType, rows: readonly (readonly Value[])[]) => Value;

const present = (values: readonly Value[]): Value[] =>
  values.filter((value) => value !== null && value !== undefined);
const numbers = (values: readonly Value[]): number[] =>
  values.map(numberOf).filter((value): value is number => value !== null);
const same = (type: KqlType): KqlType => type;
const always = (type: KqlType) => (): KqlType => type;

function aggregate(least: number, most: number, type: Aggregate["type"], run: Run): Aggregate {
  const first = (rows: readonly (readonly Value[])[]): Value[] => rows.map(([value]) => value ?? null);
  return { least, most, conditional: false, type, run: (rows, argument) => run(first(rows), argument, rows) };
}

/** The form that counts only rows on which a predicate, the last argument, holds. */
function onlyIf(base: Aggregate): Aggregate {
  return { ...base, least: base.least + 1, most: base.most + 1, conditional: true };
}

function extreme(sign: 1 | -1): Aggregate {
  return aggregate(1, 1, same, (values, type) =>
    present(values).reduce<Value>((best, value) => {
      const order = best === null ? sign : compareValues(type, value, best);
      return order !== undefined && order * sign > 0 ? value : best;
    }, null),
  );
}

function sum(values: readonly Value[], type: KqlType): Value {
  if (type === "timespan") {
    const ticks = values.map((value) => (value instanceof KqlDuration ? value.ticks : 0n));
    return new KqlDuration(ticks.reduce((total, next) => total + next, 0n));
  }
  return numbers(values).reduce((total, value) => total + value, 0);
}

function average(values: readonly Value[]): Value {
  const found = numbers(values);
  return found.length === 0 ? null : found.reduce((total, value) => total + value, 0) / found.length;
}

function percentile(values: readonly Value[], share: number): Value {
  const sorted = numbers(values).toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? null;
}

function deviation(values: readonly Value[]): Value {
  const found = numbers(values);
  const mean = average(found);
  if (typeof mean !== "number" || found.length < 2) return null;
  return Math.sqrt(found.reduce((total, value) => total + (value - mean) ** 2, 0) / (found.length - 1));
}

const unique = (values: readonly Value[]): Value[] => [
  ...new Map(present(values).map((value) => [keyOf(value), value])).values(),
];

const count = aggregate(0, 0, always("long"), (_values, _type, rows) => rows.length);
const distinctCount = aggregate(1, 2, always("long"), (values) => unique(values).length);
const total = aggregate(1, 1, (type) => (type === "int" ? "long" : type), sum);
const mean = aggregate(1, 1, always("real"), average);
const anyValue = aggregate(1, 1, same, (values) => values[0] ?? null);
const list = aggregate(1, 2, always("dynamic"), (values, _type, rows) =>
  present(values).slice(0, numberOf(rows[0]?.[1] ?? null) ?? undefined),
);
const set = aggregate(1, 2, always("dynamic"), (values, _type, rows) =>
  unique(values).slice(0, numberOf(rows[0]?.[1] ?? null) ?? undefined),
);
const bag = aggregate(
  1,
  2,
  always("dynamic"),
  (values) => Object.assign({}, ...present(values).toReversed()) as Value,
);

/** @see https://learn.microsoft.com/kusto/query/aggregation-functions */
export const aggregates: Readonly<Record<string, Aggregate>> = {
  count,
  countif: onlyIf(count),
  dcount: distinctCount,
  dcountif: onlyIf(distinctCount),
  count_distinct: distinctCount,
  max: extreme(1),
  maxif: onlyIf(extreme(1)),
  min: extreme(-1),
  minif: onlyIf(extreme(-1)),
  sum: total,
  sumif: onlyIf(total),
  avg: mean,
  avgif: onlyIf(mean),
  any: anyValue,
  take_any: anyValue,
  take_anyif: onlyIf(anyValue),
  make_list: list,
  makelist: list,
  make_list_if: onlyIf(list),
  make_set: set,
  makeset: set,
  make_set_if: onlyIf(set),
  make_bag: bag,
  percentile: aggregate(2, 2, always("real"), (values, _type, rows) =>
    percentile(values, numberOf(rows[0]?.[1] ?? null) ?? 50),
  ),
  stdev: aggregate(1, 1, always("real"), deviation),
};
