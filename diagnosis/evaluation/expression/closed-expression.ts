import type { ExpressionNode } from "./parse-expression.ts";

/**
 * True where an expression has the same value for every element that it is tested on: it reaches neither `@` nor a field
 * of the element. `local` are variables that the expression around it binds from the element.
 */
export function isClosed(node: ExpressionNode, local: ReadonlySet<string> = new Set()): boolean {
  switch (node.type) {
    case "Literal":
    case "Root":
      return true;
    case "Variable":
      return !local.has(node.name);
    case "Subexpression":
    case "Pipe":
    case "IndexExpression":
    case "Projection":
    case "ValueProjection":
      // The right side is evaluated on what the left gives; only its variables can come from outside.
      return isClosed(node.left, local) && !reaches(node.right, local);
    case "FilterProjection":
      return isClosed(node.left, local) && !reaches(node.right, local) && !reaches(node.condition, local);
    case "Flatten":
    case "NotExpression":
      return isClosed(node.child, local);
    case "Unary":
      return isClosed(node.operand, local);
    case "Arithmetic":
    case "AndExpression":
    case "OrExpression":
    case "Comparator":
      return isClosed(node.left, local) && isClosed(node.right, local);
    case "Ternary":
      return [node.condition, node.trueExpr, node.falseExpr].every((part) => isClosed(part, local));
    case "MultiSelectList":
      return node.children.every((child) => isClosed(child, local));
    case "MultiSelectHash":
      return node.children.every((child) => isClosed(child.value, local));
    case "Function":
      return node.children.every((child) =>
        child.type === "ExpressionReference" ? !reaches(child.child, local) : isClosed(child, local),
      );
    case "Field":
    case "Current":
    case "Identity":
    case "Index":
    case "Slice":
    case "LetExpression":
    case "Binding":
    case "ExpressionReference":
      return false;
  }
}

/** True where one of the variables in `names` stands anywhere in the expression. */
function reaches(node: ExpressionNode, names: ReadonlySet<string>): boolean {
  return names.size > 0 && [...namesOfVariables(node)].some((name) => names.has(name));
}

function namesOfVariables(node: ExpressionNode): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (typeof value === "object" && value !== null) {
      const part = value as Record<string, unknown>;
      if (part["type"] === "Variable" && typeof part["name"] === "string") found.add(part["name"]);
      if (part["type"] !== "Literal") for (const member of Object.values(part)) visit(member);
    }
  };
  visit(node);
  return found;
}
