import { parseAst } from "vitest/node";

/** A node of an ESTree, as far as it is looked at here. */
export interface SyntaxNode {
  readonly type: string;
  readonly [property: string]: unknown;
}

function parseSource(source: string): SyntaxNode {
  return parseAst(source) as unknown as SyntaxNode;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as SyntaxNode).type === "string";
}

export interface PlacedNode {
  readonly node: SyntaxNode;
  /** The innermost function that the node stands in; the tree itself outside of any. */
  readonly within: SyntaxNode;
}

/** Every node of a tree, those above before those below. */
export function nodesOf(tree: SyntaxNode): PlacedNode[] {
  const found: PlacedNode[] = [{ node: tree, within: tree }];
  for (let at = 0; at < found.length; at += 1) {
    const { node, within } = found[at]!;
    const inner = /Function/u.test(node.type) ? node : within;
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? (value as unknown[]) : [value])
        if (isNode(child)) found.push({ node: child, within: inner });
  }
  return found;
}

/** The text of a string literal; undefined for whatever else. */
export function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === "Literal" && typeof node["value"] === "string") return node["value"];
  return undefined;
}

/** The name of an identifier or of a quoted key. */
export function nameOf(node: unknown): string | undefined {
  return isNode(node) && node.type === "Identifier" ? (node["name"] as string) : textOf(node);
}

/** The value of a property of an object literal; undefined where it has none of that name. */
export function propertyOf(object: SyntaxNode, name: string): unknown {
  const properties = object["properties"] as readonly SyntaxNode[];
  return properties.find((one) => one.type === "Property" && nameOf(one["key"]) === name)?.["value"];
}

/** A statement at the top of a source: `const x = …`, `function x() {…}`, exported or not. */
export interface Definition {
  readonly name: string;
  /** The file that it stands in. */
  readonly file: string;
  readonly text: string;
  readonly node: SyntaxNode;
}

export interface SourceFile {
  readonly file: string;
  readonly source: string;
}

export function definitionsOf({ file, source }: SourceFile): Definition[] {
  const statements = parseSource(source)["body"] as readonly SyntaxNode[];
  return statements.flatMap((statement) => {
    const node = isNode(statement["declaration"]) ? statement["declaration"] : statement;
    const declared = node.type === "VariableDeclaration" ? (node["declarations"] as SyntaxNode[])[0] : node;
    const name = nameOf(declared?.["id"]);
    if (name === undefined) return [];
    return [{ name, file, node, text: source.slice(node["start"] as number, node["end"] as number) }];
  });
}
