import type { Expression, Pipeline, Query, Source } from "../syntax.ts";
import { convertExpression, convertNamed, isTabular, readableKind, typeNamed } from "./convert-expression.ts";
import { convertOperator } from "./convert-operator.ts";
import { convertUnion } from "./convert-union.ts";
import {
  childOf,
  elementsOf,
  firstToken,
  lastChild,
  nameIn,
  type SyntaxTree,
  UnsupportedKqlError,
} from "./syntax-tree.ts";

/** @throws UnsupportedKqlError for what the simulator does not evaluate. */
export function convertQuery(tree: SyntaxTree): Query {
  const lets: Query["lets"] = [];
  let body: Pipeline | undefined;
  for (const statement of elementsOf(tree)) {
    if (statement.kind === "LetStatement") lets.push(convertLet(statement));
    else if (statement.kind === "ExpressionStatement") body = convertPipeline(lastChild(statement));
    else if (statement.kind !== "SetOptionStatement")
      throw new UnsupportedKqlError(`the '${readableKind(statement.kind)}' statement`);
  }
  if (body === undefined) throw new UnsupportedKqlError("a query without a tabular expression");
  return { lets, body };
}

function convertLet(statement: SyntaxTree): { name: string; value: Expression } {
  const [, name, , value] = statement.children;
  if (name === undefined || value === undefined) throw new UnsupportedKqlError("an incomplete 'let'");
  if (value.kind === "FunctionDeclaration") throw new UnsupportedKqlError("functions declared by 'let'");
  return { name: nameIn(name), value: convertExpression(value, convertPipeline) };
}

function convertPipeline(tree: SyntaxTree): Pipeline {
  if (tree.kind === "PipeExpression") {
    const [left, , operator] = tree.children;
    if (left === undefined || operator === undefined) throw new UnsupportedKqlError("an incomplete pipe");
    const pipeline = convertPipeline(left);
    return {
      source: pipeline.source,
      operators: [...pipeline.operators, convertOperator(operator, convertPipeline)],
    };
  }
  if (tree.kind === "ParenthesizedExpression") return convertPipeline(tree.children[1] ?? tree);
  if (tree.kind === "MaterializeExpression") {
    const inner = tree.children.find((child) => isTabular(child) || child.kind === "NameReference");
    if (inner !== undefined) return convertPipeline(inner);
  }
  return { source: convertSource(tree), operators: [] };
}

function convertSource(tree: SyntaxTree): Source {
  switch (tree.kind) {
    case "NameReference":
      return { kind: "table", name: nameIn(tree) };
    case "FunctionCallExpression": {
      const name = nameIn(tree.children[0] ?? tree);
      const argument = elementsOf(tree.children[1])[0];
      if (name === "table" && argument !== undefined) return { kind: "table", name: firstToken(argument) };
      throw new UnsupportedKqlError(`the tabular function '${name}'`);
    }
    case "PrintOperator":
      return {
        kind: "print",
        columns: elementsOf(tree).map((column) => convertNamed(column, convertPipeline)),
      };
    case "DataTableExpression": {
      const columns = elementsOf(childOf(tree, "RowSchema")).map(({ children }) => ({
        name: nameIn(children[0] ?? tree),
        type: typeNamed(firstToken(children[2] ?? tree)),
      }));
      const values = elementsOf(tree).map((value) => convertExpression(value, convertPipeline));
      return { kind: "datatable", columns, values };
    }
    case "RangeOperator": {
      const [, name, , from, , to, , step] = tree.children;
      if (name === undefined || from === undefined || to === undefined || step === undefined)
        throw new UnsupportedKqlError("an incomplete 'range'");
      const convert = (part: SyntaxTree): Expression => convertExpression(part, convertPipeline);
      return { kind: "range", name: nameIn(name), from: convert(from), to: convert(to), step: convert(step) };
    }
    case "UnionOperator":
      return convertUnion(tree, convertPipeline);
    case "SearchOperator": {
      const tables = elementsOf(childOf(tree, "FindInClause")).map(nameIn);
      return { kind: "search", tables, condition: convertExpression(lastChild(tree), convertPipeline) };
    }
    default:
      throw new UnsupportedKqlError(`the source '${readableKind(tree.kind)}'`);
  }
}
