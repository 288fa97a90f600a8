import type { JsonValue } from "../../../domain/json-value.ts";
import { isClosed } from "./closed-expression.ts";
import type { ExpressionNode, NodeOf } from "./parse-expression.ts";

export interface RenderOptions {
  /** The value of a part that is the same for every element; undefined where it has none that can be written down. */
  resolve(node: ExpressionNode): JsonValue | undefined;
  /** False for functions that a re-check cannot call: analyses, and those that take expressions. */
  isPlain(functionName: string): boolean;
}

/**
 * Writes an expression over one element as JMESPath text in which everything from outside the element is filled in, so that
 * the text says, and tests, the same without its surroundings. Undefined where that cannot be done.
 */
export function renderExpression(node: ExpressionNode, options: RenderOptions): string | undefined {
  try {
    return render(node, options, new Set());
  } catch (error) {
    if (error instanceof UnwritableError) return undefined;
    throw error;
  }
}

class UnwritableError extends Error {
  override readonly name = "UnwritableError";
  readonly code = "Unwritable";
}

const comparators = { EQ: "==", NE: "!=", LT: "<", LTE: "<=", GT: ">", GTE: ">=" } as const;
const operators: Readonly<Record<string, string>> = {
  Plus: "+",
  Minus: "-",
  Multiply: "*",
  Star: "*",
  Divide: "/",
  Modulo: "%",
  Div: "//",
};

/** What needs no parentheses where it stands. */
const projections = ["Projection", "FilterProjection", "ValueProjection", "Flatten"];
const insideAnd = ["Comparator", "NotExpression"];
const insideOr = [...insideAnd, "AndExpression"];

function isOneWord(node: ExpressionNode): boolean {
  return ["Field", "Current", "Identity", "Function", "Literal", "Variable"].includes(node.type);
}

function render(node: ExpressionNode, options: RenderOptions, local: ReadonlySet<string>): string {
  if (isClosed(node, local) && node.type !== "Literal") {
    const value = options.resolve(node);
    if (value === undefined) throw new UnwritableError();
    return literalText(value);
  }
  const inner = (child: ExpressionNode) => render(child, options, local);
  const grouped = (child: ExpressionNode) => (isSimple(child, local) ? inner(child) : `(${inner(child)})`);
  const among = (child: ExpressionNode, types: readonly string[]) =>
    types.includes(child.type) ? inner(child) : grouped(child);
  switch (node.type) {
    case "Literal":
      return literalText(node.value as JsonValue);
    case "Variable":
      return `$${node.name}`;
    case "Field":
      return /^[A-Za-z_]\w*$/.test(node.name) ? node.name : JSON.stringify(node.name);
    case "Current":
    case "Identity":
      return "@";
    case "Index":
      return `[${node.value}]`;
    case "Slice":
      return `[${node.start ?? ""}:${node.stop ?? ""}${node.step === null ? "" : `:${node.step}`}]`;
    case "Subexpression":
      if (isClosed(node.right, local)) throw new UnwritableError();
      return `${grouped(node.left)}.${inner(node.right)}`;
    case "IndexExpression":
      return `${node.left.type === "Identity" ? "" : grouped(node.left)}${inner(node.right)}`;
    case "Pipe":
      return `${inner(node.left)} | ${inner(node.right)}`;
    case "Projection":
      return projection(node, grouped, inner);
    case "ValueProjection":
      return `${node.left.type === "Identity" ? "" : `${grouped(node.left)}.`}*${suffix(inner(node.right))}`;
    case "FilterProjection":
      return `${node.left.type === "Identity" ? "" : grouped(node.left)}[?${inner(node.condition)}]${suffix(inner(node.right))}`;
    case "Flatten":
      return `${node.child.type === "Identity" ? "" : among(node.child, projections)}[]`;
    case "NotExpression":
      // `!` binds closer than a dot: `!a.b` would be `(!a).b`.
      return isOneWord(node.child) ? `!${inner(node.child)}` : `!(${inner(node.child)})`;
    case "AndExpression":
      return `${among(node.left, insideAnd)} && ${among(node.right, insideAnd)}`;
    case "OrExpression":
      return `${among(node.left, insideOr)} || ${among(node.right, insideOr)}`;
    case "Comparator":
      return `${grouped(node.left)} ${comparators[node.name]} ${grouped(node.right)}`;
    case "Arithmetic":
      return `${grouped(node.left)} ${operators[node.operator] ?? "+"} ${grouped(node.right)}`;
    case "Unary":
      return `${operators[node.operator] ?? "+"}${grouped(node.operand)}`;
    case "Ternary":
      return `${grouped(node.condition)} ? ${grouped(node.trueExpr)} : ${grouped(node.falseExpr)}`;
    case "MultiSelectList":
      return `[${node.children.map(inner).join(", ")}]`;
    case "MultiSelectHash":
      return `{${node.children.map((child) => `${JSON.stringify(child.name)}: ${inner(child.value)}`).join(", ")}}`;
    case "Function":
      if (!options.isPlain(node.name)) throw new UnwritableError();
      return `${node.name}(${node.children.map(inner).join(", ")})`;
    case "LetExpression": {
      const scope = new Set([...local, ...node.bindings.map((binding) => binding.variable)]);
      const bindings = node.bindings.map((binding) => `$${binding.variable} = ${inner(binding.reference)}`);
      return `let ${bindings.join(", ")} in ${render(node.expression, options, scope)}`;
    }
    case "Root":
    case "Binding":
    case "ExpressionReference":
      throw new UnwritableError();
  }
}

function projection(
  node: NodeOf<"Projection">,
  grouped: (child: ExpressionNode) => string,
  inner: (child: ExpressionNode) => string,
): string {
  const { left } = node;
  const isFlattenOrSlice =
    left.type === "Flatten" || (left.type === "IndexExpression" && left.right.type === "Slice");
  const base = isFlattenOrSlice ? inner(left) : `${left.type === "Identity" ? "" : grouped(left)}[*]`;
  return `${base}${suffix(inner(node.right))}`;
}

/** What follows a projection: nothing for the element itself, an index or filter as it is, the rest after a dot. */
export function suffix(right: string): string {
  if (right === "@") return "";
  return /^\[(\?|\*\]|\]|-?\d|:)/.test(right) ? right : `.${right}`;
}

/** True for what needs no parentheses inside a larger expression. */
function isSimple(node: ExpressionNode, local: ReadonlySet<string>): boolean {
  if (isClosed(node, local)) return true;
  return [
    "Field",
    "Current",
    "Identity",
    "Function",
    "Literal",
    "Variable",
    "Subexpression",
    "IndexExpression",
    "MultiSelectList",
    "MultiSelectHash",
  ].includes(node.type);
}

/** A value as JMESPath writes it: texts in single quotes, the rest as JSON in backticks. */
export function literalText(value: JsonValue): string {
  if (typeof value === "string") return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  return `\`${JSON.stringify(value).replaceAll("`", "\\u0060")}\``;
}
