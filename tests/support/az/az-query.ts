import { compile, search } from "@jmespath-community/jmespath";
import { AzUsageError } from "./az-arguments.ts";

/** What jmespath.py 1.0 knows, the version that the Azure CLI has; the library at hand knows more. */
const functions =
  "abs avg ceil contains ends_with floor join keys length map max max_by merge min min_by not_null reverse sort sort_by starts_with sum to_array to_number to_string type values".split(
    " ",
  );
const nodes =
  "AndExpression Comparator Current ExpressionReference Field FilterProjection Flatten Function Identity Index IndexExpression Literal MultiSelectHash MultiSelectList NotExpression OrExpression Pipe Projection Slice Subexpression ValueProjection KeyValuePair".split(
    " ",
  );

/**
 * `--query` as az evaluates it. Refuses what the Azure CLI's own JMESPath does not know, or reads differently.
 *
 * @see https://jmespath.org/specification.html
 */
export function azQuery(answer: unknown, query: string): unknown {
  const texts = query.match(/`[^`]*`|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g) ?? [];
  if (texts.some((text) => text.startsWith("'") && text.includes("\\")))
    throw new AzUsageError(`--query: a backslash between single quotes: ${query}`);
  for (const { type, name } of nodesIn(compile(query)))
    if (!nodes.includes(type) || (type === "Function" && !functions.includes(String(name))))
      throw new AzUsageError(`--query: jmespath.py knows no ${type} ${JSON.stringify(name ?? "")}: ${query}`);
  const found: unknown = search(answer as Parameters<typeof search>[0], query);
  return typeof found === "string" && query.startsWith("to_string(") ? asciiOf(found) : found;
}

/** Python's `json.dumps`, which makes the texts of `to_string`, writes ASCII alone. */
function asciiOf(text: string): string {
  return text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

interface AnyNode {
  type: string;
  name?: unknown;
}

function* nodesIn(value: unknown): Generator<AnyNode> {
  if (Array.isArray(value)) for (const item of value) yield* nodesIn(item);
  else if (typeof value === "object" && value !== null && "type" in value) {
    yield value as AnyNode;
    if (value.type !== "Literal") for (const member of Object.values(value)) yield* nodesIn(member);
  }
}
