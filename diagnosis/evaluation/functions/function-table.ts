import { derived } from "../derive.ts";
import type { CitedFunction } from "../expression/scope.ts";
import { addressTests } from "./address-tests.ts";
import { valuesOf } from "./cited-function.ts";
import { instantTests } from "./instant-tests.ts";
import { expressionOperations, listOperations } from "./list-operations.ts";
import { plainFunctions } from "./plain/plain-functions.ts";
import { presence } from "./presence.ts";
import { textTests } from "./text-tests.ts";

/** Every function that expressions can call besides the analyses, each citing what its result rests on. */
export const functionTable: Readonly<Record<string, CitedFunction>> = {
  ...Object.fromEntries(
    Object.entries(plainFunctions).map(([name, plain]): [string, CitedFunction] => [
      name,
      (args) => derived(valuesOf(name, args), plain),
    ]),
  ),
  ...textTests,
  ...addressTests,
  ...instantTests,
  ...presence,
  ...listOperations,
  ...expressionOperations,
};
