import { findFunction } from "../functions/function-catalogue.ts";
import { KqlSemanticError, unresolvedColumn } from "../kql-errors.ts";
import type { Expression } from "../syntax.ts";
import { compareValues } from "../values/compare-values.ts";
import { convertValue, numberOf } from "../values/convert-value.ts";
import { KqlDuration } from "../values/duration.ts";
import { compileArithmetic } from "./compile-arithmetic.ts";
import { compileBinary } from "./compile-binary.ts";
import { compileList } from "./compile-list.ts";
import type { Compiled } from "./compiled.ts";
import type { Scope } from "./scope.ts";

/** @throws KqlSemanticError for names that mean nothing here and types that do not go together. */
export function compileExpression(expression: Expression, scope: Scope): Compiled {
  const compile = (inner: Expression): Compiled => compileExpression(inner, scope);
  switch (expression.kind) {
    case "literal": {
      const { type } = expression;
      const value = type === "dynamic" ? expression.value : convertValue(type, expression.value);
      return { type, run: () => value };
    }
    case "name":
      return compileName(expression.name, scope);
    case "path":
      return property(compile(expression.base), expression.name);
    case "element":
      return element(compile(expression.base), compile(expression.index));
    case "negate": {
      const operand = compile(expression.operand);
      return { type: operand.type, run: (row) => negate(operand.run(row)) };
    }
    case "binary":
      return compileBinary(expression, scope, compile);
    case "list":
      return compileList(expression, scope, compile);
    case "between": {
      const [value, low, high] = [
        compile(expression.value),
        compile(expression.low),
        compile(expression.high),
      ];
      return compileBetween(value, low, high, expression.negated);
    }
    case "call":
      return compileCall(expression.name, expression.arguments, scope);
    case "toscalar": {
      const table = scope.context.run(expression.query);
      const value = table.rows[0]?.[0] ?? null;
      return { type: table.columns[0]?.type ?? "dynamic", run: () => value };
    }
    case "table":
      throw new KqlSemanticError("SEM0100", `'${scope.operator}' operator: a scalar expression is expected`);
    case "star":
      throw new KqlSemanticError("SEM0100", `'${scope.operator}' operator: '*' is not expected here`);
  }
}

function compileName(name: string, scope: Scope): Compiled {
  const at = scope.columns.findIndex((column) => column.name === name);
  const column = scope.columns[at];
  if (column !== undefined) return { type: column.type, run: (row) => row[at] ?? null };
  const known = scope.context.lets.get(name);
  if (known?.kind === "scalar") return { type: known.type, run: () => known.value };
  throw unresolvedColumn(scope.operator, name);
}

function property(base: Compiled, name: string): Compiled {
  if (base.type !== "dynamic")
    throw new KqlSemanticError(
      "SEM0001",
      `Path expression: '.${name}' needs a dynamic value, not ${base.type}`,
    );
  return { type: "dynamic", run: (row) => memberOf(base.run(row), name) };
}

function element(base: Compiled, index: Compiled): Compiled {
  return { type: "dynamic", run: (row) => memberOf(base.run(row), index.run(row)) };
}

function memberOf(value: unknown, key: unknown): unknown {
  if (Array.isArray(value)) return typeof key === "number" ? (value.at(key) ?? null) : null;
  if (value === null || typeof value !== "object" || typeof key !== "string") return null;
  return Object.hasOwn(value, key) ? ((value as Record<string, unknown>)[key] ?? null) : null;
}

function negate(value: unknown): unknown {
  if (value instanceof KqlDuration) return new KqlDuration(-value.ticks);
  const number = numberOf(value);
  return number === null ? null : -number;
}

/** `time between (start .. 1h)` means until an hour after the start. */
function compileBetween(value: Compiled, low: Compiled, high: Compiled, negated: boolean): Compiled {
  const upper: Compiled =
    low.type === "datetime" && high.type === "timespan" ? compileArithmetic("+", low, high) : high;
  const type = value.type === "dynamic" ? low.type : value.type;
  return {
    type: "bool",
    run: (row) => {
      const fromLow = compareValues(type, value.run(row), low.run(row));
      const toHigh = compareValues(type, value.run(row), upper.run(row));
      if (fromLow === undefined || toHigh === undefined) return false;
      return (fromLow >= 0 && toHigh <= 0) !== negated;
    },
  };
}

function compileCall(name: string, given: readonly Expression[], scope: Scope): Compiled {
  if (name === "column_ifexists" || name === "columnifexists") return columnIfExists(given, scope);
  const found = findFunction(name);
  if (found === undefined) throw new KqlSemanticError("SEM0260", `Unknown function: '${name}'.`);
  if (given.length < found.least || given.length > found.most)
    throw new KqlSemanticError(
      "SEM0219",
      `'${name}': function expects ${found.least === found.most ? found.least : `${found.least} to ${found.most}`} argument(s).`,
    );
  const parts = given.map((argument) => compileExpression(argument, scope));
  const types = parts.map(({ type }) => type);
  const { now } = scope.context;
  const type = typeof found.type === "function" ? found.type(types) : found.type;
  return {
    type,
    run: (row) =>
      found.run(
        parts.map((part) => part.run(row)),
        { now, types },
      ),
  };
}

function columnIfExists(given: readonly Expression[], scope: Scope): Compiled {
  const [name, fallback] = given;
  if (name?.kind !== "literal" || fallback === undefined)
    throw new KqlSemanticError("SEM0219", "'column_ifexists': function expects 2 argument(s).");
  const text = String(name.value);
  return scope.columns.some((column) => column.name === text)
    ? compileName(text, scope)
    : compileExpression(fallback, scope);
}
