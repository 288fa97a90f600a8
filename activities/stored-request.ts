import { type StoredRequest, StoredRequestSchema } from "../diagnosis/signals/stored-request.ts";
import type { Evidence } from "../domain/evidence.ts";
import type { ActivityDependencies } from "./dependencies.ts";

/** Evidence that every diagnosis has is not in the store: it was started without, or another store is in use. */
export class EvidenceMissingError extends Error {
  override readonly name = "EvidenceMissingError";
  readonly code = "EvidenceMissing";

  constructor(diagnosisId: string, evidenceId: string) {
    super(
      `Diagnosis ${diagnosisId} has no evidence ${evidenceId} in this store. Start it again; if that does not help, check that every process uses the same AZEBAL_DATA_DIR.`,
    );
  }
}

/** The redacted request of a diagnosis (e0). @throws EvidenceMissingError */
export async function readStoredRequest(
  { stores }: Pick<ActivityDependencies, "stores">,
  diagnosisId: string,
  requestRef: string,
): Promise<{ evidence: Evidence; request: StoredRequest }> {
  const evidence = await stores.evidence.get(diagnosisId, requestRef);
  if (!evidence) throw new EvidenceMissingError(diagnosisId, requestRef);
  return { evidence, request: StoredRequestSchema.parse(JSON.parse(evidence.body)) };
}
