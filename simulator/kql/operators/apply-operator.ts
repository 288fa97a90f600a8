import { compileExpression } from "../expressions/compile-expression.ts";
import type { QueryContext } from "../expressions/scope.ts";
import type { Expression, Operator } from "../syntax.ts";
import type { Table } from "../table.ts";
import { numberOf } from "../values/convert-value.ts";
import { distinctRows } from "./distinct.ts";
import { joinTables, withoutRightKeys } from "./join.ts";
import { expandRows } from "./mv-expand.ts";
import { extendColumns, keepColumns, projectColumns, renameColumns, reorderColumns } from "./project.ts";
import { searchRows } from "./search.ts";
import { sortRows } from "./sort.ts";
import { summarize } from "./summarize.ts";
import { unionTables } from "./union.ts";

export function applyOperator(operator: Operator, table: Table, context: QueryContext): Table {
  switch (operator.kind) {
    case "where": {
      const { columns } = table;
      const condition = compileExpression(operator.condition, { context, columns, operator: "where" });
      return { columns, rows: table.rows.filter((row) => condition.run(row) === true) };
    }
    case "project":
      return projectColumns(operator.columns, table, context, "project");
    case "extend":
      return extendColumns(operator.columns, table, context);
    case "distinct":
      return distinctRows(operator.columns, table, context);
    case "project-away":
      return keepColumns(operator.names, table, "project-away");
    case "project-keep":
      return keepColumns(operator.names, table, "project-keep");
    case "project-reorder":
      return reorderColumns(operator.names, table);
    case "project-rename":
      return renameColumns(operator.columns, table);
    case "summarize":
      return summarize(operator.aggregates, operator.by, table, context);
    case "sort":
      return sortRows(operator.by, table, context);
    case "take":
      return { ...table, rows: table.rows.slice(0, constant(operator.count, context)) };
    case "top": {
      const sorted = sortRows(operator.by, table, context);
      return { ...sorted, rows: sorted.rows.slice(0, constant(operator.count, context)) };
    }
    case "count":
      return { columns: [{ name: "Count", type: "long" }], rows: [[table.rows.length]] };
    case "union":
      return unionTables(table, operator, context);
    case "join": {
      const joined = joinTables(operator.join, table, context.run(operator.right), operator.on, context);
      return operator.isLookup ? withoutRightKeys(joined, table, operator.on) : joined;
    }
    case "mv-expand":
      return expandRows(
        operator.columns,
        operator.limit === undefined ? undefined : constant(operator.limit, context),
        table,
        context,
      );
    case "search":
      return searchRows(operator.condition, table, context);
    case "pass":
      return table;
  }
}

function constant(expression: Expression, context: QueryContext): number {
  const compiled = compileExpression(expression, { context, columns: [], operator: "take" });
  return Math.max(0, numberOf(compiled.run([])) ?? 0);
}
