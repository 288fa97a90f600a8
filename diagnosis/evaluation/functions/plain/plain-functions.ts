import { addressFunctions } from "./address-functions.ts";
import { idFunctions } from "./id-functions.ts";
import { instantFunctions } from "./instant-functions.ts";
import { listFunctions } from "./list-functions.ts";
import type { PlainTable } from "./plain-function.ts";
import { textFunctions } from "./text-functions.ts";

/** Every function that needs plain values only, by the name that expressions call it by. */
export const plainFunctions: PlainTable = {
  ...textFunctions,
  ...idFunctions,
  ...addressFunctions,
  ...instantFunctions,
  ...listFunctions,
};
