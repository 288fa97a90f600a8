import { compileExpression } from "../expressions/compile-expression.ts";
import type { QueryContext } from "../expressions/scope.ts";
import { KqlSemanticError, UnknownTableError } from "../kql-errors.ts";
import type { Expression, Source } from "../syntax.ts";
import type { Table } from "../table.ts";
import { compareValues } from "../values/compare-values.ts";
import { numberOf } from "../values/convert-value.ts";
import { KqlDuration } from "../values/duration.ts";
import { KqlInstant } from "../values/instant.ts";
import { projectColumns } from "./project.ts";
import { searchRows } from "./search.ts";
import { unionTables } from "./union.ts";

const mostRangeRows = 100_000;

/** @param operator the operator that follows, which is how Kusto's errors name the place of a missing table. */
export function readSource(source: Source, context: QueryContext, operator: string): Table {
  switch (source.kind) {
    case "table": {
      const known = context.lets.get(source.name);
      if (known?.kind === "table") return known.table;
      const found = context.tables.find(source.name);
      if (found === undefined) throw new UnknownTableError(operator, source.name);
      return found;
    }
    case "print":
      return projectColumns(
        source.columns.map((column, index) => ({ ...column, name: column.name ?? `print_${index}` })),
        { columns: [], rows: [[]] },
        context,
        "print",
      );
    case "datatable":
      return dataTable(source, context);
    case "range":
      return range(source, context);
    case "union":
      return unionTables(undefined, source, context);
    case "search": {
      const names = source.tables.length > 0 ? source.tables : context.tables.names();
      const sources = names.map((name) => ({ source: { kind: "table", name } as const, operators: [] }));
      const table = unionTables(
        undefined,
        { sources, sourceColumn: "$table", fuzzy: false, inner: false },
        context,
      );
      return searchRows(source.condition, table, context);
    }
  }
}

function scalar(expression: Expression, context: QueryContext) {
  const compiled = compileExpression(expression, { context, columns: [], operator: "datatable" });
  return { type: compiled.type, value: compiled.run([]) };
}

function dataTable(source: Extract<Source, { kind: "datatable" }>, context: QueryContext): Table {
  const width = source.columns.length;
  const values = source.values.map((value) => scalar(value, context).value);
  const rows = Array.from({ length: Math.floor(values.length / width) }, (_row, index) =>
    values.slice(index * width, (index + 1) * width),
  );
  return { columns: source.columns, rows };
}

function range(source: Extract<Source, { kind: "range" }>, context: QueryContext): Table {
  const [from, to, step] = [source.from, source.to, source.step].map((part) => scalar(part, context));
  if (from === undefined || to === undefined || step === undefined) return { columns: [], rows: [] };
  const rows: unknown[][] = [];
  let value = from.value;
  while ((compareValues(from.type, value, to.value) ?? 1) <= 0) {
    rows.push([value]);
    if (rows.length > mostRangeRows)
      throw new KqlSemanticError("SEM0219", "'range' operator: too many rows; is the step positive?");
    value = stepped(value, step.value);
  }
  return { columns: [{ name: source.name, type: from.type }], rows };
}

function stepped(value: unknown, step: unknown): unknown {
  if (value instanceof KqlInstant && step instanceof KqlDuration)
    return new KqlInstant(value.ticks + step.ticks);
  if (value instanceof KqlDuration && step instanceof KqlDuration)
    return new KqlDuration(value.ticks + step.ticks);
  return (numberOf(value) ?? 0) + (numberOf(step) ?? 0);
}
