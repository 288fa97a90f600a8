import { type Assessment, type AssessmentInput, assess } from "../assess.ts";
import { type Answers, collectAnswers } from "../assessment/bind-reads.ts";
import type { PlanOptions } from "../assessment/plan-reads.ts";
import { causesOf } from "../assessment/verdict.ts";
import { fixedEvidence } from "../../domain/evidence.ts";
import { openDocument } from "../evaluation/place.ts";
import { StoredRequestSchema } from "../signals/stored-request.ts";
import { asLogged } from "./as-logged.ts";
import { type ConcernedWorkload, concernedWorkloads } from "./concerned-workloads.ts";
import { type ErrorText, errorTexts } from "./error-texts.ts";
import { lookSteps, nameStep } from "./log-steps.ts";
import { type LogLook, lookIntoLog } from "./look-into-log.ts";
import { retell } from "./retelling.ts";

/**
 * Assesses what was sent; only where that has come to its end without a cause, what the workload's own log tells of the failure is
 * taken as a second text of the error, one failure after the other until one leads to a cause. A request that says enough is never
 * read further for.
 */
export function assessWithLog(input: AssessmentInput): Assessment {
  const alone = assess(input);
  if (alone.steps.length > 0 || causesOf(alone.hypotheses).length > 0) return alone;
  const { workloads, prose } = workloadsOf(input);
  if (workloads.length === 0) return alone;
  const answers = collectAnswers(input.evidence, input.unread);
  const options = { language: input.language ?? input.signals.language, nextStep: input.nextStep };
  const looks: LogLook[] = [];
  for (const workload of workloads) {
    const look = lookInto(workload, prose, answers, input);
    if (look.pending.size > 0 && input.readsLeft > 0)
      return { ...alone, steps: lookSteps(look, options).slice(0, input.readsLeft), settled: false };
    looks.push(look);
    const texts = textsIn(look, prose, input);
    if (texts.length > 0) return weighTexts(texts, workload, alone, answers, input, options);
  }
  return { ...alone, emptyLogs: looks };
}

function workloadsOf({ evidence, signals }: AssessmentInput) {
  const stored = evidence.find(({ evidenceId }) => evidenceId === fixedEvidence.request);
  if (stored === undefined) return { workloads: [], prose: "" };
  const { error, context } = StoredRequestSchema.parse(openDocument(stored).body);
  const prose = `${error}\n${context?.notes ?? ""}`;
  return { workloads: concernedWorkloads(signals, prose.toLowerCase()), prose };
}

function lookInto(
  workload: ConcernedWorkload,
  prose: string,
  answers: Answers,
  input: AssessmentInput,
): LogLook {
  const { signals, analyses } = input;
  const whose = whoseOf(workload, input);
  return lookIntoLog(
    workload,
    { answers, signals, analyses },
    (documents) => errorTexts(documents, whose, signals, prose).length > 0,
  );
}

function textsIn(look: LogLook, prose: string, input: AssessmentInput): readonly ErrorText[] {
  return errorTexts(look.answers, whoseOf(look.workload, input), input.signals, prose);
}

function whoseOf({ index }: ConcernedWorkload, { signals }: AssessmentInput) {
  const { id, name } = signals.resources[index]!;
  return { id: id.toLowerCase(), name: name.toLowerCase() };
}

/** The first text that leads to a cause; else what was sent, with what the likeliest text leaves open. */
function weighTexts(
  texts: readonly ErrorText[],
  { index }: ConcernedWorkload,
  alone: Assessment,
  answers: Answers,
  input: AssessmentInput,
  options: PlanOptions,
): Assessment {
  let open: Assessment | undefined;
  for (const text of texts) {
    const retelling = retell(text, input.signals.resources[index]!, input, answers);
    if (retelling === undefined) return alone;
    const { signals, evidence, wanted } = retelling;
    if (wanted !== undefined && input.readsLeft > 0)
      return { ...alone, steps: [nameStep(wanted, options)], settled: false };
    const weighed = assess({ ...input, signals, evidence });
    const told: Assessment = {
      ...weighed,
      hypotheses: asLogged(weighed.hypotheses, retelling, input.evidence),
      retold: { signals, evidence },
    };
    if (told.steps.length > 0 || causesOf(told.hypotheses).length > 0) return told;
    if (told.hypotheses.some(({ isRaised, state }) => isRaised && state === "unreadable")) open ??= told;
  }
  return open ?? alone;
}
