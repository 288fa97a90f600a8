import { type AnalysisFunction, known } from "../../evaluation/evaluated.ts";
import { elementsOf } from "../../evaluation/navigate.ts";
import { truthOf } from "../../evaluation/truth.ts";

/** Everything that was sent, as one list of texts. */
const everyText =
  "[$.request.error, $.request.context.notes, values(not_null($.request.source_code, `{}`))][]";

/**
 * `sent_matches(pattern, …)`: true where a line of the error, the notes or a file matches one of the patterns, citing the
 * first such line. False cites nothing: what was not sent may be true all the same.
 */
export const sentMatches: AnalysisFunction = (patterns, context) => {
  const texts = context.evaluate(everyText, known(null));
  if (texts.kind === "unknown") return texts;
  for (const text of elementsOf(texts) ?? [])
    for (const pattern of patterns) {
      if (text.kind === "unknown" || typeof text.value !== "string") continue;
      const found = context.evaluate("matches($text, $pattern)", known(null), { text, pattern });
      const truth = truthOf(found);
      if (truth.kind === "truth" && truth.isTrue) return found;
    }
  return known(false);
};
