import type { ExpressionNode } from "./parse-expression.ts";

/** The parts of an expression that are evaluated on what the whole is evaluated on. */
export function partsOnSame(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.type) {
    case "Subexpression":
    case "Pipe":
    case "IndexExpression":
    case "Projection":
    case "ValueProjection":
    case "FilterProjection":
      return [node.left];
    case "Flatten":
    case "NotExpression":
      return [node.child];
    case "Unary":
      return [node.operand];
    case "Arithmetic":
    case "AndExpression":
    case "OrExpression":
    case "Comparator":
      return [node.left, node.right];
    case "Ternary":
      return [node.condition, node.trueExpr, node.falseExpr];
    case "MultiSelectList":
      return node.children;
    case "MultiSelectHash":
      return node.children.map(({ value }) => value);
    case "Function":
      return node.children.filter(({ type }) => type !== "ExpressionReference");
    case "LetExpression":
      return [...node.bindings.map(({ reference }) => reference), node.expression];
    case "Literal":
    case "Field":
    case "Current":
    case "Identity":
    case "Index":
    case "Slice":
    case "Root":
    case "Variable":
    case "Binding":
    case "ExpressionReference":
      return [];
  }
}
