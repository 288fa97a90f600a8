import { type Evidence, fixedEvidence } from "../domain/evidence.ts";
import type { Signals } from "../domain/signals.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { sha256 } from "./reads/read-evidence.ts";

/** Stores the signals of a diagnosis as evidence e1. First write wins: what is returned is what the store holds. */
export async function storeSignals(
  { stores }: Pick<ActivityDependencies, "stores">,
  diagnosisId: string,
  signals: Signals,
): Promise<Evidence> {
  const body = JSON.stringify(signals);
  return await stores.evidence.put({
    diagnosisId,
    evidenceId: fixedEvidence.signals,
    source: "request",
    requestKey: "",
    request: "request.signals",
    status: 0,
    observedAt: signals.now,
    body,
    sha256: sha256(body),
    complete: true,
  });
}
