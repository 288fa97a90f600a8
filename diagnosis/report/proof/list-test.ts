import { partsOnSame } from "../../evaluation/expression/parts-on-same.ts";
import { type ExpressionNode, parseExpression } from "../../evaluation/expression/parse-expression.ts";
import { renderExpression } from "../../evaluation/expression/render-expression.ts";
import { foldLiterals } from "./fold-literals.ts";

/** The name of a field of a list's entry, step by step; empty for the entry itself. */
export type FieldPath = readonly string[];

/** A test over the entries of a list, read for what the Azure CLI can do of it. */
export interface ListTest {
  /** The fields that decide it; undefined where they cannot be told. */
  readonly fields: readonly FieldPath[] | undefined;
  /** True where it compares with texts alone. */
  readonly isTextual: boolean;
  /**
   * The test in the JMESPath that the Azure CLI knows, with the given words for the fields (one without a word is null);
   * undefined for a test that needs more than that.
   */
  write(wordFor: (path: FieldPath) => string | undefined): string | undefined;
}

/** What the Azure CLI's JMESPath has, in the sense that tests have it too. */
const functions = "contains ends_with keys length not_null starts_with to_number to_string type".split(" ");
const nodeTypes =
  "AndExpression Comparator Current Field FilterProjection Flatten Function Identity Index IndexExpression Literal MultiSelectList NotExpression OrExpression Pipe Projection Subexpression ValueProjection".split(
    " ",
  );

export function readListTest(operand: string): ListTest {
  const node = parseExpression(operand);
  const parts = [...nodesIn(node)];
  return {
    fields: distinct(fieldsIn(node)),
    isTextual: parts.every(({ type, value, name }) =>
      type === "Literal" ? typeof value === "string" : name !== "to_number",
    ),
    write: (wordFor) =>
      parts.every(({ type }) => nodeTypes.includes(type)) ? written(node, wordFor) : undefined,
  };
}

function written(node: ExpressionNode, wordFor: (path: FieldPath) => string | undefined): string | undefined {
  const replaced = foldLiterals(
    replaceFields(node, (path) => {
      const word = wordFor(path);
      return word === undefined ? { type: "Literal", value: null } : parseExpression(word);
    }),
  );
  const text = renderExpression(replaced, {
    resolve: () => undefined,
    isPlain: (name) => functions.includes(name),
  });
  // The versions of the language read a backslash between single quotes differently.
  return text?.includes("\\") ? undefined : text;
}

interface AnyNode {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: unknown;
}

function* nodesIn(value: unknown): Generator<AnyNode> {
  if (Array.isArray(value)) for (const item of value) yield* nodesIn(item);
  else if (typeof value === "object" && value !== null) {
    if ("type" in value) yield value as AnyNode;
    if (!("type" in value) || value.type !== "Literal")
      for (const member of Object.values(value)) yield* nodesIn(member);
  }
}

/** `a.b.c` as its names; undefined for anything else. */
function chainOf(node: ExpressionNode): FieldPath | undefined {
  if (node.type === "Field") return [node.name];
  if (node.type === "Current" || node.type === "Identity") return [];
  if (node.type !== "Subexpression") return undefined;
  const [left, right] = [chainOf(node.left), chainOf(node.right)];
  return left && right && [...left, ...right];
}

/** What looks at something else than the element, or gives it another shape: what fields it takes is not told by its parts. */
const beyondElement: ReadonlySet<ExpressionNode["type"]> = new Set([
  "Field",
  "Current",
  "Identity",
  "Root",
  "Variable",
  "Binding",
  "LetExpression",
  "MultiSelectHash",
]);

function partsOnElement(node: ExpressionNode): readonly ExpressionNode[] | undefined {
  return beyondElement.has(node.type) ? undefined : partsOnSame(node);
}

function fieldsIn(node: ExpressionNode): readonly FieldPath[] | undefined {
  const chain = chainOf(node);
  if (chain !== undefined) return [chain];
  const found: FieldPath[] = [];
  for (const part of partsOnElement(node) ?? [undefined]) {
    const inside = part && fieldsIn(part);
    if (inside === undefined) return undefined;
    found.push(...inside);
  }
  return found;
}

/** Without doubles, and without what lies inside another one of them. */
function distinct(paths: readonly FieldPath[] | undefined): readonly FieldPath[] | undefined {
  const texts = paths?.map((path) => JSON.stringify(path).slice(0, -1));
  return paths?.filter(
    (_, index) =>
      !texts?.some(
        (other, at) =>
          (texts[index] === other && at < index) ||
          (texts[index] !== other && texts[index]?.startsWith(other === "[" ? other : `${other},`)),
      ),
  );
}

function replaceFields(
  node: ExpressionNode,
  replacement: (path: FieldPath) => ExpressionNode,
): ExpressionNode {
  const chain = chainOf(node);
  if (chain !== undefined) return replacement(chain);
  const parts = new Set<unknown>(partsOnElement(node));
  const inside = (value: unknown): unknown =>
    parts.has(value) ? replaceFields(value as ExpressionNode, replacement) : value;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map((item) => inside(item)) : inside(value),
    ]),
  ) as unknown as ExpressionNode;
}
