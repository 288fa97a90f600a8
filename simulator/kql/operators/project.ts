import { scalarText } from "../../tenant/field.ts";
import { compileExpression } from "../expressions/compile-expression.ts";
import type { QueryContext } from "../expressions/scope.ts";
import { KqlSemanticError, unresolvedColumn } from "../kql-errors.ts";
import type { Expression, NamedExpression } from "../syntax.ts";
import type { Column, Table } from "../table.ts";

/** The names that KQL gives columns: their own, that of their source, `properties_sku_name` for a path, or `Column1`. */
export function columnNames(columns: readonly NamedExpression[]): string[] {
  let nameless = 0;
  return columns.map((column) => {
    const name = column.name ?? impliedName(column.expression);
    if (name === undefined) nameless += 1;
    return name ?? `Column${nameless}`;
  });
}

function impliedName(expression: Expression): string | undefined {
  if (expression.kind === "name") return expression.name;
  if (expression.kind === "path") return joined(impliedName(expression.base), expression.name);
  if (expression.kind === "element" && expression.index.kind === "literal")
    return joined(impliedName(expression.base), scalarText(expression.index.value));
  if (expression.kind === "call" && /^(?:bin|floor|to[a-z]+)$/.test(expression.name)) {
    const [first] = expression.arguments;
    return first === undefined ? undefined : impliedName(first);
  }
  return undefined;
}

function joined(base: string | undefined, name: string): string | undefined {
  return base === undefined ? undefined : `${base}_${name}`;
}

export function projectColumns(
  columns: readonly NamedExpression[],
  table: Table,
  context: QueryContext,
  operator: string,
): Table {
  const scope = { context, columns: table.columns, operator };
  const compiled = columns.map(({ expression }) => compileExpression(expression, scope));
  const named = uniqueNames(columns, operator);
  return {
    columns: compiled.map(({ type }, index) => ({ name: named[index] ?? "", type })),
    rows: table.rows.map((row) => compiled.map((column) => column.run(row) ?? null)),
  };
}

/** A name that was only implied makes way for one that is taken: `extra_city1`. Names that were given may not clash. */
function uniqueNames(columns: readonly NamedExpression[], operator: string): string[] {
  const taken = new Set<string>();
  const names = columnNames(columns);
  return columns.map((column, index) => {
    const wanted = names[index] ?? "";
    const isGiven = column.name !== undefined || column.expression.kind === "name";
    if (isGiven && taken.has(wanted))
      throw new KqlSemanticError(
        "SEM0019",
        `'${operator}' operator: a column named '${wanted}' already exists`,
      );
    let name = wanted;
    for (let number = 1; taken.has(name); number += 1) name = `${wanted}${number}`;
    taken.add(name);
    return name;
  });
}

export function extendColumns(
  columns: readonly NamedExpression[],
  table: Table,
  context: QueryContext,
): Table {
  const names = columnNames(columns);
  const added = columns.map((column, index) => {
    const scope = { context, columns: table.columns, operator: "extend" };
    return { name: names[index] ?? "", ...compileExpression(column.expression, scope) };
  });
  const all: Column[] = [...table.columns];
  const places = added.map(({ name, type }) => {
    const at = all.findIndex((column) => column.name === name);
    if (at >= 0) all[at] = { name, type };
    else all.push({ name, type });
    return at >= 0 ? at : all.length - 1;
  });
  const rows = table.rows.map((row) => {
    const extended = [...row];
    added.forEach((column, index) => {
      extended[places[index] ?? 0] = column.run(row) ?? null;
    });
    return extended;
  });
  return { columns: all, rows };
}

function matcher(names: readonly string[]): (name: string) => boolean {
  const patterns = names.map(
    (name) => new RegExp(`^${name.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll("*", ".*")}$`),
  );
  return (name) => patterns.some((pattern) => pattern.test(name));
}

function pick(table: Table, places: readonly number[]): Table {
  return {
    columns: places.map((place) => table.columns[place] ?? { name: "", type: "dynamic" }),
    rows: table.rows.map((row) => places.map((place) => row[place] ?? null)),
  };
}

export function keepColumns(
  names: readonly string[],
  table: Table,
  operator: "project-away" | "project-keep",
): Table {
  const missing = names.find(
    (name) => !name.includes("*") && !table.columns.some((column) => column.name === name),
  );
  if (missing !== undefined) throw unresolvedColumn(operator, missing);
  const isNamed = matcher(names);
  const places = table.columns.flatMap(({ name }, index) =>
    isNamed(name) === (operator === "project-keep") ? [index] : [],
  );
  return pick(table, places);
}

export function reorderColumns(names: readonly string[], table: Table): Table {
  const places: number[] = [];
  for (const name of names) {
    const isNamed = matcher([name]);
    table.columns.forEach((column, index) => {
      if (isNamed(column.name) && !places.includes(index)) places.push(index);
    });
  }
  table.columns.forEach((_column, index) => {
    if (!places.includes(index)) places.push(index);
  });
  return pick(table, places);
}

export function renameColumns(renames: readonly { name: string; from: string }[], table: Table): Table {
  const missing = renames.find(({ from }) => !table.columns.some((column) => column.name === from));
  if (missing !== undefined) throw unresolvedColumn("project-rename", missing.from);
  const columns = table.columns.map((column) => ({
    ...column,
    name: renames.find(({ from }) => from === column.name)?.name ?? column.name,
  }));
  return { columns, rows: table.rows };
}
