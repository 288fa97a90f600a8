import type { Assessment } from "../assess.ts";
import type { Recorded } from "./weigh-after.ts";

/** What the changes of an action are applied to: the evidence as it was weighed, with what a log told where one did. */
export function recordedOf(
  known: Omit<Recorded, "hypotheses">,
  { hypotheses, retold }: Pick<Assessment, "hypotheses" | "retold">,
): Recorded {
  const { evidence, unread, signals, analyses } = { ...known, ...retold };
  return { hypotheses, evidence, unread, signals, analyses };
}
