import type { Unread } from "../../domain/activity-catalogue.ts";
import type { Change } from "../../domain/contract/change.ts";
import type { Evidence } from "../../domain/evidence.ts";
import type { Signals } from "../../domain/signals.ts";
import { collectAnswers } from "../assessment/bind-reads.ts";
import { form } from "../assessment/form-hypotheses.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import { causesOf } from "../assessment/verdict.ts";
import type { AnalysisTable } from "../evaluation/evaluated.ts";
import { applyChanges } from "./apply-changes.ts";

export interface Recorded {
  readonly hypotheses: readonly Hypothesis[];
  readonly evidence: readonly Evidence[];
  readonly unread: readonly Unread[];
  readonly signals: Signals;
  readonly analyses: AnalysisTable;
}

export interface Aftermath {
  /** True where the cause does not hold any more at the resource that it was found at. */
  readonly isGone: boolean;
  /** What the same call then meets, in the order in which it must be fixed. */
  readonly left: readonly Hypothesis[];
}

/**
 * Weighs every hypothesis again on the recorded evidence as it would read after the changes: whether the cause is gone,
 * and which one shows behind it. Reads nothing: what nobody has read stays unknown.
 */
export function weighAfter(cause: Hypothesis, changes: readonly Change[], recorded: Recorded): Aftermath {
  const { signals, analyses } = recorded;
  const answers = collectAnswers(applyChanges(recorded.evidence, changes), recorded.unread);
  const suspicions = new Map(recorded.hypotheses.map((hypothesis) => [hypothesis.playbook.code, hypothesis]));
  const again = [...suspicions.values()].flatMap(
    (suspicion) => form(suspicion, { answers, signals, analyses }).hypotheses,
  );
  const isCause = ({ playbook, target }: Hypothesis) =>
    playbook.code === cause.playbook.code && target === cause.target;
  const causes = causesOf(again).map(({ hypothesis }) => hypothesis);
  const still = again.find(isCause);
  return {
    isGone: still?.state !== "confirmed",
    left: causes.filter((hypothesis) => hypothesis.playbook.code !== cause.playbook.code),
  };
}
