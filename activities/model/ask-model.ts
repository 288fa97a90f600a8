import type { ActivityHandler } from "durable-functions";
import type { z } from "zod";
import { askModel as contract } from "../../domain/activity-catalogue.ts";
import { type Failure, failureCodes } from "../../domain/failure.ts";
import {
  ModelExplanationSchema,
  ModelPlanSchema,
  StoredModelAnswerSchema,
} from "../../domain/model/model-plan.ts";
import type { ModelUsage } from "../../services/llm/model-client.ts";
import { explainPrompt } from "../../services/llm/prompts/explain-v1.ts";
import { planPrompt } from "../../services/llm/prompts/plan-v1.ts";
import type { Prompt } from "../../services/llm/prompts/prompt.ts";
import type { ActivityDependencies, ModelDependencies } from "../dependencies.ts";
import { type DiagnosisProgress, openProgress } from "../progress/diagnosis-progress.ts";
import { secondsOf } from "../progress/seconds-of.ts";
import { wrapActivity } from "../wrapping/wrap-activity.ts";
import { storeModelAnswer } from "./store-model-answer.ts";

export type AskInput = z.output<(typeof contract)["input"]>;
type Output = z.output<(typeof contract)["output"]>;

/** Characters of English or JSON that make a token, at the least. */
const charactersPerToken = 3;
const longestMaterial = 60_000;
const shortestMaterial = 4_000;

/**
 * Activity `askModel`: gives the model what is known, redacted, and stores of its answer what may be used. A stored answer is
 * not asked for again: what was paid is paid once. Whatever a model does wrong is a failure that the diagnosis goes on without.
 */
export function askModel(dependencies: ActivityDependencies): ActivityHandler {
  return wrapActivity(contract, dependencies, async (input) => {
    const stored = await dependencies.stores.evidence.get(input.diagnosisId, input.evidenceId);
    return stored === undefined ? await ask(dependencies, input) : answered(stored.evidenceId, stored.body);
  });
}

async function ask(dependencies: ActivityDependencies, input: AskInput): Promise<Output> {
  const { model } = dependencies;
  if (model === undefined) return failed(failureCodes.modelNotConfigured, "No model is configured any more.");
  const prompt = input.purpose === "plan" ? planPrompt : explainPrompt;
  const maxCharacters = roomFor(prompt, model.tokensPerDiagnosis - input.tokensUsed);
  if (maxCharacters < shortestMaterial) return budgetSpent;
  const journal = await openProgress(dependencies, input.diagnosisId);
  await journal.note(input.stepId, "started", journal.texts.askingModel(model.client.model));
  const asking = { dependencies, model, input, journal, prompt, maxCharacters };
  return input.purpose === "plan" ? await askPlan(asking) : await askExplanation(asking);
}

interface Asking {
  dependencies: ActivityDependencies;
  model: ModelDependencies;
  input: AskInput;
  journal: DiagnosisProgress;
  prompt: Prompt;
  maxCharacters: number;
}

async function askPlan(asking: Asking): Promise<Output> {
  const { dependencies, model, input, journal, prompt, maxCharacters } = asking;
  const { stepId } = input;
  const { acceptedPlanOf, planMaterialOf } = await import("./material.ts");
  const { language, texts } = journal;
  const { material, signals, evidence } = await planMaterialOf(dependencies, input, language, maxCharacters);
  const outcome = await model.client.ask({ ...prompt, material, schema: ModelPlanSchema });
  if (!outcome.ok) return await notHeard(asking, outcome.failure);
  const plan = acceptedPlanOf(outcome.value.value, signals, evidence, model.admits);
  const causes = plan.hypotheses.length + plan.suspicions.length;
  await journal.note(stepId, "read", texts.modelPlanned(causes, plan.reads.length));
  return await kept(asking, plan, outcome.value.usage);
}

async function askExplanation(asking: Asking): Promise<Output> {
  const { dependencies, model, input, journal, prompt, maxCharacters } = asking;
  const { explanationMaterialOf } = await import("./material.ts");
  const material = await explanationMaterialOf(dependencies, input, journal.language);
  if (material.length > maxCharacters) return budgetSpent;
  const outcome = await model.client.ask({ ...prompt, material, schema: ModelExplanationSchema });
  if (!outcome.ok) return await notHeard(asking, outcome.failure);
  await journal.note(input.stepId, "read", journal.texts.modelExplained());
  return await kept(asking, outcome.value.value, outcome.value.usage);
}

async function kept(
  { dependencies, model, input, prompt }: Asking,
  answer: unknown,
  usage: ModelUsage,
): Promise<Output> {
  const stored = await storeModelAnswer(dependencies, input, {
    purpose: input.purpose,
    model: model.client.model,
    prompt: prompt.name,
    answer,
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    ...(usage.costUsd === undefined ? {} : { cost_usd: usage.costUsd }),
  });
  return answered(stored.evidenceId, stored.body);
}

function answered(evidenceId: string, body: string): Output {
  const {
    input_tokens: input,
    output_tokens: output,
    cost_usd: costUsd,
  } = StoredModelAnswerSchema.parse(JSON.parse(body));
  const cost = costUsd === undefined ? {} : { costUsd };
  return { ok: true, value: { evidenceId, tokens: input + output, ...cost } };
}

async function notHeard(
  { input, journal }: Asking,
  { code, message, retryAfterMs }: Failure,
): Promise<Output> {
  const { texts } = journal;
  const failure = { code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  const isToWait = failure.code === failureCodes.throttled;
  const line = isToWait
    ? texts.modelAsksToWait(secondsOf(failure.retryAfterMs))
    : texts.modelNotHeard(failure.code);
  await journal.note(input.stepId, isToWait ? "waiting" : "failed", line);
  return { ok: false, failure };
}

function failed(code: string, message: string): Output {
  return { ok: false, failure: { code, message } };
}

const budgetSpent = failed(
  failureCodes.modelBudgetSpent,
  "The tokens that one diagnosis may use are used up.",
);

/** How many characters of material there is room for. */
function roomFor({ instructions, maxOutputTokens }: Prompt, tokensLeft: number): number {
  const forInput = tokensLeft - maxOutputTokens - instructions.length / charactersPerToken;
  return Math.min(longestMaterial, Math.floor(forInput * charactersPerToken));
}
