import { type Evidence, fixedEvidence } from "../domain/evidence.ts";
import { type Signals, SignalsSchema } from "../domain/signals.ts";
import { EvidenceMissingError } from "./stored-request.ts";

const parsed = new WeakMap<Evidence, Signals>();

/** The signals among the evidence of a diagnosis (e1), parsed once. @throws EvidenceMissingError */
export function storedSignals(evidence: readonly Evidence[]): Signals {
  const stored = evidence.find(({ evidenceId }) => evidenceId === fixedEvidence.signals);
  if (!stored) throw new EvidenceMissingError(evidence[0]?.diagnosisId ?? "", fixedEvidence.signals);
  const signals = parsed.get(stored) ?? SignalsSchema.parse(JSON.parse(stored.body));
  parsed.set(stored, signals);
  return signals;
}
