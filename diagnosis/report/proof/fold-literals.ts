import type { ExpressionNode } from "../../evaluation/expression/parse-expression.ts";
import { type JsonValue, sameJson } from "../../../domain/json-value.ts";
import { isTrue } from "../../recheck/plain-search.ts";

/** An expression that is true for the same, with comparisons and conditions of nothing but literals worked out. */
export function foldLiterals(node: ExpressionNode): ExpressionNode {
  if (node.type === "Comparator") {
    const [left, right] = [literalOf(node.left), literalOf(node.right)];
    if (left === undefined || right === undefined || !/^(?:EQ|NE)$/.test(node.name)) return node;
    return literal(sameJson(left.value, right.value) === (node.name === "EQ"));
  }
  if (node.type === "NotExpression") {
    const child = foldLiterals(node.child);
    const value = literalOf(child);
    return value === undefined ? { ...node, child } : literal(!isTrue(value.value));
  }
  if (node.type !== "AndExpression" && node.type !== "OrExpression") return node;
  const [left, right] = [foldLiterals(node.left), foldLiterals(node.right)];
  const isAnd = node.type === "AndExpression";
  const [first, second] = [literalOf(left), literalOf(right)];
  if (first !== undefined) return isTrue(first.value) === isAnd ? right : left;
  return second !== undefined && isTrue(second.value) === isAnd ? left : { ...node, left, right };
}

function literalOf(node: ExpressionNode): { readonly value: JsonValue } | undefined {
  return node.type === "Literal" ? { value: node.value as JsonValue } : undefined;
}

function literal(value: boolean): ExpressionNode {
  return { type: "Literal", value };
}
