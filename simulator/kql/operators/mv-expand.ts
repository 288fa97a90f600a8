import { compileExpression } from "../expressions/compile-expression.ts";
import type { QueryContext } from "../expressions/scope.ts";
import type { MvExpandColumn } from "../syntax.ts";
import type { Column, Table, Value } from "../table.ts";
import { convertValue } from "../values/convert-value.ts";
import { columnNames } from "./project.ts";

/**
 * Makes a row of each element of a list, and of each property of an object. Several columns expand side by side. Null
 * stays one row; an empty list gives none.
 */
export function expandRows(
  columns: readonly MvExpandColumn[],
  limit: number | undefined,
  table: Table,
  context: QueryContext,
): Table {
  const names = columnNames(columns);
  const expanded = columns.map((column, index) => ({
    name: names[index] ?? "",
    type: column.type ?? ("dynamic" as const),
    source: compileExpression(column.expression, { context, columns: table.columns, operator: "mv-expand" }),
  }));
  const all: Column[] = [...table.columns];
  const places = expanded.map(({ name, type }) => {
    const at = all.findIndex((column) => column.name === name);
    if (at >= 0) all[at] = { name, type };
    else all.push({ name, type });
    return at >= 0 ? at : all.length - 1;
  });
  const rows = table.rows.flatMap((row) => {
    const lists = expanded.map(({ source }) => elementsOf(source.run(row)));
    const length = Math.min(limit ?? Number.POSITIVE_INFINITY, Math.max(...lists.map((list) => list.length)));
    return Array.from({ length }, (_element, index) => {
      const next = [...row];
      expanded.forEach(({ type }, column) => {
        next[places[column] ?? 0] = convertValue(type, lists[column]?.[index] ?? null);
      });
      return next;
    });
  });
  return { columns: all, rows };
}

function elementsOf(value: Value): Value[] {
  if (Array.isArray(value)) return value as Value[];
  if (value === null || typeof value !== "object") return [value];
  return Object.entries(value).map(([name, member]) => ({ [name]: member as Value }));
}
