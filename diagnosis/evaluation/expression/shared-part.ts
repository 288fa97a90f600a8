import { fixedEvidence } from "../../../domain/evidence.ts";
import type { ExpressionNode } from "./parse-expression.ts";
import { partsOnSame } from "./parts-on-same.ts";

const fixedNames: ReadonlySet<string> = new Set(Object.keys(fixedEvidence));

/** By their text: equal parts, of whatever expressions, have one number. */
const numbers = new Map<string, number>();
const mostNumbers = 100_000;

type Numbered = ExpressionNode & { sharedPart?: number };

/**
 * The number of a part of an expression that rests on nothing but the names that every diagnosis has: whatever hypothesis
 * asks for it, at whatever target and in whatever round, it has the same value. Undefined for any other.
 *
 * @param node  one that is evaluated on the environment, not on a value.
 */
export function sharedPart(node: ExpressionNode): number | undefined {
  return (node as Numbered).sharedPart;
}

/** Numbers the shared parts of a parsed expression. @returns the same tree. */
export function numberSharedParts(node: ExpressionNode): ExpressionNode {
  // These are worked out as quickly as they are found again.
  if (node.type === "Literal" || node.type === "Field") return node;
  const number = isShared(node, true) ? numberOf(JSON.stringify(node)) : undefined;
  for (const part of partsOnSame(node)) numberSharedParts(part);
  return number === undefined ? node : Object.assign(node, { sharedPart: number });
}

function numberOf(text: string): number | undefined {
  const number = numbers.get(text);
  if (number !== undefined || numbers.size >= mostNumbers) return number;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}

/** `isAtTop` is false for what is evaluated on a value: fields are that value's there, and `@` is it. */
function isShared(node: ExpressionNode, isAtTop: boolean): boolean {
  const here = (part: ExpressionNode) => isShared(part, isAtTop);
  const inside = (part: ExpressionNode) => isShared(part, false);
  switch (node.type) {
    case "Literal":
      return true;
    case "Field":
      return !isAtTop || fixedNames.has(node.name);
    case "Current":
    case "Identity":
    case "Index":
    case "Slice":
      return !isAtTop;
    case "Subexpression":
    case "Pipe":
    case "IndexExpression":
    case "Projection":
    case "ValueProjection":
      return here(node.left) && inside(node.right);
    case "FilterProjection":
      return here(node.left) && inside(node.condition) && inside(node.right);
    case "Flatten":
    case "NotExpression":
      return here(node.child);
    case "Unary":
      return here(node.operand);
    case "Arithmetic":
    case "AndExpression":
    case "OrExpression":
    case "Comparator":
      return here(node.left) && here(node.right);
    case "Ternary":
      return here(node.condition) && here(node.trueExpr) && here(node.falseExpr);
    case "MultiSelectList":
      return node.children.every(here);
    case "MultiSelectHash":
      return node.children.every((child) => here(child.value));
    case "Function":
      return node.children.every((child) =>
        child.type === "ExpressionReference" ? inside(child.child) : here(child),
      );
    // `$` is the environment with all its names, and a variable may be bound to anything.
    case "Root":
    case "Variable":
    case "LetExpression":
    case "Binding":
    case "ExpressionReference":
      return false;
  }
}
