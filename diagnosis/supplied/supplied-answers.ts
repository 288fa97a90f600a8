import type { Evidence } from "../../domain/evidence.ts";
import { askedKey, isSuppliedId, sourceOfKey } from "../../domain/supplied/supplied-evidence.ts";

const views = new WeakMap<Evidence, Evidence>();

/** Takes what was supplied apart from what was read: it is weighed only after that, and never against it. */
export function suppliedAnswers(stored: readonly Evidence[]): {
  evidence: readonly Evidence[];
  supplied: readonly Evidence[];
} {
  if (!stored.some(({ evidenceId }) => isSuppliedId(evidenceId))) return { evidence: stored, supplied: [] };
  return {
    evidence: stored.filter(({ evidenceId }) => !isSuppliedId(evidenceId)),
    supplied: stored.filter(({ evidenceId }) => isSuppliedId(evidenceId)).map(asAnswer),
  };
}

/** The same object each time, so that what was worked out on it is not worked out again. */
function asAnswer(evidence: Evidence): Evidence {
  const requestKey = askedKey(evidence);
  const view = views.get(evidence) ?? { ...evidence, requestKey, source: sourceOfKey(requestKey) };
  views.set(evidence, view);
  return view;
}
