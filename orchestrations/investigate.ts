import type { OrchestrationContext, Task } from "durable-functions";
import type { z } from "zod";
import {
  type ActivityContract,
  makePlan,
  readSignals,
  type Unread,
  weigh,
} from "../domain/activity-catalogue.ts";
import type { DiagnosisInput } from "../domain/diagnosis.ts";
import { fixedEvidence } from "../domain/evidence.ts";
import { type Failure, failureCodes } from "../domain/failure.ts";
import { limits } from "../domain/limits.ts";
import { readKey } from "../domain/read-step.ts";
import { ActivityFailedError } from "./activity-failed-error.ts";
import { type Bounds, perform } from "./attempts/perform.ts";
import { call } from "./call.ts";
import { commonInput } from "./common-input.ts";
import { type Findings, noFindings } from "./findings.ts";
import { afterAsking, isPlanWanted, modelAsk, unasked } from "./model-ask.ts";
import { readRound } from "./read-round.ts";
import { showSignInRequired, showStatus } from "./show-status.ts";
import { stepIds } from "./step-ids.ts";

type Planning = Extract<z.output<(typeof makePlan)["output"]>, { ok: true }>["value"];

/** Signals, plan, and rounds of reading and weighing, until the verdict cannot change, or a bound is met. */
export function* investigate(
  context: OrchestrationContext,
  input: DiagnosisInput,
  bounds: Bounds,
): Generator<Task, Findings, unknown> {
  const findings: Findings = yield* findSignals(context, input, bounds);
  if (!findings.hasSignals) return findings;
  if (input.planner === "model") findings.model = unasked;
  const common = commonInput(input);
  const readsLeft = () => Math.max(0, limits.readsPerDiagnosis - findings.reads - findings.unread.length);

  showStatus(context, { phase: "plan", round: 0, done: 0, total: 0 });
  let planning = yield* decide(context, makePlan, {
    ...common,
    stepId: stepIds.plan,
    readsLeft: readsLeft(),
  });
  while (typeof planning !== "string") {
    findings.isCauseFound = planning.hypotheses.some(({ state }) => state === "confirmed");
    const steps = planning.settled ? [] : planning.steps.slice(0, readsLeft());
    const isPlanned = isPlanWanted(findings, steps.length === 0);
    if (planning.settled && !isPlanned) return { ...findings, endedBecause: "settled" };
    if ((steps.length === 0 && !isPlanned) || findings.round === limits.roundsPerDiagnosis) return findings;
    findings.round += 1;
    const { round, done } = findings;
    const ask = isPlanned
      ? modelAsk(input, "plan", findings, { readsLeft: readsLeft(), nextStep: 1 + done, durationMs: 0 })
      : undefined;
    const result = yield* readRound(context, input, steps, { round, done }, bounds, ask);
    if (result.model) findings.model = afterAsking(findings, "plan", result.model);
    findings.done += steps.length;
    findings.reads += result.answered;
    findings.unread.push(...result.unread);
    if (result.end !== "settled") return { ...findings, endedBecause: result.end };
    showStatus(context, { phase: "weighing", round, done: findings.done, total: findings.done });
    planning = yield* decide(context, weigh, {
      ...common,
      stepId: stepIds.weigh(round),
      round,
      readsLeft: readsLeft(),
      nextStep: 1 + findings.done,
      unread: findings.unread,
    });
    if (bounds.cancel.isCancelled()) return { ...findings, endedBecause: "cancelled" };
  }
  return { ...findings, endedBecause: planning };
}

/** Calls an activity that plans. Where it cannot, the investigation ends with what is there. */
function* decide<Input extends z.ZodType>(
  context: OrchestrationContext,
  contract: ActivityContract<Input, (typeof makePlan)["output"]>,
  input: z.input<Input>,
): Generator<Task, Planning | "exhausted" | "cancelled", unknown> {
  try {
    const outcome = yield* call(context, contract, input);
    if (outcome.ok) return outcome.value;
    return outcome.failure.code === failureCodes.cancelled ? "cancelled" : "exhausted";
  } catch (error) {
    if (error instanceof ActivityFailedError) return "exhausted";
    throw error;
  }
}

function* findSignals(
  context: OrchestrationContext,
  input: DiagnosisInput,
  bounds: Bounds,
): Generator<Task, Findings, unknown> {
  const asked = {
    ...commonInput(input),
    stepId: stepIds.signals,
    requestRef: input.request_ref,
  };
  const { end, outcomes } = yield* perform(context, [{ contract: readSignals, input: () => asked }], bounds, {
    performing: () => showStatus(context, { phase: "signals", round: 0, done: 0, total: 0 }),
    waiting: () => showStatus(context, { phase: "waiting", round: 0, done: 0, total: 0 }),
    signInRequired: (why) => showSignInRequired(context, why, { round: 0, done: 0, total: 0 }),
  });
  const outcome = outcomes[0]!;
  if (outcome.ok) return { ...noFindings, unread: [], hasSignals: true, reads: outcome.value.reads };
  const { failure } = outcome;
  if (failure.code === failureCodes.signInRequired) return { ...noFindings, failure };
  return {
    ...noFindings,
    endedBecause: end === "settled" ? "exhausted" : end,
    unread: [unreadSubscriptions(failure)],
  };
}

/** Without signals nothing of Azure is known, beginning with which subscriptions there are. */
function unreadSubscriptions(failure: Failure): Unread {
  return {
    stepId: stepIds.signals,
    evidenceId: fixedEvidence.subscriptions,
    requestKey: readKey({ kind: "arm", path: "/subscriptions" }),
    code: failure.code,
    message: failure.message,
  };
}
