import type { Unread } from "../domain/activity-catalogue.ts";
import type { Evidence } from "../domain/evidence.ts";
import type { Language } from "../domain/language.ts";
import type { ReadStep } from "../domain/read-step.ts";
import type { Signals } from "../domain/signals.ts";
import { collectAnswers } from "./assessment/bind-reads.ts";
import { bringIn, type Proposal } from "./assessment/bring-in.ts";
import { raise } from "./assessment/form-hypotheses.ts";
import type { Grounds, Suspicion } from "./assessment/foundation.ts";
import type { Hypothesis } from "./assessment/hypothesis.ts";
import { pinReads } from "./assessment/pin-reads.ts";
import { planReads } from "./assessment/plan-reads.ts";
import { isDecided } from "./assessment/verdict.ts";
import type { LogLook } from "./app-log/look-into-log.ts";
import type { AnalysisTable } from "./evaluation/evaluated.ts";
import type { Playbook } from "./playbook.ts";

export interface AssessmentInput {
  readonly signals: Signals;
  /** Everything stored so far, e0 to the last planned read. */
  readonly evidence: readonly Evidence[];
  readonly unread: readonly Unread[];
  readonly playbooks: readonly Playbook[];
  readonly analyses: AnalysisTable;
  readonly readsLeft: number;
  /** The number of the next step, from 1: step `s1` answers into `e5`. */
  readonly nextStep: number;
  /** What a model suspects besides; nothing where there is none. */
  readonly proposals?: readonly Proposal[];
  /** Of the titles of reads; the signals' where it is left out. */
  readonly language?: Language;
  /** Codes of causes that are weighed whatever the request points at, and must be decided before the verdict is. */
  readonly suspected?: readonly string[];
}

export interface Assessment {
  readonly hypotheses: readonly Hypothesis[];
  /** Raised by the request, but no resource was found that it could be about. */
  readonly withoutTarget: readonly Playbook[];
  /** The reads of the next round; empty when nothing more can be decided, or no read is left. */
  readonly steps: readonly ReadStep[];
  /** True once the verdict can no longer change by a read that is left. */
  readonly settled: boolean;
  /** What was weighed in the stead of the request and its signals, where a log told more than they do; none of it is stored. */
  readonly retold?: Pick<AssessmentInput, "signals" | "evidence">;
  /** Logs that were looked into and told of no error. */
  readonly emptyLogs?: readonly LogLook[];
}

/**
 * Weighs every candidate cause on all evidence so far, and plans what to read next. Stateless: the same input, the same
 * answer; what was worked out on the very same evidence before is only not worked out again.
 */
export function assess(input: AssessmentInput): Assessment {
  const { signals, analyses, playbooks } = input;
  const grounds: Grounds = { answers: collectAnswers(input.evidence, input.unread), signals, analyses };
  const suspected = new Set(input.suspected);
  const raised = withSuspected(raise(playbooks, grounds), suspected, playbooks);
  const { hypotheses, withoutTarget } = bringIn(raised, input.proposals ?? [], playbooks, grounds);
  const options = { language: input.language ?? signals.language, nextStep: input.nextStep };
  const isOver = isDecided(hypotheses) && !hypotheses.some((one) => isOpenAmong(one, suspected));
  const deciding = planReads(hypotheses, isOver, options);
  const wanted = deciding.length > 0 ? deciding : pinReads(hypotheses, grounds.answers, options);
  const steps = wanted.slice(0, Math.max(0, input.readsLeft));
  const settled = wanted.length === 0 || (steps.length === 0 && isOver);
  return { hypotheses, withoutTarget, steps, settled };
}

/** What the request raises, and the others of these codes as if it did. */
function withSuspected(
  raised: readonly Suspicion[],
  codes: ReadonlySet<string>,
  playbooks: readonly Playbook[],
): readonly Suspicion[] {
  if (codes.size === 0) return raised;
  const known = new Set(raised.map(({ playbook }) => playbook.code));
  const others = playbooks.filter(({ code }) => codes.has(code) && !known.has(code));
  return [
    ...raised,
    ...others.map((playbook) => ({ playbook, isRaised: true, raisedBy: [], broughtBy: "rules" as const })),
  ];
}

function isOpenAmong({ playbook, state }: Hypothesis, codes: ReadonlySet<string>): boolean {
  return state === "open" && codes.has(playbook.code);
}
