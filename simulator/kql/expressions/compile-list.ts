import type { Expression, KqlType } from "../syntax.ts";
import type { Row, Value } from "../table.ts";
import { compareValues } from "../values/compare-values.ts";
import { textOfValue } from "../values/convert-value.ts";
import { textMatchers } from "../values/match-text.ts";
import type { Compiled } from "./compiled.ts";
import type { Scope } from "./scope.ts";

type List = Extract<Expression, { kind: "list" }>;

/** Compiles `in`, `in~`, `has_any`, `has_all` and their negations. */
export function compileList(
  expression: List,
  scope: Scope,
  compile: (inner: Expression) => Compiled,
): Compiled {
  const operator = expression.operator.toLowerCase();
  const left = compile(expression.left);
  const { type, values } = listed(expression.values, scope, compile);
  if (operator === "has_any" || operator === "has_all") {
    const has = textMatchers["has"] ?? (() => false);
    return {
      type: "bool",
      run: (row) => {
        const text = textOfValue(left.run(row)).toLowerCase();
        const holds = (sought: Value): boolean => has(text, textOfValue(sought).toLowerCase());
        return operator === "has_any" ? values(row).some(holds) : values(row).every(holds);
      },
    };
  }
  const negated = operator.startsWith("!");
  const foldsCase = operator.endsWith("~");
  const compared = left.type === "dynamic" ? type : left.type;
  return {
    type: "bool",
    run: (row) => {
      const value = left.run(row);
      const isIn = values(row).some((candidate) =>
        foldsCase
          ? textOfValue(value).toLowerCase() === textOfValue(candidate).toLowerCase()
          : compareValues(compared, value, candidate) === 0,
      );
      return isIn !== negated;
    },
  };
}

/** The list may be scalars, lists among them, or the first column of one tabular expression. */
function listed(
  expressions: readonly Expression[],
  scope: Scope,
  compile: (inner: Expression) => Compiled,
): { type: KqlType; values: (row: Row) => Value[] } {
  const [only] = expressions;
  if (expressions.length === 1 && only !== undefined) {
    const table = tableNamed(only, scope);
    if (table !== undefined) {
      const found = table.rows.map((row) => row[0] ?? null);
      return { type: table.columns[0]?.type ?? "string", values: () => found };
    }
  }
  const parts = expressions.map(compile);
  const types = parts.map(({ type }) => type).filter((type) => type !== "dynamic");
  return {
    type: types[0] ?? "string",
    values: (row) =>
      parts.flatMap((part): Value[] => {
        const value = part.run(row);
        return Array.isArray(value) ? (value as Value[]) : [value];
      }),
  };
}

function tableNamed(expression: Expression, scope: Scope) {
  if (expression.kind === "table") return scope.context.run(expression.query);
  if (expression.kind !== "name") return undefined;
  const known = scope.context.lets.get(expression.name);
  if (known?.kind === "table") return known.table;
  const isColumn = scope.columns.some(({ name }) => name === expression.name);
  return isColumn || known !== undefined ? undefined : scope.context.tables.find(expression.name);
}
