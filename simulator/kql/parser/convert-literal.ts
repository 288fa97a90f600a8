import type { Expression, KqlType } from "../syntax.ts";
import { elementsOf, firstToken, type SyntaxTree } from "./syntax-tree.ts";

type Literal = Extract<Expression, { kind: "literal" }>;

const literalTypes: Record<string, KqlType> = {
  StringLiteralExpression: "string",
  IntLiteralExpression: "int",
  LongLiteralExpression: "long",
  RealLiteralExpression: "real",
  DecimalLiteralExpression: "decimal",
  BooleanLiteralExpression: "bool",
  DateTimeLiteralExpression: "datetime",
  TimespanLiteralExpression: "timespan",
  GuidLiteralExpression: "guid",
};

/** Converts a literal; undefined for any other node. */
export function convertLiteral(tree: SyntaxTree): Literal | undefined {
  if (tree.kind === "CompoundStringLiteralExpression") {
    const text = elementsOf(tree).map(firstToken).join("");
    return { kind: "literal", type: "string", value: text };
  }
  if (tree.kind === "NullLiteralExpression") return { kind: "literal", type: "dynamic", value: null };
  if (tree.kind === "DynamicExpression")
    return { kind: "literal", type: "dynamic", value: jsonOf(tree.children[2]) };
  if (tree.kind === "TypeOfLiteralExpression")
    return { kind: "literal", type: "string", value: firstToken(elementsOf(tree)[0] ?? tree) };
  const type = literalTypes[tree.kind];
  if (type === undefined) return undefined;
  const text = tree.kind === "StringLiteralExpression" ? (tree.children[0]?.text ?? "") : firstToken(tree);
  return { kind: "literal", type, value: valueOf(type, text) };
}

function valueOf(type: KqlType, text: string): unknown {
  if (type === "string") return text;
  if (text.trim().toLowerCase() === "null") return null;
  if (type === "bool") return /^(?:true|1)$/i.test(text.trim());
  return type === "datetime" || type === "timespan" || type === "guid" ? text : Number(text);
}

function jsonOf(tree: SyntaxTree | undefined): unknown {
  if (tree === undefined) return null;
  if (tree.kind === "JsonArrayExpression") return elementsOf(tree).map(jsonOf);
  if (tree.kind === "JsonObjectExpression")
    return Object.fromEntries(
      elementsOf(tree).map(({ children }) => [children[0]?.text ?? "", jsonOf(children[2])]),
    );
  if (tree.kind === "UnaryMinusExpression") return -Number(jsonOf(tree.children[1]));
  return convertLiteral(tree)?.value ?? null;
}
