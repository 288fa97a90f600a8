import { conversionFunctions } from "./conversion-functions.ts";
import { dynamicFunctions } from "./dynamic-functions.ts";
import type { KqlFunction } from "./kql-function.ts";
import { logicFunctions } from "./logic-functions.ts";
import { networkFunctions } from "./network-functions.ts";
import { numberFunctions } from "./number-functions.ts";
import { textFunctions } from "./text-functions.ts";
import { timeFunctions } from "./time-functions.ts";

const catalogue: ReadonlyMap<string, KqlFunction> = new Map(
  Object.entries({
    ...textFunctions,
    ...timeFunctions,
    ...dynamicFunctions,
    ...conversionFunctions,
    ...logicFunctions,
    ...numberFunctions,
    ...networkFunctions,
  }),
);

/** @see https://learn.microsoft.com/kusto/query/scalar-functions */
export function findFunction(name: string): KqlFunction | undefined {
  return catalogue.get(name);
}
