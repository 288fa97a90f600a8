import { type ExpressionNode, parseExpression } from "../evaluation/expression/parse-expression.ts";
import { plainFunctions } from "../evaluation/functions/plain/plain-functions.ts";
import { isObject, type JsonValue, sameJson } from "../../domain/json-value.ts";

type Variables = Readonly<Record<string, JsonValue>>;

/** An expression that plain values cannot answer. */
export class NotPlainError extends Error {
  override readonly name = "NotPlainError";
  readonly code = "NotPlain";

  constructor(what: string) {
    super(`A citation's test holds ${what}, which cannot be evaluated again on the stored body.`);
  }
}

/**
 * Evaluates a citation's test on plain JSON: no provenance, no third value, nothing shared with the citing evaluation but
 * the grammar and the functions over plain values. Throws NotPlainError and InvalidExpressionError.
 */
export function plainSearch(expression: string, value: JsonValue): JsonValue {
  return visit(parseExpression(expression), value, {});
}

export function isTrue(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.keys(value).length > 0;
  return value !== null && value !== false && value !== "";
}

function visit(node: ExpressionNode, value: JsonValue, variables: Variables): JsonValue {
  const on = (child: ExpressionNode, at: JsonValue = value) => visit(child, at, variables);
  switch (node.type) {
    case "Literal":
      return node.value;
    case "Current":
    case "Identity":
      return value;
    case "Field":
      return isObject(value) && Object.hasOwn(value, node.name) ? (value[node.name] ?? null) : null;
    case "Subexpression": {
      const left = on(node.left);
      return left === null ? null : on(node.right, left);
    }
    case "Pipe":
    case "IndexExpression":
      return on(node.right, on(node.left));
    case "Index":
      return Array.isArray(value) ? (value.at(node.value) ?? null) : null;
    case "Slice":
      return sliced(value, node.start, node.stop, node.step ?? 1);
    case "Flatten": {
      const list = on(node.child);
      return Array.isArray(list) ? list.flat() : null;
    }
    case "Projection":
      return each(on(node.left), (item) => on(node.right, item));
    case "ValueProjection": {
      const object = on(node.left);
      return isObject(object) ? each(Object.values(object), (item) => on(node.right, item)) : null;
    }
    case "FilterProjection": {
      const list = on(node.left);
      const passing = Array.isArray(list) ? list.filter((item) => isTrue(on(node.condition, item))) : null;
      return each(passing, (item) => on(node.right, item));
    }
    case "AndExpression": {
      const left = on(node.left);
      return isTrue(left) ? on(node.right) : left;
    }
    case "OrExpression": {
      const left = on(node.left);
      return isTrue(left) ? left : on(node.right);
    }
    case "NotExpression":
      return !isTrue(on(node.child));
    case "Ternary":
      return on(isTrue(on(node.condition)) ? node.trueExpr : node.falseExpr);
    case "Comparator":
      return compared(node.name, on(node.left), on(node.right));
    case "Arithmetic":
      return calculated(node.operator, on(node.left), on(node.right));
    case "Unary": {
      const operand = on(node.operand);
      if (typeof operand !== "number") return null;
      return node.operator === "Minus" ? -operand : operand;
    }
    case "MultiSelectList":
      return node.children.map((child) => on(child));
    case "MultiSelectHash":
      return Object.fromEntries(node.children.map((child) => [child.name, on(child.value)]));
    case "Function": {
      const compute = Object.hasOwn(plainFunctions, node.name) ? plainFunctions[node.name] : undefined;
      if (compute === undefined) throw new NotPlainError(`the function ${node.name}`);
      return compute(node.children.map((child) => on(child)));
    }
    case "Variable":
      if (!Object.hasOwn(variables, node.name)) throw new NotPlainError(`the variable $${node.name}`);
      return variables[node.name] ?? null;
    case "LetExpression": {
      const bound = node.bindings.map((binding) => [binding.variable, on(binding.reference)] as const);
      return visit(node.expression, value, { ...variables, ...Object.fromEntries(bound) });
    }
    case "Root":
    case "Binding":
    case "ExpressionReference":
      throw new NotPlainError(`a ${node.type}`);
  }
}

function each(list: JsonValue, compute: (item: JsonValue) => JsonValue): JsonValue {
  return Array.isArray(list) ? list.map(compute).filter((item) => item !== null) : null;
}

function compared(name: string, left: JsonValue, right: JsonValue): JsonValue {
  if (name === "EQ") return sameJson(left, right);
  if (name === "NE") return !sameJson(left, right);
  if (typeof left !== "number" || typeof right !== "number") return null;
  if (name.startsWith("GT")) return left > right || (name === "GTE" && left === right);
  return left < right || (name === "LTE" && left === right);
}

function calculated(operator: string, left: JsonValue, right: JsonValue): JsonValue {
  if (typeof left !== "number" || typeof right !== "number") return null;
  const results: Readonly<Record<string, number>> = {
    Plus: left + right,
    Minus: left - right,
    Divide: left / right,
    Div: Math.floor(left / right),
    Modulo: left % right,
  };
  const result = results[operator] ?? left * right;
  return Number.isFinite(result) ? result : null;
}

function sliced(value: JsonValue, start: number | null, stop: number | null, step: number): JsonValue {
  if (!Array.isArray(value)) return null;
  if (step === 1) return value.slice(start ?? 0, stop ?? undefined);
  throw new NotPlainError("a slice with a step");
}
