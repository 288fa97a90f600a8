import { compileExpression } from "../expressions/compile-expression.ts";
import type { QueryContext } from "../expressions/scope.ts";
import type { KqlType, Ordering } from "../syntax.ts";
import type { Table, Value } from "../table.ts";
import { compareValues } from "../values/compare-values.ts";

/** Sorts rows; equal ones keep their order. */
export function sortRows(by: readonly Ordering[], table: Table, context: QueryContext): Table {
  const keys = by.map((ordering) => ({
    ...ordering,
    ...compileExpression(ordering.expression, { context, columns: table.columns, operator: "sort" }),
  }));
  const rows = table.rows.toSorted((left, right) => {
    for (const key of keys) {
      const { type, descending, nullsFirst } = key;
      const [one, other] = [key.run(left) ?? null, key.run(right) ?? null];
      if (one === null && other === null) continue;
      if (one === null || other === null) return (one === null) === nullsFirst ? -1 : 1;
      const order = orderOf(type, one, other);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  return { columns: table.columns, rows };
}

/** Dynamic values sort as what they are: numbers by size, everything else as text. */
function orderOf(type: KqlType, left: Value, right: Value): number {
  const isNumbers = typeof left === "number" && typeof right === "number";
  const compared = type === "dynamic" ? (isNumbers ? "real" : "string") : type;
  return compareValues(compared, left, right) ?? 0;
}
