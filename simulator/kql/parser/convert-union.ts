import type { Source } from "../syntax.ts";
import { type PipelineConverter, parametersOf } from "./convert-expression.ts";
import { elementsOf, type SyntaxTree } from "./syntax-tree.ts";

/** `union` stands at the head of a pipeline or after a pipe; both read alike. */
export function convertUnion(
  tree: SyntaxTree,
  toPipeline: PipelineConverter,
): Extract<Source, { kind: "union" }> {
  const parameters = parametersOf(tree);
  const sourceColumn = parameters.get("withsource") ?? parameters.get("with_source");
  return {
    kind: "union",
    sources: elementsOf(tree).map(toPipeline),
    fuzzy: parameters.get("isfuzzy")?.toLowerCase() === "true",
    inner: parameters.get("kind")?.toLowerCase() === "inner",
    ...(sourceColumn === undefined ? {} : { sourceColumn }),
  };
}
