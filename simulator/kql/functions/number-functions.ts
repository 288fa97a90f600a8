import { KqlSemanticError } from "../kql-errors.ts";
import type { KqlType } from "../syntax.ts";
import type { Value } from "../table.ts";
import { compareValues } from "../values/compare-values.ts";
import { numberOf } from "../values/convert-value.ts";
import { KqlDuration } from "../values/duration.ts";
import { KqlInstant } from "../values/instant.ts";
import { define, type KqlFunction } from "./kql-function.ts";

const manyArguments = 64;
const firstType = (types: readonly KqlType[]): KqlType => types[0] ?? "real";

function ofNumber(type: KqlFunction["type"], run: (value: number) => number): KqlFunction {
  return define(1, 1, type, ([value]) => {
    const number = numberOf(value ?? null);
    return number === null ? null : run(number);
  });
}

function floorTicks(ticks: bigint, size: bigint): bigint {
  return ticks - (((ticks % size) + size) % size);
}

const bin = define(2, 2, firstType, ([value, size]) => {
  if (value === null || value === undefined) return null;
  if (value instanceof KqlInstant || value instanceof KqlDuration) {
    if (!(size instanceof KqlDuration) || size.ticks <= 0n)
      throw new KqlSemanticError("SEM0219", "'bin': the bin size must be a positive timespan.");
    const ticks = floorTicks(value.ticks, size.ticks);
    return value instanceof KqlInstant ? new KqlInstant(ticks) : new KqlDuration(ticks);
  }
  const [number, width] = [numberOf(value), numberOf(size ?? null)];
  return number === null || width === null || width === 0 ? null : Math.floor(number / width) * width;
});

function extreme(sign: 1 | -1): KqlFunction {
  return define(2, manyArguments, firstType, (values, { types }) =>
    values.reduce<Value>((best, value) => {
      if (best === null || value === null) return best ?? value;
      const order = compareValues(types[0] ?? "real", value, best);
      return order !== undefined && order * sign > 0 ? value : best;
    }, null),
  );
}

export const numberFunctions: Record<string, KqlFunction> = {
  bin,
  floor: bin,
  abs: ofNumber(firstType, Math.abs),
  ceiling: ofNumber(firstType, Math.ceil),
  sqrt: ofNumber("real", Math.sqrt),
  exp: ofNumber("real", Math.exp),
  log: ofNumber("real", Math.log),
  log10: ofNumber("real", Math.log10),
  sign: ofNumber("long", Math.sign),
  pow: define(2, 2, "real", ([base, exponent]) => {
    const [one, other] = [numberOf(base ?? null), numberOf(exponent ?? null)];
    return one === null || other === null ? null : one ** other;
  }),
  round: define(1, 2, firstType, ([value, digits]) => {
    const number = numberOf(value ?? null);
    if (number === null) return null;
    const factor = 10 ** Math.trunc(numberOf(digits ?? 0) ?? 0);
    return Math.round(number * factor) / factor;
  }),
  max_of: extreme(1),
  min_of: extreme(-1),
};
