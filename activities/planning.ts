import { lastSegment } from "../domain/arm-resource-id.ts";
import type { HypothesisSummary, Unread } from "../domain/activity-catalogue.ts";
import type { ReadStep } from "../domain/read-step.ts";
import { causeCodes } from "./cause-codes.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { type DiagnosisProgress, openProgress } from "./progress/diagnosis-progress.ts";
import type { NamedHypothesis } from "./thinking/thinking.ts";

export interface PlanningInput {
  diagnosisId: string;
  verifies?: string | undefined;
  readsLeft: number;
  nextStep: number;
  unread: readonly Unread[];
}

export interface Planning {
  steps: ReadStep[];
  hypotheses: HypothesisSummary[];
  settled: boolean;
}

/** Assesses everything that is stored for a diagnosis, and tells in the journal what has become certain and what is read next. */
export async function planNext(
  dependencies: ActivityDependencies,
  { diagnosisId, verifies, readsLeft, nextStep, unread }: PlanningInput,
): Promise<Planning> {
  const journal = await openProgress(dependencies, diagnosisId);
  const evidence = await dependencies.stores.evidence.list(diagnosisId);
  const { language } = journal;
  const verified = verifies === undefined ? undefined : await dependencies.stores.reports.get(verifies);
  const { steps, hypotheses, settled } = await dependencies.thinking.plan({
    evidence,
    unread,
    readsLeft,
    nextStep,
    language,
    ...(verified === undefined ? {} : { suspected: causeCodes(verified) }),
  });
  // In their order, and at once: the journal commits together what it is given together.
  await Promise.all([
    ...hypotheses.map((hypothesis) => tellDecided(journal, hypothesis)),
    tellPlanned(journal, hypotheses, steps),
  ]);
  return { steps, hypotheses: hypotheses.map(({ summary }) => summary), settled };
}

/** One line for each hypothesis that is decided: its key is the decision, so that no later round tells it again. */
async function tellDecided(
  journal: DiagnosisProgress,
  { summary: { code, target, state }, title }: NamedHypothesis,
): Promise<void> {
  if (state !== "confirmed" && state !== "refuted") return;
  const cause = target === undefined ? title : `${title} (${lastSegment(target)})`;
  await journal.note(`${state} ${code} ${target ?? ""}`.trim(), "weighed", journal.texts[state](cause));
}

async function tellPlanned(
  journal: DiagnosisProgress,
  hypotheses: readonly NamedHypothesis[],
  steps: readonly ReadStep[],
): Promise<void> {
  const [first] = steps;
  if (first === undefined) return;
  const causes = new Set(hypotheses.map(({ summary }) => summary.code)).size;
  await journal.note(`plan ${first.stepId}`, "note", journal.texts.planned(causes, steps));
}
