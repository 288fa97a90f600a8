import type { Citation } from "../../domain/citation.ts";

/**
 * What a value rests on, worked out when it is asked for: most values only decide where to look next, and are thrown away
 * with their proof unseen.
 *
 * @returns each citation once, in the order of first appearance.
 */
export type Proof = () => readonly Citation[];

/** Of what needs no proof. One object, so that it can be passed over without asking. */
export const noProof: Proof = () => [];

/** Worked out at most once. */
export function provenBy(find: () => readonly Citation[]): Proof {
  let found: readonly Citation[] | undefined;
  return () => {
    found ??= distinctCitations(find());
    return found;
  };
}

/** All of them, in this order. */
export function allOf(...proofs: readonly Proof[]): Proof {
  const some = proofs.filter((proof) => proof !== noProof);
  const [only] = some;
  if (only === undefined) return noProof;
  return some.length === 1 ? only : provenBy(() => some.flatMap((proof) => proof()));
}

/** Without doubles, in the order of first appearance. */
function distinctCitations(citations: readonly Citation[]): readonly Citation[] {
  if (citations.length < 2) return citations;
  return [...new Map(citations.map((citation) => [citationKey(citation), citation])).values()];
}

/** Equal for two citations that say the same of the same place. */
export function citationKey(citation: Citation): string {
  return JSON.stringify([citation.evidenceId, citation.pointer, citation.op, citation.operand ?? null]);
}
