import { parseArmResourceId } from "../../domain/arm-resource-id.ts";
import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import type { ResourceMatch, Signals } from "../../domain/signals.ts";
import { outsideKey } from "../../domain/supplied/supplied-evidence.ts";
import { openDocument } from "../evaluation/place.ts";
import { matchOf, resourceRows } from "../signals/resource-rows.ts";
import { findCommand, isFound, unseenResources } from "../signals/unseen-resources.ts";

interface Known {
  readonly signals: Signals;
  readonly evidence: readonly Evidence[];
}

/**
 * The signals with the resources that somebody found under names of the request which the developer cannot see, after all
 * others: only what has been looked for, and only where its ID says the same as its row. The same object where there is none.
 */
export function withSuppliedResources(signals: Signals, supplied: readonly Evidence[]): Signals {
  const found = foundIn(signals, supplied);
  return found.length === 0 ? signals : { ...signals, resources: [...signals.resources, ...found] };
}

/** The same, with the evidence that expressions look at in step; nothing of it is stored. */
export function knowingSupplied<T extends Known>(known: T, supplied: readonly Evidence[]): T {
  const signals = withSuppliedResources(known.signals, supplied);
  if (signals === known.signals) return known;
  const evidence = known.evidence.map((one) =>
    one.evidenceId === fixedEvidence.signals ? { ...one, body: JSON.stringify(signals) } : one,
  );
  return { ...known, signals, evidence };
}

function foundIn(signals: Signals, supplied: readonly Evidence[]): ResourceMatch[] {
  return unseenResources(signals).flatMap((unseen) => {
    const command = findCommand(unseen);
    const answer = supplied.find(
      ({ requestKey }) => command !== undefined && requestKey === outsideKey(command),
    );
    if (answer === undefined) return [];
    return resourceRows(openDocument(answer).body).flatMap(({ row, pointer }) => {
      const parsed = parseArmResourceId(row.id);
      const isOne = isFound(unseen, row) && parsed !== undefined && isFound(unseen, parsed);
      return isOne ? [matchOf(row, unseen.matchedBy, answer.evidenceId, pointer)] : [];
    });
  });
}
