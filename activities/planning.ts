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
  // In their order, and at once: the journal commits together what it is given together.
  await Promise.all([
    ...summaries.map((summary) => tellDecided(journal, diagnosis, summary)),
    tellPlanned(journal, summaries, steps),
  ]);
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
  return { evidence, signals: signalsIn(stored) };
}

const parsed = new WeakMap<Evidence, Signals>();

function signalsIn(stored: Evidence): Signals {
  const signals = parsed.get(stored) ?? SignalsSchema.parse(JSON.parse(stored.body));
  parsed.set(stored, signals);
  return signals;
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

async function tellPlanned(
  journal: DiagnosisProgress,
  summaries: readonly HypothesisSummary[],
  steps: readonly ReadStep[],
): Promise<void> {
  const [first] = steps;
  if (first === undefined) return;
  const causes = new Set(summaries.map(({ code }) => code)).size;
  await journal.note(`plan ${first.stepId}`, "note", journal.texts.planned(causes, steps));
}

function titleOf(playbooks: Diagnosis["playbooks"], code: string, language: Language): string {
  return playbooks.find((playbook) => playbook.code === code)?.title[language] ?? code;
}

/** The name of a resource, where the target is its ID. */
function lastSegment(target: string): string {
  return target.split("/").findLast((part) => part !== "") ?? target;
}
