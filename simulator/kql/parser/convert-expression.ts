import type { Expression, KqlType, NamedExpression, Pipeline } from "../syntax.ts";
import { convertLiteral } from "./convert-literal.ts";
import {
  childOf,
  elementsOf,
  firstToken,
  nameIn,
  type SyntaxTree,
  UnsupportedKqlError,
} from "./syntax-tree.ts";

/** Converts tabular expressions, which scalar ones may hold: `in (T | project x)`, `toscalar(…)`. */
export type PipelineConverter = (tree: SyntaxTree) => Pipeline;

const listKinds = new Set([
  "InExpression",
  "InCsExpression",
  "NotInExpression",
  "NotInCsExpression",
  "HasAnyExpression",
  "HasAllExpression",
]);
const tabularKinds = new Set([
  "PipeExpression",
  "UnionOperator",
  "PrintOperator",
  "DataTableExpression",
  "SearchOperator",
  "RangeOperator",
]);
const binaryKind =
  /^(?:Add|Subtract|Multiply|Divide|Modulo|LessThan|LessThanOrEqual|GreaterThan|GreaterThanOrEqual|Equal|NotEqual|And|Or|EqualTilde|BangTilde|MatchesRegex|(?:Not)?(?:Has|HasPrefix|HasSuffix|Contains|StartsWith|EndsWith)(?:Cs)?)Expression$/;

export function isTabular(tree: SyntaxTree): boolean {
  if (tree.kind === "ParenthesizedExpression") return isTabular(tree.children[1] ?? tree);
  return tabularKinds.has(tree.kind);
}

/** @throws UnsupportedKqlError for what the simulator does not evaluate. */
export function convertExpression(tree: SyntaxTree, toPipeline: PipelineConverter): Expression {
  const convert = (inner: SyntaxTree | undefined): Expression => {
    if (inner === undefined) throw new UnsupportedKqlError(`an incomplete ${tree.kind}`);
    return convertExpression(inner, toPipeline);
  };
  const literal = convertLiteral(tree);
  if (literal !== undefined) return literal;
  if (isTabular(tree)) return { kind: "table", query: toPipeline(tree) };
  const [first, second, third] = tree.children;
  if (binaryKind.test(tree.kind))
    return {
      kind: "binary",
      operator: firstToken(second ?? tree),
      left: convert(first),
      right: convert(third),
    };
  if (listKinds.has(tree.kind))
    return {
      kind: "list",
      operator: firstToken(second ?? tree),
      left: convert(first),
      values: elementsOf(third).map(convert),
    };
  switch (tree.kind) {
    case "NameReference":
      return { kind: "name", name: nameIn(tree) };
    case "StarExpression":
      return { kind: "star" };
    case "ParenthesizedExpression":
    case "MaterializeExpression":
      return convert(
        tree.children.find(({ kind }) => !/Paren|Keyword/.test(kind) || kind === "ParenthesizedExpression"),
      );
    case "PathExpression":
      return { kind: "path", base: convert(first), name: nameIn(third ?? tree) };
    case "ElementExpression":
      return { kind: "element", base: convert(first), index: convert(second?.children[1]) };
    case "UnaryMinusExpression":
      return { kind: "negate", operand: convert(second) };
    case "UnaryPlusExpression":
      return convert(second);
    case "BetweenExpression":
    case "NotBetweenExpression": {
      const bounds = (third?.children ?? []).filter(({ kind }) => !kind.endsWith("Token"));
      const negated = tree.kind === "NotBetweenExpression";
      return {
        kind: "between",
        negated,
        value: convert(first),
        low: convert(bounds[0]),
        high: convert(bounds[1]),
      };
    }
    case "FunctionCallExpression":
      return { kind: "call", name: nameIn(first ?? tree), arguments: elementsOf(second).map(convert) };
    case "ToScalarExpression": {
      const query = tree.children.find(({ kind }) => !/Keyword$|Token$|^List$/.test(kind));
      if (query === undefined) throw new UnsupportedKqlError("an empty toscalar()");
      return { kind: "toscalar", query: toPipeline(query) };
    }
    case "SimpleNamedExpression":
      throw new UnsupportedKqlError(`the assignment '${firstToken(tree)} = …' where a value is expected`);
    default:
      throw new UnsupportedKqlError(`'${readableKind(tree.kind)}'`);
  }
}

/** `name = expression`, or an expression alone. */
export function convertNamed(tree: SyntaxTree, toPipeline: PipelineConverter): NamedExpression {
  if (tree.kind !== "SimpleNamedExpression") return { expression: convertExpression(tree, toPipeline) };
  const [name, , expression] = tree.children;
  if (name === undefined || expression === undefined)
    throw new UnsupportedKqlError("an incomplete assignment");
  return { name: nameIn(name), expression: convertExpression(expression, toPipeline) };
}

export function typeNamed(text: string): KqlType {
  switch (text.toLowerCase()) {
    case "string":
    case "int":
    case "long":
    case "real":
    case "decimal":
    case "bool":
    case "datetime":
    case "timespan":
    case "guid":
    case "dynamic":
      return text.toLowerCase() as KqlType;
    case "double":
      return "real";
    case "boolean":
      return "bool";
    case "date":
      return "datetime";
    case "time":
      return "timespan";
    default:
      throw new UnsupportedKqlError(`the type '${text}'`);
  }
}

/** `MvApplyOperator` reads as `mv-apply`: the operator's own spelling, as near as its kind tells it. */
export function readableKind(kind: string): string {
  return kind
    .replace(/(?:Operator|Expression|Statement)$/, "")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-")
    .toLowerCase();
}

/** The named parameters of an operator, such as `kind=inner`; names in lower case. */
export function parametersOf(tree: SyntaxTree): Map<string, string> {
  const list = childOf(tree, "List");
  return new Map(
    (list?.children ?? [])
      .filter(({ kind }) => kind === "NamedParameter")
      .map(({ children }) => [nameIn(children[0] ?? tree).toLowerCase(), firstToken(children[2] ?? tree)]),
  );
}
