import type { KqlType, Pipeline } from "../syntax.ts";
import type { Column, Table, TableSource, Value } from "../table.ts";
import type { KqlInstant } from "../values/instant.ts";

type LetValue = { kind: "scalar"; type: KqlType; value: Value } | { kind: "table"; table: Table };

/** What holds for a whole query. */
export interface QueryContext {
  now: KqlInstant;
  tables: TableSource;
  lets: Map<string, LetValue>;
  /** Evaluates a tabular expression inside a scalar one. */
  run(pipeline: Pipeline): Table;
}

/** What names mean where an expression stands. */
export interface Scope {
  context: QueryContext;
  columns: readonly Column[];
  /** The operator, as errors name it. */
  operator: string;
}
