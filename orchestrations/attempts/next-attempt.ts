import type { RetryPolicy } from "../../domain/activity-catalogue.ts";
import { type Failure, failureCodes, type Outcome } from "../../domain/failure.ts";
import type { RaceEnd } from "./race.ts";

/** What one attempt gave: the activity's own answer, or nothing because it failed or was cut short. */
export type Attempt<Value> =
  | { state: "answered"; outcome: Outcome<Value> }
  | { state: "failed" }
  | { state: "unanswered"; because: RaceEnd };

/** How often an activity has been tried, this attempt included, and how many of them failed. */
export interface Tries {
  attempts: number;
  failures: number;
}

export type Decision<Value> =
  | { kind: "final"; outcome: Outcome<Value> }
  | { kind: "again"; afterMs: number }
  /** Once the developer has signed in; `failure` counts where that does not happen. */
  | { kind: "after_sign_in"; failure: Failure };

/** So often is one read repeated because Azure asks to wait, before it counts as unread. */
export const throttledAttemptsMax = 8;

/**
 * Decides what follows an attempt. An answer is final; where Azure asks to wait, the read is repeated after the time
 * it names; a failed attempt is repeated after the catalogue's interval, as often as the catalogue allows. Nothing is
 * repeated that could not start before the deadline, so that a long Retry-After does not hold back the rest.
 *
 * @param repeatsLeft  how many further attempts the history still has room for.
 * @param mayPause     whether the developer can still be asked to sign in.
 * @param throttledAttempts  how often it is repeated because a service asks to wait.
 */
export function decideNext<Value>(
  attempt: Attempt<Value>,
  tries: Tries,
  retry: RetryPolicy,
  leftMs: number,
  repeatsLeft: number,
  mayPause: boolean,
  throttledAttempts = throttledAttemptsMax,
): Decision<Value> {
  const mayRepeat = (afterMs: number) => afterMs < leftMs && repeatsLeft > 0;
  if (attempt.state === "unanswered") return final(cutShort(attempt.because));
  if (attempt.state === "failed") {
    const afterMs = backoffMs(retry, tries.failures);
    return tries.failures < retry.maxAttempts && mayRepeat(afterMs)
      ? { kind: "again", afterMs }
      : final(unavailable(tries.failures));
  }
  const { outcome } = attempt;
  if (outcome.ok) return { kind: "final", outcome };
  const { failure } = outcome;
  if (failure.code === failureCodes.signInRequired && mayPause && repeatsLeft > 0)
    return { kind: "after_sign_in", failure };
  if (failure.code !== failureCodes.throttled) return { kind: "final", outcome };
  const afterMs = failure.retryAfterMs ?? backoffMs(retry, tries.attempts);
  return tries.attempts < throttledAttempts && mayRepeat(afterMs)
    ? { kind: "again", afterMs }
    : { kind: "final", outcome };
}

function backoffMs(retry: RetryPolicy, failures: number): number {
  return retry.firstIntervalMs * retry.backoffCoefficient ** (failures - 1);
}

function final<Value>(failure: Failure): Decision<Value> {
  return { kind: "final", outcome: { ok: false, failure } };
}

function unavailable(failures: number): Failure {
  const times = failures === 1 ? "once" : `${failures} times`;
  return {
    code: failureCodes.unavailable,
    message: `It was tried ${times} and failed each time (network fault, or an error on Azure's side). Start the diagnosis again once the service answers.`,
  };
}

/** Our own code for what the diagnosis's time did not suffice for. */
const deadlineExceeded = "DeadlineExceeded";

/** The failure that stands for an answer which no longer came. */
export function cutShort(because: RaceEnd): Failure {
  return because === "cancelled"
    ? { code: failureCodes.cancelled, message: "The diagnosis was cancelled before it was answered." }
    : {
        code: deadlineExceeded,
        message: "The time for this diagnosis was over before it was answered. Start the diagnosis again.",
      };
}
