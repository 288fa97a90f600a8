import { compile } from "@jmespath-community/jmespath";
import { numberSharedParts } from "./shared-part.ts";

/** A node of the JMESPath syntax tree, as the library makes it. */
export type ExpressionNode = ReturnType<typeof compile>;
export type NodeOf<Type extends ExpressionNode["type"]> = NodeWith<ExpressionNode, Type>;
type NodeWith<Node, Type> = Node extends { type: infer Own } ? (Type extends Own ? Node : never) : never;

export class InvalidExpressionError extends Error {
  override readonly name = "InvalidExpressionError";
  readonly code = "InvalidExpression";

  constructor(expression: string, because: string, options?: ErrorOptions) {
    super(`The expression "${expression}" cannot be evaluated: ${because}`, options);
  }
}

const parsed = new Map<string, ExpressionNode>();
const cachedExpressions = 20_000;

/** Parses JMESPath; every expression is parsed once. Throws InvalidExpressionError. */
export function parseExpression(expression: string): ExpressionNode {
  const cached = parsed.get(expression);
  if (cached !== undefined) return cached;
  const node = compileOrThrow(expression);
  if (parsed.size >= cachedExpressions) parsed.clear();
  parsed.set(expression, node);
  return node;
}

const words: Readonly<Record<string, null | boolean>> = { null: null, true: true, false: false };

/**
 * `null`, `true` and `false` without backticks are meant as such; JMESPath takes them for fields of that name, which gives
 * null and a test that never holds.
 */
function withWords<Node>(node: Node): Node {
  if (Array.isArray(node)) return node.map(withWords) as Node;
  if (typeof node !== "object" || node === null) return node;
  const { type, name } = node as { type?: unknown; name?: unknown };
  if (type === "Literal") return node;
  if (type === "Field" && typeof name === "string" && Object.hasOwn(words, name))
    return { type: "Literal", value: words[name] } as Node;
  return Object.fromEntries(
    Object.entries(node).map(([key, member]) => [
      key,
      // A member's own name stays what it is: `x.null` is a field.
      type === "Subexpression" && key === "right" && isField(member) ? member : withWords(member as unknown),
    ]),
  ) as Node;
}

function isField(value: unknown): boolean {
  return typeof value === "object" && value !== null && (value as { type?: unknown }).type === "Field";
}

function compileOrThrow(expression: string): ExpressionNode {
  try {
    return numberSharedParts(withWords(compile(expression)));
  } catch (error) {
    // The library throws ParserError, LexerError, plain Error and, past the end of the tokens, TypeError.
    const because = error instanceof TypeError ? "it ends too early" : (error as Error).message;
    throw new InvalidExpressionError(expression, because, { cause: error });
  }
}
