import { type Evaluated, unknown } from "./evaluated.ts";
import { InvalidExpressionError } from "./expression/parse-expression.ts";
import { UnsafePatternError } from "./functions/plain/search-pattern.ts";

/**
 * A playbook of one's own may hold an expression that cannot be evaluated on this evidence: it decides nothing then, and
 * the others go on.
 */
export function guarded<Result>(evaluateIt: () => Result): Result | Extract<Evaluated, { kind: "unknown" }> {
  try {
    return evaluateIt();
  } catch (error) {
    if (error instanceof InvalidExpressionError || error instanceof UnsafePatternError)
      return unknown({ kind: "undecided", what: error.message });
    throw error;
  }
}
