import { type Evaluated, type Known, known, unknown } from "./evaluated.ts";
import { allOf } from "./proof.ts";
import { deepUncertaintyOf, supportOf } from "./truth.ts";

/** A value computed from others: it rests on all of them, and is unknown where one of them is. */
export function derived(
  sources: readonly Evaluated[],
  compute: (values: readonly Known["value"][]) => Known["value"],
): Evaluated {
  const uncertain = sources.flatMap((source) => {
    return deepUncertaintyOf(source)?.reasons ?? [];
  });
  if (uncertain.length > 0) return unknown(...uncertain);
  const values = sources.filter((source) => source.kind === "known");
  return known(compute(values.map((source) => source.value)), allOf(...values.map(supportOf)));
}
