import type { DiagnosisStatus } from "../../domain/contract/envelope.ts";
import {
  type DiagnosisCustomStatus,
  DiagnosisCustomStatusSchema,
  type DiagnosisOutput,
  DiagnosisOutputSchema,
} from "../../domain/diagnosis.ts";
import { failureCodes } from "../../domain/failure.ts";
import type { DiagnosisView } from "../../domain/function-app-api.ts";
import type { DiagnosisRecord } from "../../services/stores/diagnosis-index.ts";
import type { DiagnosisInstance } from "../durable-engine.ts";
import { endedWithout, failureOfOutput, type StateFailure, signInFailure } from "./state-failure.ts";

/** How a diagnosis stands, from what the engine says of its instance. */
export interface DiagnosisState {
  status: DiagnosisStatus;
  isTerminal: boolean;
  progress?: Pick<DiagnosisCustomStatus, "done" | "total">;
  question?: NonNullable<DiagnosisView["question"]>;
  failure?: StateFailure;
  rootCause?: string;
  /** When the engine last changed the instance; ISO 8601, UTC. */
  updatedAt?: string;
}

/** How long a claim may be without an instance, and an instance unseen by the engine, before it counts as lost. */
const graceMs = 60_000;

/**
 * Maps an instance to the state that callers see. An instance that failed or was terminated has nobody left to say so: it is
 * said here, in words of our own.
 */
export function diagnosisState(
  record: DiagnosisRecord,
  instance: DiagnosisInstance | undefined,
  now: string,
): DiagnosisState {
  if (instance === undefined) return withoutInstance(record, now);
  const state = stateOfInstance(instance);
  return { ...state, updatedAt: instance.lastUpdatedAt };
}

function stateOfInstance(instance: DiagnosisInstance): DiagnosisState {
  const custom = DiagnosisCustomStatusSchema.safeParse(instance.customStatus).data;
  const progress = custom === undefined ? {} : { progress: { done: custom.done, total: custom.total } };
  switch (instance.runtimeStatus) {
    case "Completed":
      return { ...stateOfOutput(DiagnosisOutputSchema.safeParse(instance.output).data), ...progress };
    case "Failed":
      return { ...ended("failed", endedWithout.instanceFailed), ...progress };
    case "Terminated":
    case "Canceled":
      return { ...ended("cancelled", endedWithout.terminated), ...progress };
    default:
      return { ...stateOfRunning(custom), ...progress };
  }
}

function stateOfRunning(custom: DiagnosisCustomStatus | undefined): DiagnosisState {
  const waiting = { status: "input_required", isTerminal: false } as const;
  if (custom?.phase === "input_required" && custom.question !== undefined)
    return { ...waiting, question: custom.question };
  if (custom?.phase === "sign_in_required") return { ...waiting, failure: signInFailure(custom.message) };
  return { status: "running", isTerminal: false };
}

/** Whether it goes on as soon as its developer has signed in again. */
export function isWaitingForSignIn({ failure, isTerminal }: DiagnosisState): boolean {
  return !isTerminal && failure?.code === failureCodes.signInRequired;
}

function stateOfOutput(output: DiagnosisOutput | undefined): DiagnosisState {
  if (output?.status === "completed")
    return { status: "completed", isTerminal: true, rootCause: output.root_cause };
  if (output?.status === "cancelled")
    return { ...ended("cancelled", endedWithout.cancelled), rootCause: output.root_cause };
  if (output?.status === "failed") return ended("failed", failureOfOutput(output.failure));
  return ended("failed", endedWithout.unreadableOutput);
}

/** The engine does not know the instance: it is not yet started, was purged after its end, or is lost. */
function withoutInstance({ status, startedAt, createdAt }: DiagnosisRecord, now: string): DiagnosisState {
  if (status === "completed") return { status, isTerminal: true };
  if (status === "cancelled") return ended(status, endedWithout.cancelled);
  if (status === "failed") return ended(status, endedWithout.instanceFailed);
  const isLate = Date.parse(now) - Date.parse(startedAt ?? createdAt) > graceMs;
  if (!isLate) return { status: "running", isTerminal: false };
  return ended("failed", startedAt === undefined ? endedWithout.neverStarted : endedWithout.instanceLost);
}

function ended(status: "failed" | "cancelled", failure: StateFailure): DiagnosisState {
  return { status, isTerminal: true, failure };
}
