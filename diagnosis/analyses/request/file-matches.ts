import { type AnalysisFunction, known } from "../../evaluation/evaluated.ts";
import { elementsOf } from "../../evaluation/navigate.ts";
import { truthOf } from "../../evaluation/truth.ts";

/** `file_matches(pattern, …)`: like `sent_matches`, over the files alone. */
export const fileMatches: AnalysisFunction = (patterns, context) => {
  const files = context.evaluate("values(not_null($.request.source_code, `{}`))", known(null));
  if (files.kind === "unknown") return files;
  for (const file of elementsOf(files) ?? [])
    for (const pattern of patterns) {
      const found = context.evaluate("matches($file, $pattern)", known(null), { file, pattern });
      const truth = truthOf(found);
      if (truth.kind === "truth" && truth.isTrue) return found;
    }
  return known(false);
};
