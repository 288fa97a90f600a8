import type { z } from "zod";
import type { EnvelopeFailureSchema } from "../../domain/contract/envelope.ts";
import { failureCodes } from "../../domain/failure.ts";
import { redactText } from "../../domain/redaction/redact-text.ts";

/** Why a diagnosis ended without a report, for the envelope. */
export type StateFailure = z.infer<typeof EnvelopeFailureSchema>;

const again = "Call debug_error again to start a new diagnosis.";

export const endedWithout = {
  instanceFailed: {
    code: "DiagnosisFailed",
    message: `The diagnosis stopped on an internal error; AZEBAL's log says more. ${again}`,
    retryable: true,
  },
  unreadableOutput: {
    code: "DiagnosisFailed",
    message: `The diagnosis ended with an outcome that this version of AZEBAL does not understand. ${again}`,
    retryable: true,
  },
  instanceLost: {
    code: "DiagnosisLost",
    message: `The engine no longer knows this diagnosis: its database was replaced while the diagnosis ran. ${again}`,
    retryable: true,
  },
  neverStarted: {
    code: "DiagnosisNotStarted",
    message: "The diagnosis was accepted but never began. Send the same request again to start it.",
    retryable: true,
  },
  terminated: {
    code: "DiagnosisTerminated",
    message: `The diagnosis was ended by whoever runs AZEBAL. ${again}`,
    retryable: true,
  },
  cancelled: {
    code: failureCodes.cancelled,
    message: `The diagnosis was cancelled. ${again}`,
    retryable: false,
  },
} as const satisfies Record<string, StateFailure>;

const retryableCodes: ReadonlySet<string> = new Set([
  failureCodes.signInRequired,
  failureCodes.throttled,
  failureCodes.unavailable,
  "ActivityFailed",
]);
const messageCharacters = 500;

/** The failure that the orchestration gave. One line of it goes out: whatever follows may be a stack. */
export function failureOfOutput(failure: { code: string; message: string } | undefined): StateFailure {
  if (failure === undefined) return endedWithout.instanceFailed;
  const [line = ""] = redactText(failure.message).split(/[\r\n]/, 1);
  const message = line.trim().slice(0, messageCharacters);
  return {
    code: failure.code,
    message: message === "" ? endedWithout.instanceFailed.message : message,
    retryable: retryableCodes.has(failure.code),
  };
}

/** Why a diagnosis waits for its developer to sign in. It is no failure yet. */
export function signInFailure(message: string | undefined): StateFailure {
  return failureOfOutput({
    code: failureCodes.signInRequired,
    message:
      message ??
      "Your sign-in at Azure no longer holds. Sign in again; the diagnosis goes on from where it was.",
  });
}
