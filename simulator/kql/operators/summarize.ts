import { compileExpression } from "../expressions/compile-expression.ts";
import type { QueryContext } from "../expressions/scope.ts";
import type { NamedExpression } from "../syntax.ts";
import type { Column, Row, Table, Value } from "../table.ts";
import { keyOf } from "../values/compare-values.ts";
import { compileAggregate } from "./compile-aggregate.ts";
import { columnNames } from "./project.ts";

/** Groups rows and aggregates each group. Without `by` there is one group, even of no rows. */
export function summarize(
  aggregates: readonly NamedExpression[],
  by: readonly NamedExpression[],
  table: Table,
  context: QueryContext,
): Table {
  const scope = { context, columns: table.columns, operator: "summarize" };
  const names = columnNames(by);
  const keys = by.map((column, index) => ({
    name: names[index] ?? "",
    ...compileExpression(column.expression, scope),
  }));
  const grouped = new Set(keys.map(({ name }) => name));
  const compiled = aggregates.flatMap((aggregate) => compileAggregate(aggregate, scope, grouped));
  const groups = new Map<string, { values: Value[]; rows: Row[] }>();
  if (by.length === 0) groups.set("", { values: [], rows: [...table.rows] });
  else
    for (const row of table.rows) {
      const values = keys.map((key) => key.run(row) ?? null);
      const id = values.map(keyOf).join("\u0000");
      const group = groups.get(id) ?? { values, rows: [] };
      group.rows.push(row);
      groups.set(id, group);
    }
  const columns: Column[] = [...keys, ...compiled].map(({ name, type }) => ({ name, type }));
  const rows = [...groups.values()].map((group) => [
    ...group.values,
    ...compiled.map((aggregate) => aggregate.run(group.rows) ?? null),
  ]);
  return { columns: uniqueNames(columns), rows };
}

/** `summarize count(), count()` names the second `count_1`. */
function uniqueNames(columns: readonly Column[]): Column[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { name } = column;
    for (let number = 1; taken.has(name); number += 1) name = `${column.name}${number}`;
    taken.add(name);
    return { ...column, name };
  });
}
