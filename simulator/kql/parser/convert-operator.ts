import type { Expression, MvExpandColumn, Operator, Ordering } from "../syntax.ts";
import {
  convertExpression,
  convertNamed,
  type PipelineConverter,
  parametersOf,
  readableKind,
  typeNamed,
} from "./convert-expression.ts";
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

/** @throws UnsupportedKqlError for an operator that the simulator does not evaluate. */
export function convertOperator(tree: SyntaxTree, toPipeline: PipelineConverter): Operator {
  const expression = (inner: SyntaxTree): Expression => convertExpression(inner, toPipeline);
  const named = (inner: SyntaxTree) => convertNamed(inner, toPipeline);
  switch (tree.kind) {
    case "FilterOperator":
      return { kind: "where", condition: expression(lastChild(tree)) };
    case "ProjectOperator":
      return { kind: "project", columns: elementsOf(tree).map(named) };
    case "ExtendOperator":
      return { kind: "extend", columns: elementsOf(tree).map(named) };
    case "DistinctOperator":
      return { kind: "distinct", columns: elementsOf(tree).map(named) };
    case "ProjectAwayOperator":
      return { kind: "project-away", names: elementsOf(tree).map(nameIn) };
    case "ProjectKeepOperator":
      return { kind: "project-keep", names: elementsOf(tree).map(nameIn) };
    case "ProjectReorderOperator":
      return { kind: "project-reorder", names: elementsOf(tree).map(nameIn) };
    case "ProjectRenameOperator":
      return { kind: "project-rename", columns: elementsOf(tree).map(renaming) };
    case "SummarizeOperator": {
      const by = childOf(tree, "SummarizeByClause");
      const lists = tree.children.filter(({ kind }) => kind === "List");
      const aggregates = elementsOf(lists[1]).map(named);
      return { kind: "summarize", aggregates, by: by === undefined ? [] : elementsOf(by).map(named) };
    }
    case "SortOperator":
      return { kind: "sort", by: elementsOf(tree).map((order) => ordering(order, toPipeline)) };
    case "TakeOperator":
      return { kind: "take", count: expression(lastChild(tree)) };
    case "TopOperator": {
      const count = tree.children[2];
      if (count === undefined) throw new UnsupportedKqlError("an incomplete 'top'");
      return { kind: "top", count: expression(count), by: [ordering(lastChild(tree), toPipeline)] };
    }
    case "CountOperator":
      return { kind: "count" };
    case "UnionOperator":
      return convertUnion(tree, toPipeline);
    case "JoinOperator":
    case "LookupOperator":
      return join(tree, toPipeline);
    case "MvExpandOperator": {
      const limit = childOf(tree, "MvExpandRowLimitClause");
      return {
        kind: "mv-expand",
        columns: elementsOf(tree).map((column) => mvExpandColumn(column, toPipeline)),
        ...(limit === undefined ? {} : { limit: expression(lastChild(limit)) }),
      };
    }
    case "SearchOperator":
      return { kind: "search", condition: expression(lastChild(tree)) };
    case "RenderOperator":
      return { kind: "pass" };
    case "SerializeOperator":
      if (elementsOf(tree).length === 0) return { kind: "pass" };
      return { kind: "extend", columns: elementsOf(tree).map(named) };
    case "AsOperator":
      return { kind: "pass" };
    default:
      throw new UnsupportedKqlError(`the operator '${readableKind(tree.kind)}'`);
  }
}

function renaming(tree: SyntaxTree): { name: string; from: string } {
  const [name, , from] = tree.children;
  if (tree.kind !== "SimpleNamedExpression" || name === undefined || from === undefined)
    throw new UnsupportedKqlError("a 'project-rename' without 'new = old'");
  return { name: nameIn(name), from: nameIn(from) };
}

/** Without a direction KQL sorts descending; nulls come first ascending and last descending. */
function ordering(tree: SyntaxTree, toPipeline: PipelineConverter): Ordering {
  const clause = childOf(tree, "OrderingClause");
  const descending = clause === undefined || childOf(clause, "AscKeyword") === undefined;
  const nulls = clause === undefined ? undefined : childOf(clause, "OrderingNullsClause");
  const nullsFirst = nulls === undefined ? !descending : childOf(nulls, "FirstKeyword") !== undefined;
  const value = tree.kind === "OrderedExpression" ? tree.children[0] : tree;
  if (value === undefined) throw new UnsupportedKqlError("an incomplete ordering");
  return { expression: convertExpression(value, toPipeline), descending, nullsFirst };
}

function join(tree: SyntaxTree, toPipeline: PipelineConverter): Operator {
  const on = childOf(tree, "JoinOnClause");
  const right = tree.children[2];
  if (on === undefined || right === undefined) throw new UnsupportedKqlError("a join without 'on'");
  const kind = parametersOf(tree).get("kind")?.toLowerCase();
  return {
    kind: "join",
    join: kind ?? (tree.kind === "LookupOperator" ? "leftouter" : "innerunique"),
    isLookup: tree.kind === "LookupOperator",
    right: toPipeline(right),
    on: elementsOf(on).map((key) => convertExpression(key, toPipeline)),
  };
}

function mvExpandColumn(tree: SyntaxTree, toPipeline: PipelineConverter): MvExpandColumn {
  if (tree.kind !== "MvExpandExpression") return convertNamed(tree, toPipeline);
  const [column, clause] = tree.children;
  if (column === undefined) throw new UnsupportedKqlError("an incomplete 'mv-expand'");
  const named = convertNamed(column, toPipeline);
  const type = clause === undefined ? undefined : elementsOf(childOf(clause, "TypeOfLiteralExpression"))[0];
  return type === undefined ? named : { ...named, type: typeNamed(firstToken(type)) };
}
