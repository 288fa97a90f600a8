import type { KqlType } from "../syntax.ts";
import type { Value } from "../table.ts";
import type { KqlInstant } from "../values/instant.ts";

interface CallContext {
  now: KqlInstant;
  /** The static types of the arguments. */
  types: readonly KqlType[];
}

/** A scalar function: how many arguments it takes, what it gives, how. */
export interface KqlFunction {
  least: number;
  most: number;
  type: KqlType | ((types: readonly KqlType[]) => KqlType);
  run(values: readonly Value[], context: CallContext): Value;
}

export function define(
  least: number,
  most: number,
  type: KqlFunction["type"],
  run: KqlFunction["run"],
): KqlFunction {
  return { least, most, type, run };
}
