import { fixedEvidence } from "../../../domain/evidence.ts";
import type { ExpressionNode } from "./parse-expression.ts";

const fixedNames: ReadonlySet<string> = new Set(Object.keys(fixedEvidence));

/** By their text: equal parts, of whatever expressions, have one number. */
const numbers = new Map<string, number>();
const known = new WeakMap<ExpressionNode, number>();
const mostNumbers = 100_000;

/** In place of the number of a part that is not shared. */
export const unshared = 0;

/**
 * The number of a part of an expression that rests on nothing but the names that every diagnosis has: whatever hypothesis
 * asks for it, at whatever target and in whatever round, it has the same value. `unshared` for any other.
 *
 * @param node  one that is evaluated on the environment, not on a value.
 */
export function sharedPart(node: ExpressionNode): number {
  const number = known.get(node) ?? numberOf(node);
  known.set(node, number);
  return number;
}

function numberOf(node: ExpressionNode): number {
  // These are worked out as quickly as they are found again.
  if (node.type === "Literal" || node.type === "Field" || !isShared(node, true)) return unshared;
  const text = JSON.stringify(node);
  const number = numbers.get(text);
  if (number !== undefined) return number;
  if (numbers.size >= mostNumbers) return unshared;
  numbers.set(text, numbers.size + 1);
  return numbers.size;
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
