import type { KqlType } from "../syntax.ts";
import type { Row, Value } from "../table.ts";

/** An expression with its names resolved: its type is known before the first row. */
export interface Compiled {
  type: KqlType;
  run(row: Row): Value;
}
