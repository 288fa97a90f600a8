import type { AcceptedPlan } from "../../diagnosis/model/accepted-plan.ts";
import { acceptPlan } from "../../diagnosis/model/accept-plan.ts";
import { explainMaterial } from "../../diagnosis/model/explain-material.ts";
import { tellApart } from "../../diagnosis/told-apart.ts";
import { planMaterial } from "../../diagnosis/model/plan-material.ts";
import type { Evidence } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import type { ModelPlan } from "../../domain/model/model-plan.ts";
import type { ReadRequest } from "../../domain/read-step.ts";
import { rootCauses } from "../../domain/root-causes.ts";
import type { Signals } from "../../domain/signals.ts";
import type { ActivityDependencies } from "../dependencies.ts";
import { storedSignals } from "../stored-signals.ts";
import type { AskInput } from "./ask-model.ts";

type Needs = Pick<ActivityDependencies, "stores" | "thinking" | "azHosts">;

export interface PlanMaterial {
  material: string;
  signals: Signals;
  evidence: readonly Evidence[];
}

/** What the model is shown of a diagnosis that is to be planned further. */
export async function planMaterialOf(
  { stores, thinking }: Needs,
  { diagnosisId, unread, readsLeft, nextStep }: AskInput,
  language: Language,
  maxCharacters: number,
): Promise<PlanMaterial> {
  const stored = await stores.evidence.list(diagnosisId);
  const { evidence } = tellApart(stored);
  const signals = storedSignals(evidence);
  const plan = await thinking.plan({ evidence: stored, unread, readsLeft, nextStep, language });
  const hypotheses = plan.hypotheses.map(({ summary }) => summary);
  const planned = plan.steps.map(({ title }) => title);
  const material = planMaterial({ signals, evidence, hypotheses, planned, language, maxCharacters });
  return { material, signals, evidence };
}

/** Of its answer, what may be done. */
export function acceptedPlanOf(
  plan: ModelPlan,
  signals: Signals,
  evidence: readonly Evidence[],
  admits: (request: ReadRequest) => boolean,
): AcceptedPlan {
  return acceptPlan(plan, { signals, evidence, codes: new Set(Object.keys(rootCauses)), admits });
}

/** What the model is shown of a verdict that it is to put into words: the report as it would be without. */
export async function explanationMaterialOf(
  { stores, thinking, azHosts }: Needs,
  { diagnosisId, unread, endedBecause, reads, durationMs }: AskInput,
  language: Language,
): Promise<string> {
  const evidence = await stores.evidence.list(diagnosisId);
  const hosts = azHosts === undefined ? {} : { hosts: azHosts };
  const known = { evidence, unread, language, ...hosts };
  return explainMaterial(await thinking.report({ ...known, endedBecause, reads, durationMs }));
}
