import type { OrchestrationContext, Task } from "durable-functions";
import type { z } from "zod";
import { type ModelUse, record, writeReport, writeVerification } from "../domain/activity-catalogue.ts";
import type { DiagnosisInput, DiagnosisOutput } from "../domain/diagnosis.ts";
import type { Failure } from "../domain/failure.ts";
import { unknownCause } from "../domain/root-causes.ts";
import { ActivityFailedError } from "./activity-failed-error.ts";
import { type Bounds, perform } from "./attempts/perform.ts";
import { call } from "./call.ts";
import { commonInput } from "./common-input.ts";
import type { Findings, ModelFindings } from "./findings.ts";
import { afterAsking, isGone, modelAsk } from "./model-ask.ts";
import { showStatus } from "./show-status.ts";
import { stepIds } from "./step-ids.ts";

/** Writes the report where there is one to write, records the diagnosis, and says how it ended. */
export function* conclude(
  context: OrchestrationContext,
  input: DiagnosisInput,
  findings: Findings,
  startedAt: Date,
  bounds: Bounds,
): Generator<Task, DiagnosisOutput, unknown> {
  const status = { round: findings.round, done: findings.done, total: findings.done };
  const durationMs = () => context.df.currentUtcDateTime.getTime() - startedAt.getTime();
  const common = commonInput(input);
  showStatus(context, { phase: "report", ...status });

  const model = yield* explain(context, input, findings, bounds, durationMs());
  const output = yield* report(context, findings, {
    ...common,
    stepId: stepIds.report,
    unread: findings.unread,
    endedBecause: findings.endedBecause,
    reads: findings.reads,
    durationMs: durationMs(),
    ...(model === undefined ? {} : { model: useOf(model) }),
  });
  yield* recordEnd(context, {
    ...common,
    stepId: stepIds.record,
    outcome: output.status,
    rootCause: output.root_cause,
    reads: findings.reads,
    durationMs: durationMs(),
  });
  showStatus(context, { phase: "ended", ...status });
  return output;
}

/** Asks the model to put the verdict into words, where there is one and a model is there. */
function* explain(
  context: OrchestrationContext,
  input: DiagnosisInput,
  findings: Findings,
  bounds: Bounds,
  durationMs: number,
): Generator<Task, ModelFindings | undefined, unknown> {
  const { model, isCauseFound, endedBecause, round, done } = findings;
  const isWanted = isCauseFound && endedBecause === "settled";
  if (model === undefined || !isWanted || isGone(model)) return model;
  const ask = modelAsk(input, "explain", findings, { readsLeft: 0, nextStep: 1, durationMs });
  const show = () => showStatus(context, { phase: "report", round, done, total: done });
  const { outcomes } = yield* perform(context, [ask], bounds, {
    performing: show,
    waiting: show,
    signInRequired: show,
  });
  return afterAsking(findings, "explain", outcomes[0]!);
}

function useOf({ failures, tokens, costUsd }: ModelFindings): ModelUse {
  return { failures, tokens, ...(costUsd === undefined ? {} : { costUsd }) };
}

type ReportInput = z.input<(typeof writeReport)["input"]>;

function* report(
  context: OrchestrationContext,
  findings: Findings,
  input: ReportInput,
): Generator<Task, DiagnosisOutput, unknown> {
  const isCancelled = findings.endedBecause === "cancelled";
  if (findings.failure) return failed(findings.failure);
  if (isCancelled && !findings.hasSignals) return cancelled;
  try {
    const outcome = yield* written(context, input);
    if (!outcome.ok) return isCancelled ? cancelled : failed(outcome.failure);
    return {
      status: isCancelled ? "cancelled" : "completed",
      report_ref: outcome.value.reportRef,
      root_cause: outcome.value.rootCause,
      confidence: outcome.value.confidence,
      ended_because: findings.endedBecause,
    };
  } catch (error) {
    if (!(error instanceof ActivityFailedError)) throw error;
    return isCancelled ? cancelled : failed(error);
  }
}

/** A verification's report says what has become of the causes of another one. */
function* written(context: OrchestrationContext, { verifies, ...input }: ReportInput) {
  return verifies === undefined
    ? yield* call(context, writeReport, input)
    : yield* call(context, writeVerification, { ...input, verifies });
}

/** The audit row matters, but a report that is written is not lost for want of it: the activity's log says what failed. */
function* recordEnd(
  context: OrchestrationContext,
  input: z.input<(typeof record)["input"]>,
): Generator<Task, void, unknown> {
  try {
    yield* call(context, record, input);
  } catch (error) {
    if (!(error instanceof ActivityFailedError)) throw error;
  }
}

const nothingFound = { root_cause: unknownCause, confidence: "none" } as const;

const cancelled: DiagnosisOutput = { status: "cancelled", ...nothingFound, ended_because: "cancelled" };

function failed({ code, message }: Pick<Failure, "code" | "message">): DiagnosisOutput {
  return { status: "failed", ...nothingFound, ended_because: "failed", failure: { code, message } };
}
