import { compileExpression } from "../expressions/compile-expression.ts";
import type { Scope } from "../expressions/scope.ts";
import { aggregates } from "../functions/aggregates.ts";
import { KqlSemanticError } from "../kql-errors.ts";
import type { Expression, KqlType, NamedExpression } from "../syntax.ts";
import type { Column, Row, Value } from "../table.ts";
import { compareValues } from "../values/compare-values.ts";

export interface CompiledAggregate {
  name: string;
  type: KqlType;
  run(rows: readonly Row[]): Value;
}

type Call = Extract<Expression, { kind: "call" }>;

/**
 * Compiles one column of `summarize`. `arg_max`, `arg_min` and `take_any(*)` give several columns; an expression over
 * aggregates gives one.
 *
 * @param grouped the names that the group's key already has.
 */
export function compileAggregate(
  column: NamedExpression,
  scope: Scope,
  grouped: ReadonlySet<string>,
): CompiledAggregate[] {
  const { expression } = column;
  if (expression.kind === "call") {
    if (/^arg_?(?:max|min)$/.test(expression.name))
      return argExtreme(column.name, expression, scope, grouped);
    const isAny = expression.name === "take_any" || expression.name === "any";
    if (isAny && expression.arguments[0]?.kind === "star") return restOf(scope, grouped, (rows) => rows[0]);
    if (expression.name in aggregates)
      return [{ name: column.name ?? defaultName(expression), ...plain(expression, scope) }];
  }
  return [{ name: column.name ?? "Column1", ...overAggregates(expression, scope) }];
}

function plain(call: Call, scope: Scope): Omit<CompiledAggregate, "name"> {
  const found = aggregates[call.name];
  if (found === undefined) throw new KqlSemanticError("SEM0260", `Unknown function: '${call.name}'.`);
  if (call.arguments.length < found.least || call.arguments.length > found.most)
    throw new KqlSemanticError("SEM0219", `'${call.name}': function expects ${found.least} argument(s).`);
  const parts = call.arguments.map((argument) => compileExpression(argument, scope));
  const condition = found.conditional ? parts.pop() : undefined;
  const argumentType = parts[0]?.type ?? "long";
  return {
    type: found.type(argumentType),
    run: (rows) => {
      const counted = condition === undefined ? rows : rows.filter((row) => condition.run(row) === true);
      return found.run(
        counted.map((row) => parts.map((part) => part.run(row))),
        argumentType,
      );
    },
  };
}

/** `count_`, `max_duration`: the function's name and its column's. */
function defaultName(call: Call): string {
  const [first] = call.arguments;
  const column = first?.kind === "name" ? first.name : first?.kind === "path" ? first.name : "";
  if (call.name === "take_any" && column !== "") return column;
  if (call.name === "percentile" && call.arguments[1]?.kind === "literal")
    return `percentile_${column}_${String(call.arguments[1].value)}`;
  const short = call.name.replace(/^make_?(?=list|set|bag)/, "");
  return call.name === "countif" ? "countif_" : `${short}_${column}`;
}

function argExtreme(
  name: string | undefined,
  call: Call,
  scope: Scope,
  grouped: ReadonlySet<string>,
): CompiledAggregate[] {
  const [by, ...given] = call.arguments;
  if (by === undefined)
    throw new KqlSemanticError("SEM0219", `'${call.name}': function expects 2 argument(s).`);
  const key = compileExpression(by, scope);
  const sign = call.name.endsWith("max") ? 1 : -1;
  const best = (rows: readonly Row[]): Row | undefined =>
    rows.reduce<Row | undefined>((found, row) => {
      if (found === undefined) return row;
      const order = compareValues(key.type === "dynamic" ? "string" : key.type, key.run(row), key.run(found));
      return order !== undefined && order * sign > 0 ? row : found;
    }, undefined);
  const ownName = name ?? (by.kind === "name" ? by.name : `${call.name}_`);
  const first: CompiledAggregate = {
    name: ownName,
    type: key.type,
    run: (rows) => {
      const row = best(rows);
      return row === undefined ? null : key.run(row);
    },
  };
  const rest = given.flatMap((argument): CompiledAggregate[] => {
    if (argument.kind === "star") return restOf(scope, new Set([...grouped, ownName]), best);
    const compiled = compileExpression(argument, scope);
    const run = (rows: readonly Row[]): Value => {
      const row = best(rows);
      return row === undefined ? null : compiled.run(row);
    };
    return [
      {
        name: argument.kind === "name" ? argument.name : `${call.name}_${ownName}`,
        type: compiled.type,
        run,
      },
    ];
  });
  return [first, ...rest];
}

function restOf(
  scope: Scope,
  except: ReadonlySet<string>,
  choose: (rows: readonly Row[]) => Row | undefined,
): CompiledAggregate[] {
  return scope.columns.flatMap(({ name, type }, index) =>
    except.has(name) ? [] : [{ name, type, run: (rows: readonly Row[]) => choose(rows)?.[index] ?? null }],
  );
}

/** `round(100.0 * countif(x) / count(), 1)`: each aggregate becomes a column of one row, and the rest is scalar. */
function overAggregates(expression: Expression, scope: Scope): Omit<CompiledAggregate, "name"> {
  const found: (Omit<CompiledAggregate, "name"> & Column)[] = [];
  const lift = (inner: Expression): Expression => {
    if (inner.kind === "call" && inner.name in aggregates) {
      const name = `$aggregate${found.length}`;
      found.push({ name, ...plain(inner, scope) });
      return { kind: "name", name };
    }
    if (inner.kind === "call") return { ...inner, arguments: inner.arguments.map(lift) };
    if (inner.kind === "binary") return { ...inner, left: lift(inner.left), right: lift(inner.right) };
    if (inner.kind === "negate") return { ...inner, operand: lift(inner.operand) };
    if (inner.kind === "element") return { ...inner, base: lift(inner.base), index: lift(inner.index) };
    return inner.kind === "path" ? { ...inner, base: lift(inner.base) } : inner;
  };
  const lifted = lift(expression);
  const compiled = compileExpression(lifted, { ...scope, columns: found });
  return { type: compiled.type, run: (rows) => compiled.run(found.map((aggregate) => aggregate.run(rows))) };
}
