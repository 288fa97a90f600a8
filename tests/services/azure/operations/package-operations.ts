import {
  type Definition,
  isNode,
  nameOf,
  nodesOf,
  propertyOf,
  type SyntaxNode,
  textOf,
} from "./syntax-tree.ts";

/** An operation of Azure, as the client library of its resource provider calls it. */
export interface AzureOperation {
  /** In capitals: `GET`, `PUT`, … */
  readonly method: string;
  /** With its parameters in braces and without a query: `/subscriptions/{subscriptionId}/providers/…`. */
  readonly template: string;
  /** The statement of the library that says so. */
  readonly definition: Definition;
}

/** A library says an operation in a way that is not known here. */
class UnknownOperationError extends Error {
  override readonly name = "UnknownOperationError";
  readonly code = "UnknownOperation";

  constructor({ name, text }: Definition) {
    super(`${name} is an operation without a plain method or path: ${text.slice(0, 200)}`);
  }
}

const verbs = ["get", "put", "post", "patch", "delete", "head"];

/** True where a source or statement holds the marks of operations: whatever else there is takes long to parse. */
export function holdsOperations(text: string): boolean {
  return /\bhttpMethod\b|\bexpandUrlTemplate\b/u.test(text);
}

/**
 * The operations that a statement of a library makes, of either generation:
 *
 * - `{ path: "/subscriptions/{…}", httpMethod: "GET", … }`
 * - `const path = expandUrlTemplate("/subscriptions/{…}{?api%2Dversion}", …)`, then `context.path(path).get(…)`
 *
 * Links that an answer gives, to a next page (`{nextLink}`) or to an operation's end (`{ path, httpMethod }`), are none.
 *
 * @throws UnknownOperationError where it holds the marks of an operation without being one of these.
 */
export function operationsOf(definition: Definition): AzureOperation[] {
  if (!holdsOperations(definition.text)) return [];
  return nodesOf(definition.node).flatMap(({ node, within }) => {
    const found = specification(node) ?? expansion(node, within);
    if (found === undefined || found.template === "{nextLink}") return [];
    const { method, template } = found;
    if (method === undefined || template === undefined) throw new UnknownOperationError(definition);
    return [{ method: method.toUpperCase(), template: decodeURIComponent(template), definition }];
  });
}

interface Found {
  readonly method: string | undefined;
  readonly template: string | undefined;
}

function specification(node: SyntaxNode): Found | undefined {
  if (node.type !== "ObjectExpression") return undefined;
  const method = propertyOf(node, "httpMethod");
  const path = propertyOf(node, "path");
  if (method === undefined || (isNode(path) && path.type === "Identifier")) return undefined;
  return { method: textOf(method), template: textOf(path) };
}

function expansion(node: SyntaxNode, within: SyntaxNode): Found | undefined {
  if (!isCallOf(node, (callee) => nameOf(callee) === "expandUrlTemplate")) return undefined;
  const sent = nodesOf(within).flatMap((inner) => verbOf(inner.node) ?? []);
  const template = textOf((node["arguments"] as readonly unknown[])[0])?.replace(/\{\?[^}]*\}$/u, "");
  return { method: sent.length === 1 ? sent[0] : undefined, template };
}

/** `get` of `context.path(path).get(…)`. */
function verbOf(node: SyntaxNode): string | undefined {
  if (!isCallOf(node, (callee) => callee.type === "MemberExpression" && isCallOf(callee["object"], isPath)))
    return undefined;
  const verb = nameOf((node["callee"] as SyntaxNode)["property"]);
  return verb !== undefined && verbs.includes(verb) ? verb : undefined;
}

function isPath(callee: SyntaxNode): boolean {
  return callee.type === "MemberExpression" && nameOf(callee["property"]) === "path";
}

function isCallOf(node: unknown, isCallee: (callee: SyntaxNode) => boolean): node is SyntaxNode {
  return isNode(node) && node.type === "CallExpression" && isCallee(node["callee"] as SyntaxNode);
}
