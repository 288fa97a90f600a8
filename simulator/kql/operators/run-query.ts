import { compileExpression } from "../expressions/compile-expression.ts";
import type { QueryContext } from "../expressions/scope.ts";
import type { Expression, Pipeline, Query } from "../syntax.ts";
import type { Table, TableSource } from "../table.ts";
import type { KqlInstant } from "../values/instant.ts";
import { applyOperator } from "./apply-operator.ts";
import { readSource } from "./read-source.ts";

/** @throws KqlSemanticError where the query does not fit the tables. */
export function runQuery(query: Query, tables: TableSource, now: KqlInstant): Table {
  const context: QueryContext = {
    now,
    tables,
    lets: new Map(),
    run: (pipeline) => runPipeline(pipeline, context),
  };
  for (const { name, value } of query.lets) bind(name, value, context);
  return runPipeline(query.body, context);
}

function bind(name: string, value: Expression, context: QueryContext): void {
  if (value.kind === "table") {
    context.lets.set(name, { kind: "table", table: context.run(value.query) });
    return;
  }
  const table = value.kind === "name" ? tableNamed(value.name, context) : undefined;
  if (table !== undefined) {
    context.lets.set(name, { kind: "table", table });
    return;
  }
  const compiled = compileExpression(value, { context, columns: [], operator: "let" });
  context.lets.set(name, { kind: "scalar", type: compiled.type, value: compiled.run([]) });
}

function tableNamed(name: string, context: QueryContext): Table | undefined {
  const known = context.lets.get(name);
  if (known?.kind === "table") return known.table;
  return known === undefined ? context.tables.find(name) : undefined;
}

function runPipeline(pipeline: Pipeline, context: QueryContext): Table {
  const [first] = pipeline.operators;
  let table = readSource(pipeline.source, context, operatorName(first));
  for (const operator of pipeline.operators) table = applyOperator(operator, table, context);
  return table;
}

function operatorName(operator: Pipeline["operators"][number] | undefined): string {
  return operator === undefined ? "" : operator.kind === "pass" ? "render" : operator.kind;
}
