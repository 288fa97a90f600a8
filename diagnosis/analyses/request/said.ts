import { type AnalysisFunction, known } from "../../evaluation/evaluated.ts";
import { truthOf } from "../../evaluation/truth.ts";

/**
 * `said(value)`: the value itself, but where it is false or nothing, without what proves that. For what only guards a check:
 * that the developer did *not* write something is worth no line of the proof.
 */
export const said: AnalysisFunction = ([value]) => {
  if (value?.kind !== "known") return value ?? known(null);
  const truth = truthOf(value);
  return truth.kind === "truth" && !truth.isTrue ? known(value.value) : value;
};
