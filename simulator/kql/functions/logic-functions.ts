import type { KqlType } from "../syntax.ts";
import type { Value } from "../table.ts";
import { textOfValue } from "../values/convert-value.ts";
import { define, type KqlFunction } from "./kql-function.ts";

const manyArguments = 64;

/** The type of a choice: what the branches have in common, dynamic where they differ. */
function typeOfChoice(types: readonly (KqlType | undefined)[]): KqlType {
  const [first, ...rest] = types;
  return first !== undefined && rest.every((type) => type === first) ? first : "dynamic";
}

const iff = define(
  3,
  3,
  ([, yes, no]) => typeOfChoice([yes, no]),
  ([condition, yes, no]) => (condition === true ? yes : no),
);

const isNull = (value: Value): boolean => value === null || value === undefined;

export const logicFunctions: Record<string, KqlFunction> = {
  iff,
  iif: iff,
  case: define(
    3,
    manyArguments,
    (types) => typeOfChoice(types.filter((_type, index) => index % 2 === 1 || index === types.length - 1)),
    (values) => {
      for (let index = 0; index + 1 < values.length; index += 2)
        if (values[index] === true) return values[index + 1];
      return values.at(-1);
    },
  ),
  coalesce: define(
    2,
    manyArguments,
    (types) => typeOfChoice(types),
    (values, { types }) =>
      values.find((value, index) =>
        types[index] === "string" ? textOfValue(value) !== "" : !isNull(value),
      ) ?? null,
  ),
  not: define(1, 1, "bool", ([value]) => (isNull(value) ? null : value !== true)),
  isnull: define(1, 1, "bool", ([value]) => isNull(value)),
  isnotnull: define(1, 1, "bool", ([value]) => !isNull(value)),
  notnull: define(1, 1, "bool", ([value]) => !isNull(value)),
};
