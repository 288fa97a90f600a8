import { eventNames } from "../../domain/diagnosis.ts";
import type { CommandContext } from "../command-context.ts";
import type { Answer } from "../http/answer-request.ts";
import { isWaitingForSignIn } from "../state/diagnosis-state.ts";
import { observeDiagnosis } from "../state/observe-diagnosis.ts";

/** More are not run at once by one person. */
const mostResumed = 100;

/**
 * `POST /api/sign-ins`: the caller has signed in again, in whatever session; every diagnosis of theirs that waits for that
 * goes on from where it was. One that does not wait is not disturbed.
 */
export async function resumeAfterSignIn(context: CommandContext): Promise<Answer> {
  const { engine, principal, stores } = context;
  // The index shows what somebody saw last: one that nobody has looked at since is still "running" there.
  const statuses = ["running", "input_required"] as const;
  const pages = await Promise.all(
    statuses.map((status) => stores.diagnoses.list(principal, { status, limit: mostResumed })),
  );
  const resumed: string[] = [];
  for (const record of pages.flatMap(({ diagnoses }) => diagnoses)) {
    if (!isWaitingForSignIn(await observeDiagnosis(record, context))) continue;
    await engine.raise(record.diagnosisId, eventNames.signedIn, { signed_in: true });
    resumed.push(record.diagnosisId);
  }
  return { status: 200, body: { resumed } };
}
