import type { OrchestrationContext, OrchestrationHandler, Task } from "durable-functions";
import { type DiagnosisInput, DiagnosisInputSchema, type DiagnosisOutput } from "../domain/diagnosis.ts";
import { CancelWatch } from "./attempts/cancel-watch.ts";
import { instantAfter } from "./attempts/deadline.ts";
import { SignInPause } from "./attempts/sign-in-pause.ts";
import { conclude } from "./conclude.ts";
import { investigate } from "./investigate.ts";

export interface DiagnoseOptions {
  /**
   * After so many minutes the diagnosis ends with what it has. A change counts for running instances too, at their next
   * turn: let them end first, since one that has already decided by the old value would no longer replay.
   */
  deadlineMinutes: number;
  /** So long it waits for its developer to sign in again, on top of that. A change counts as above. */
  signInMinutes: number;
}

/**
 * How many attempts beyond the first all reads of a diagnosis may take together. Each costs nine history events at most
 * (its activity, its wait, the race's timer, two turns); with the 40 reads and 8 rounds of a full diagnosis the
 * history stays under 500.
 */
const repeatsPerDiagnosis = 24;

/**
 * The orchestration `diagnose`: signals, plan, rounds of reads, report, record.
 *
 * The order of its yields is a contract with every running instance: the histories in `tests/replay/` must replay unchanged.
 */
export function createDiagnose(options: DiagnoseOptions): OrchestrationHandler {
  return function* diagnose(context) {
    return yield* reachVerdict(context, DiagnosisInputSchema.parse(context.df.getInput()), options);
  };
}

/** The course of a diagnosis, and of a verification, whose input names what it verifies. */
export function* reachVerdict(
  context: OrchestrationContext,
  input: DiagnosisInput,
  { deadlineMinutes, signInMinutes }: DiagnoseOptions,
): Generator<Task, DiagnosisOutput, unknown> {
  const startedAt = context.df.currentUtcDateTime;
  const bounds = {
    deadlineAt: instantAfter(startedAt, deadlineMinutes * 60_000),
    cancel: new CancelWatch(context),
    signIn: new SignInPause(context, signInMinutes * 60_000),
    repeatsLeft: repeatsPerDiagnosis,
  };
  const findings = yield* investigate(context, input, bounds);
  return yield* conclude(context, input, findings, startedAt, bounds);
}
