import { type CallerRole, ownerKey, type Principal } from "../../domain/principal.ts";
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

/**
 * A diagnosis that the caller may read: the caller's own and, with the support role, any of the caller's tenant. To
 * everybody else an ID is as good as unknown.
 *
 * @throws ApiRefusalError 404
 */
export async function readableDiagnosis(
  diagnosisId: string,
  {
    principal,
    roles,
    stores,
    onSupportRead,
  }: Pick<CommandContext, "principal" | "roles" | "stores" | "onSupportRead">,
): Promise<DiagnosisRecord> {
  const record = await stores.diagnoses.get(diagnosisId);
  if (record === undefined) throw diagnosisNotFound();
  if (ownerKey(record.principal) === ownerKey(principal)) return record;
  if (!maySupport(record, principal, roles)) throw diagnosisNotFound();
  onSupportRead?.(diagnosisId);
  return record;
}

function maySupport(
  { principal: owner }: DiagnosisRecord,
  reader: Principal,
  roles: readonly CallerRole[],
): boolean {
  return roles.includes("support") && owner.tenantId.toLowerCase() === reader.tenantId.toLowerCase();
}
