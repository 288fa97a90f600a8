import { ownerKey } from "../../domain/principal.ts";
import type { DiagnosisRecord } from "../../services/stores/diagnosis-index.ts";
import type { CommandContext } from "../command-context.ts";
import { diagnosisNotFound } from "../http/api-refusal-error.ts";

/**
 * The caller's own diagnosis. An unknown ID and somebody else's take the same look-up and get the same answer.
 *
 * @throws ApiRefusalError 404
 */
export async function ownDiagnosis(
  diagnosisId: string,
  { principal, stores }: Pick<CommandContext, "principal" | "stores">,
): Promise<DiagnosisRecord> {
  const record = await stores.diagnoses.get(diagnosisId);
  if (record === undefined || ownerKey(record.principal) !== ownerKey(principal)) throw diagnosisNotFound();
  return record;
}
