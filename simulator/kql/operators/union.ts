import type { QueryContext } from "../expressions/scope.ts";
import { UnknownTableError } from "../kql-errors.ts";
import type { Pipeline } from "../syntax.ts";
import type { Column, Table } from "../table.ts";

interface Union {
  sources: readonly Pipeline[];
  sourceColumn?: string;
  fuzzy: boolean;
  inner: boolean;
}

interface Leg {
  name: string;
  table: Table;
}

/** Puts tables under each other, by column name. A column that has two types becomes dynamic. */
export function unionTables(first: Table | undefined, union: Union, context: QueryContext): Table {
  const legs: Leg[] = first === undefined ? [] : [{ name: "union_arg0", table: first }];
  for (const source of union.sources) legs.push(...legsOf(source, union.fuzzy, context, legs.length));
  const columns = new Map<string, Column>();
  for (const { table } of legs)
    for (const column of table.columns) {
      const known = columns.get(column.name);
      columns.set(
        column.name,
        known === undefined || known.type === column.type ? column : { ...column, type: "dynamic" },
      );
    }
  const isEverywhere = (name: string): boolean =>
    legs.every(({ table }) => table.columns.some((column) => column.name === name));
  const kept = [...columns.values()].filter(({ name }) => !union.inner || isEverywhere(name));
  const rows = legs.flatMap(({ name, table }) => {
    const places = kept.map((column) => table.columns.findIndex((own) => own.name === column.name));
    return table.rows.map((row) => {
      const values = places.map((place, index) =>
        place < 0 ? (kept[index]?.type === "string" ? "" : null) : (row[place] ?? null),
      );
      return union.sourceColumn === undefined ? values : [name, ...values];
    });
  });
  const source: Column[] =
    union.sourceColumn === undefined ? [] : [{ name: union.sourceColumn, type: "string" }];
  return { columns: [...source, ...kept], rows };
}

/** One leg for a table or subquery, several for a wildcard, none for a missing table where `isfuzzy` allows it. */
function legsOf(source: Pipeline, fuzzy: boolean, context: QueryContext, position: number): Leg[] {
  const { source: head, operators } = source;
  const isPlain = head.kind === "table" && operators.length === 0;
  if (isPlain && head.name.includes("*")) {
    const pattern = new RegExp(`^${head.name.replaceAll("*", ".*")}$`);
    return context.tables.names().flatMap((name) => {
      const table = pattern.test(name) ? context.tables.find(name) : undefined;
      return table === undefined ? [] : [{ name, table }];
    });
  }
  try {
    return [{ name: isPlain ? head.name : `union_arg${position}`, table: context.run(source) }];
  } catch (error) {
    if (fuzzy && error instanceof UnknownTableError) return [];
    if (error instanceof UnknownTableError && isPlain) throw new UnknownTableError("union", error.table);
    throw error;
  }
}
