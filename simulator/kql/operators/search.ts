import { compileExpression } from "../expressions/compile-expression.ts";
import type { QueryContext } from "../expressions/scope.ts";
import type { Expression } from "../syntax.ts";
import type { Table } from "../table.ts";

/** `search "term"` keeps rows in which any column has the term; any other condition is taken as `where` takes it. */
export function searchRows(condition: Expression, table: Table, context: QueryContext): Table {
  const compiled = compileExpression(asCondition(condition), {
    context,
    columns: table.columns,
    operator: "search",
  });
  return { columns: table.columns, rows: table.rows.filter((row) => compiled.run(row) === true) };
}

function asCondition(condition: Expression): Expression {
  if (condition.kind === "literal" && condition.type === "string")
    return { kind: "binary", operator: "has", left: { kind: "star" }, right: condition };
  if (condition.kind === "binary" && /^(?:and|or)$/i.test(condition.operator))
    return { ...condition, left: asCondition(condition.left), right: asCondition(condition.right) };
  return condition;
}
