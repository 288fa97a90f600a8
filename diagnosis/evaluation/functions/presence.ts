import { type Evaluated, known, unknown } from "../evaluated.ts";
import { InvalidExpressionError } from "../expression/parse-expression.ts";
import type { CitedFunction } from "../expression/scope.ts";
import type { JsonValue } from "../../../domain/json-value.ts";
import { supportOf, uncertaintyOf } from "../truth.ts";
import { valuesOf } from "./cited-function.ts";

/** Whether something is there, and whether it may be read at all. */
export const presence: Readonly<Record<string, CitedFunction>> = {
  /** False for null, a read that answered "not found", and a list without elements. */
  exists: (args) => {
    const [value] = valuesOf("exists", args);
    if (value?.kind !== "known") return value ?? known(false);
    const isEmptyList = Array.isArray(value.value) && value.value.length === 0;
    if (isEmptyList) return uncertaintyOf(value) ?? known(false, supportOf(value));
    return known(value.value !== null, supportOf(value));
  },
  /** False once a read is known to be denied or impossible; unknown while it is under way. */
  readable: (args) => {
    const [value] = valuesOf("readable", args);
    return readable(value ?? known(null));
  },
  /**
   * The value; unknown where there is none. For what a check cannot do without: without it the check has not failed, it
   * was not made. `needed(value, what in English, what in Korean)`.
   */
  needed: (args) => {
    const [value, en, ko] = valuesOf("needed", args);
    if (value === undefined || typeof textOf(en) !== "string" || typeof textOf(ko) !== "string")
      throw new InvalidExpressionError(
        "needed(…)",
        "it takes a value and, in English and in Korean, what it is.",
      );
    const what = { en: textOf(en) as string, ko: textOf(ko) as string };
    return value.kind === "known" && value.value === null ? unknown({ kind: "undecided", what }) : value;
  },
};

function textOf(argument: Evaluated | undefined): JsonValue | undefined {
  return argument?.kind === "known" ? argument.value : undefined;
}

function readable(value: Evaluated): Evaluated {
  if (value.kind === "known") return known(true);
  if (value.reasons.some((reason) => reason.kind === "denied")) return known(false);
  const pending = value.reasons.filter((reason) => reason.kind === "pending");
  return pending.length === 0 ? known(true) : unknown(...pending);
}
