/** The official parser's tree as plain data. Tokens have `text`; everything else has children. */
export interface SyntaxTree {
  kind: string;
  text: string;
  children: SyntaxTree[];
}

/** The query uses a part of KQL that the simulator does not evaluate. */
export class UnsupportedKqlError extends Error {
  override readonly name = "UnsupportedKqlError";
  readonly code = "UnsupportedKql";
  readonly what: string;

  constructor(what: string) {
    super(`The simulator does not evaluate ${what}.`);
    this.what = what;
  }
}

export function childOf(tree: SyntaxTree, kind: string): SyntaxTree | undefined {
  return tree.children.find((child) => child.kind === kind);
}

/** The elements of the last list of a node, separators left out. */
export function elementsOf(tree: SyntaxTree | undefined): SyntaxTree[] {
  const list = tree?.kind === "List" ? tree : tree?.children.findLast(({ kind }) => kind === "List");
  return (list?.children ?? []).flatMap((element) =>
    element.kind === "SeparatedElement" ? element.children.slice(0, 1) : [element],
  );
}

export function lastChild(tree: SyntaxTree): SyntaxTree {
  const last = tree.children.at(-1);
  if (last === undefined) throw new UnsupportedKqlError(`an empty ${tree.kind}`);
  return last;
}

/** The text of the first token at or below a node. */
export function firstToken(tree: SyntaxTree): string {
  if (tree.children.length === 0) return tree.text;
  for (const child of tree.children) {
    const text = firstToken(child);
    if (text !== "") return text;
  }
  return "";
}

/** The name in a name reference or declaration, whether plain, wildcarded or in brackets. */
export function nameIn(tree: SyntaxTree): string {
  if (tree.kind === "BracketedName") return firstToken(tree.children[1] ?? tree);
  if (tree.kind === "NameReference" || tree.kind === "NameDeclaration")
    return nameIn(tree.children[0] ?? tree);
  return firstToken(tree);
}
