import type { QueryContext } from "../expressions/scope.ts";
import type { NamedExpression } from "../syntax.ts";
import type { Table } from "../table.ts";
import { keyOf } from "../values/compare-values.ts";
import { projectColumns } from "./project.ts";

export function distinctRows(
  columns: readonly NamedExpression[],
  table: Table,
  context: QueryContext,
): Table {
  const isAll = columns.some(({ expression }) => expression.kind === "star");
  const projected = isAll ? table : projectColumns(columns, table, context, "distinct");
  const seen = new Set<string>();
  const rows = projected.rows.filter((row) => {
    const key = row.map(keyOf).join("\u0000");
    return !seen.has(key) && seen.add(key);
  });
  return { columns: projected.columns, rows };
}
