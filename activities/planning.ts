import type { HypothesisSummary, Unread } from "../domain/activity-catalogue.ts";
import { type Evidence, fixedEvidence } from "../domain/evidence.ts";
import type { Language } from "../domain/language.ts";
import type { ReadStep } from "../domain/read-step.ts";
import { type Signals, SignalsSchema } from "../domain/signals.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import type { Diagnosis } from "./load-diagnosis.ts";
import { type DiagnosisProgress, openProgress } from "./progress/diagnosis-progress.ts";
import { EvidenceMissingError } from "./stored-request.ts";

export interface PlanningInput {
  diagnosisId: string;
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
  { diagnosisId, readsLeft, nextStep, unread }: PlanningInput,
): Promise<Planning> {
  const diagnosis = await dependencies.diagnosis();
  const journal = await openProgress(dependencies, diagnosisId);
  const { evidence, signals } = await loadEvidence(dependencies, diagnosisId);
  const { steps, hypotheses, settled } = diagnosis.assess({
    signals,
    evidence,
    unread,
    playbooks: diagnosis.playbooks,
    analyses: diagnosis.analyses,
    readsLeft,
    nextStep,
    language: journal.language,
  });
  const summaries = hypotheses.map(diagnosis.summaryOf);
  for (const summary of summaries) await tellDecided(journal, diagnosis, summary);
  const [first] = steps;
  if (first !== undefined) {
    const causes = new Set(summaries.map(({ code }) => code)).size;
    await journal.note(`plan ${first.stepId}`, "note", journal.texts.planned(causes, steps));
  }
  return { steps: [...steps], hypotheses: summaries, settled };
}

/** Everything that is stored for a diagnosis. @throws EvidenceMissingError where its signals are not. */
export async function loadEvidence(
  { stores }: Pick<ActivityDependencies, "stores">,
  diagnosisId: string,
): Promise<{ evidence: Evidence[]; signals: Signals }> {
  const evidence = await stores.evidence.list(diagnosisId);
  const stored = evidence.find(({ evidenceId }) => evidenceId === fixedEvidence.signals);
  if (!stored) throw new EvidenceMissingError(diagnosisId, fixedEvidence.signals);
  return { evidence, signals: SignalsSchema.parse(JSON.parse(stored.body)) };
}

/** One line for each hypothesis that is decided: its key is the decision, so that no later round tells it again. */
async function tellDecided(
  journal: DiagnosisProgress,
  { playbooks }: Pick<Diagnosis, "playbooks">,
  { code, target, state }: HypothesisSummary,
): Promise<void> {
  if (state !== "confirmed" && state !== "refuted") return;
  const title = titleOf(playbooks, code, journal.language);
  const cause = target === undefined ? title : `${title} (${lastSegment(target)})`;
  await journal.note(`${state} ${code} ${target ?? ""}`.trim(), "weighed", journal.texts[state](cause));
}

function titleOf(playbooks: Diagnosis["playbooks"], code: string, language: Language): string {
  return playbooks.find((playbook) => playbook.code === code)?.title[language] ?? code;
}

/** The name of a resource, where the target is its ID. */
function lastSegment(target: string): string {
  return target.split("/").findLast((part) => part !== "") ?? target;
}
