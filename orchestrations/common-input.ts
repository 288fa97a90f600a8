import type { DiagnosisInput } from "../domain/diagnosis.ts";

/** What every activity of an instance is told. It stands in histories: a diagnosis's has no `verifies`. */
export function commonInput({ diagnosis_id: diagnosisId, principal, verifies }: DiagnosisInput) {
  return { diagnosisId, principal, ...(verifies === undefined ? {} : { verifies }) };
}
