import { type Environment, evaluate } from "./environment.ts";
import { truthOf } from "./truth.ts";

/**
 * Whether a condition holds; not where it is unknown.
 *
 * @throws InvalidExpressionError where it cannot be evaluated.
 */
export function isTrue(condition: string, environment: Environment): boolean {
  const truth = truthOf(evaluate(condition, environment));
  return truth.kind === "truth" && truth.isTrue;
}
