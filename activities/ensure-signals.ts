import { fixedEvidence } from "../domain/evidence.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { storeSignals } from "./store-signals.ts";
import { readStoredRequest } from "./stored-request.ts";

/**
 * Where Azure could not be reached at all there are no signals yet. What the request alone tells takes their place, at
 * the time when it was stored, so that the report can still say what it suggests.
 */
export async function ensureSignals(
  dependencies: ActivityDependencies,
  { diagnosisId }: { diagnosisId: string },
): Promise<void> {
  if (await dependencies.stores.evidence.get(diagnosisId, fixedEvidence.signals)) return;
  const { evidence, request } = await readStoredRequest(dependencies, diagnosisId, fixedEvidence.request);
  const diagnosis = await dependencies.diagnosis();
  const signals = diagnosis.completeSignals(diagnosis.extractSignals(request), {
    now: evidence.observedAt,
    subscriptions: undefined,
    names: undefined,
    neighbours: undefined,
  });
  await storeSignals(dependencies, diagnosisId, signals);
}
