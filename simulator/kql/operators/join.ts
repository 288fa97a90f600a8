import { compileExpression } from "../expressions/compile-expression.ts";
import type { Compiled } from "../expressions/compiled.ts";
import type { QueryContext } from "../expressions/scope.ts";
import { KqlSemanticError } from "../kql-errors.ts";
import type { Expression } from "../syntax.ts";
import type { Column, Row, Table, Value } from "../table.ts";
import { keyOf } from "../values/compare-values.ts";

interface JoinKey {
  left: Compiled;
  right: Compiled;
}

/** @see https://learn.microsoft.com/kusto/query/join-operator */
export function joinTables(
  kind: string,
  left: Table,
  right: Table,
  on: readonly Expression[],
  context: QueryContext,
): Table {
  const keys = on.flatMap((key) => joinKeys(key, left, right, context));
  const leftKey = (row: Row): string => keys.map((key) => keyOf(key.left.run(row))).join("\u0000");
  const rightKey = (row: Row): string => keys.map((key) => keyOf(key.right.run(row))).join("\u0000");
  const rightRows = grouped(right.rows, rightKey);
  const leftRows = grouped(left.rows, leftKey);
  const both = { columns: [...left.columns, ...distinctNames(left.columns, right.columns)] };
  const pairs = (rows: readonly Row[], keepsUnmatched: boolean): Row[] =>
    rows.flatMap((row) => {
      const found = rightRows.get(leftKey(row)) ?? [];
      if (found.length === 0) return keepsUnmatched ? [[...row, ...blank(right.columns)]] : [];
      return found.map((other) => [...row, ...other]);
    });
  const unmatchedRight = (): Row[] =>
    right.rows.filter((row) => !leftRows.has(rightKey(row))).map((row) => [...blank(left.columns), ...row]);
  switch (kind) {
    case "innerunique":
      return {
        ...both,
        rows: pairs(
          [...leftRows.values()].flatMap(([first]) => (first ? [first] : [])),
          false,
        ),
      };
    case "inner":
      return { ...both, rows: pairs(left.rows, false) };
    case "leftouter":
      return { ...both, rows: pairs(left.rows, true) };
    case "rightouter":
      return { ...both, rows: [...pairs(left.rows, false), ...unmatchedRight()] };
    case "fullouter":
      return { ...both, rows: [...pairs(left.rows, true), ...unmatchedRight()] };
    case "leftsemi":
      return { columns: left.columns, rows: left.rows.filter((row) => rightRows.has(leftKey(row))) };
    case "anti":
    case "leftanti":
    case "leftantisemi":
      return { columns: left.columns, rows: left.rows.filter((row) => !rightRows.has(leftKey(row))) };
    case "rightsemi":
      return { columns: right.columns, rows: right.rows.filter((row) => leftRows.has(rightKey(row))) };
    case "rightanti":
    case "rightantisemi":
      return { columns: right.columns, rows: right.rows.filter((row) => !leftRows.has(rightKey(row))) };
    default:
      throw new KqlSemanticError("SEM0219", `'join' operator: unknown kind '${kind}'`);
  }
}

/** What `lookup` gives: the keys of the right side say nothing that the left side's do not. */
export function withoutRightKeys(joined: Table, left: Table, on: readonly Expression[]): Table {
  const keys = new Set(on.flatMap(rightKeyNames));
  const places = joined.columns.flatMap(({ name }, index) =>
    index >= left.columns.length && keys.has(name.replace(/\d+$/, "")) ? [] : [index],
  );
  return {
    columns: joined.columns.filter((_column, index) => places.includes(index)),
    rows: joined.rows.map((row) => places.map((place) => row[place] ?? null)),
  };
}

function rightKeyNames(key: Expression): string[] {
  if (key.kind === "name") return [key.name];
  if (key.kind !== "binary") return [];
  if (key.operator.toLowerCase() === "and") return [...rightKeyNames(key.left), ...rightKeyNames(key.right)];
  return [key.left, key.right].flatMap((side) => {
    const found = sideOf(side);
    return found?.side === "$right" && found.name.kind === "name" ? [found.name.name] : [];
  });
}

/** A key is a column of both sides, or `$left.a == $right.b`; `and` joins several. */
function joinKeys(key: Expression, left: Table, right: Table, context: QueryContext): JoinKey[] {
  const on = (table: Table, expression: Expression): Compiled =>
    compileExpression(expression, { context, columns: table.columns, operator: "join" });
  if (key.kind === "name") return [{ left: on(left, key), right: on(right, key) }];
  if (key.kind === "binary" && key.operator.toLowerCase() === "and")
    return [...joinKeys(key.left, left, right, context), ...joinKeys(key.right, left, right, context)];
  if (key.kind === "binary" && key.operator === "==") {
    const [one, other] = [sideOf(key.left), sideOf(key.right)];
    if (one?.side === "$left" && other?.side === "$right")
      return [{ left: on(left, one.name), right: on(right, other.name) }];
    if (one?.side === "$right" && other?.side === "$left")
      return [{ left: on(left, other.name), right: on(right, one.name) }];
  }
  throw new KqlSemanticError(
    "SEM0186",
    "'join' operator: only column entities or equality expressions ($left.column == $right.column) are allowed in this context",
  );
}

function sideOf(expression: Expression): { side: string; name: Expression } | undefined {
  if (expression.kind !== "path" || expression.base.kind !== "name") return undefined;
  return { side: expression.base.name, name: { kind: "name", name: expression.name } };
}

function grouped(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}

/** A right column whose name is taken gets a number: `id1`. */
function distinctNames(left: readonly Column[], right: readonly Column[]): Column[] {
  const taken = new Set(left.map(({ name }) => name));
  return right.map((column) => {
    let { name } = column;
    for (let number = 1; taken.has(name); number += 1) name = `${column.name}${number}`;
    taken.add(name);
    return { ...column, name };
  });
}

function blank(columns: readonly Column[]): Value[] {
  return columns.map(({ type }) => (type === "string" ? "" : null));
}
