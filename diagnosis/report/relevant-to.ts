import type { Hypothesis } from "../assessment/hypothesis.ts";
import { type Cause, competitorsOf, isInDoubt } from "../assessment/verdict.ts";
import type { Looked } from "./describe-gaps.ts";

/**
 * Whose gaps are told: where a cause is found, those of it and its competitors, with what makes one of these doubtful; else
 * everything that was not read.
 */
export function relevantTo(causes: readonly Cause[], hypotheses: readonly Hypothesis[]): readonly Looked[] {
  if (causes.length === 0) return hypotheses.filter(({ state }) => state !== "refuted");
  const near = causes.flatMap(({ hypothesis }) => [hypothesis, ...competitorsOf(hypothesis, hypotheses)]);
  const doubtful = causes.flatMap(({ hypothesis }) =>
    competitorsOf(hypothesis, hypotheses)
      .filter((competitor) => isInDoubt(competitor, hypothesis))
      .map(({ playbook, environment, state, unseen }): Looked => {
        return {
          playbook,
          environment,
          state,
          unseen,
          isInDoubt: true,
          reasons: [],
          denied: new Map(),
          citations: [],
        };
      }),
  );
  return [...new Set(near), ...doubtful];
}
