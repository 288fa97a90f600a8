import type { Evidence } from "../../domain/evidence.ts";
import { currentTrace, formatTraceparent } from "../../services/platform/trace.ts";
import type { ClaimAnswer, DiagnosisRecord } from "../../services/stores/diagnosis-index.ts";
import type { CommandContext } from "../command-context.ts";
import { closeWhatHasEnded } from "./close-what-has-ended.ts";
import { createDiagnosisId } from "./diagnosis-id.ts";

export interface FollowUp {
  /** Of what makes it what it is: one that runs with the same is joined. */
  hash: string;
  /** What it begins with: the stored request of the diagnosis before, and whatever else it is to have. */
  evidence: readonly Evidence[];
  /** Of a verification: the diagnosis verified. */
  verifies?: string;
}

/**
 * Claims another run on the request of a diagnosis, gives it what it begins with, and starts it, in this order, as the start of
 * a diagnosis does: the request last, since without it nothing is started. One that runs is joined.
 */
export async function startFollowUp(
  before: DiagnosisRecord,
  { hash, evidence, verifies }: FollowUp,
  context: CommandContext,
): Promise<ClaimAnswer> {
  const { stores, principal, now } = context;
  const { title, language } = before;
  await closeWhatHasEnded(hash, context);
  const trace = currentTrace();
  const claim = await stores.diagnoses.claim({
    diagnosisId: createDiagnosisId(),
    principal,
    requestHash: hash,
    title,
    language,
    createdAt: now(),
    ...(verifies === undefined ? {} : { verifies }),
    ...(trace === undefined ? {} : { traceparent: formatTraceparent(trace) }),
  });
  const { diagnosisId, created } = claim;
  const record = await stores.diagnoses.get(diagnosisId);
  if (record !== undefined && record.startedAt === undefined) {
    for (const one of evidence.toReversed()) await stores.evidence.put({ ...one, diagnosisId });
    await context.starter.ensureStarted(diagnosisId, context.engine, created);
  }
  return claim;
}
