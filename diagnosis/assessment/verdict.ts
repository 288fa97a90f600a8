import type { Hypothesis } from "./hypothesis.ts";

export interface Cause {
  readonly hypothesis: Hypothesis;
  /**
   * `proven`: its check holds and no competitor is left; `likely`: one could not be read, rights may hide what it or one of them
   * found missing, or something of it rests on what was supplied.
   */
  readonly confidence: "proven" | "likely";
}

/**
 * What the evidence says: the root cause first, then what must be fixed after it. Empty where nothing is proven. What the
 * model proposed is looked at only where the rules found nothing, and is likely at most: the request does not point at it.
 */
export function causesOf(hypotheses: readonly Hypothesis[]): Cause[] {
  const ruled = confirmedOf(ofRules(hypotheses));
  if (ruled.length > 0) return ruled;
  return confirmedOf(hypotheses).map((cause) => ({ ...cause, confidence: "likely" }));
}

/** Those that a diagnosis without a model would have. */
export function ofRules(hypotheses: readonly Hypothesis[]): readonly Hypothesis[] {
  return hypotheses.every(({ broughtBy }) => broughtBy === "rules")
    ? hypotheses
    : hypotheses.filter(({ broughtBy }) => broughtBy === "rules");
}

function confirmedOf(hypotheses: readonly Hypothesis[]): Cause[] {
  const causes = hypotheses
    .filter((hypothesis) => hypothesis.state === "confirmed" && !isGuess(hypothesis))
    .toSorted(inOrderOfFixing)
    .filter(isFirstOfItsCode)
    .map((hypothesis) => ({
      hypothesis,
      confidence:
        hypothesis.unseen.length === 0 &&
        hypothesis.isSupplied !== true &&
        competitorsOf(hypothesis, hypotheses).every((competitor) => isSettled(competitor, hypothesis))
          ? ("proven" as const)
          : ("likely" as const),
    }));
  // What was supplied never stands before what the reads prove.
  return hypotheses.some(({ isSupplied }) => isSupplied)
    ? causes.toSorted((left, right) => rankOf(left) - rankOf(right))
    : causes;
}

/**
 * Refuted only because something is missing that rights may hide, and what a call meets before the cause: it may be the cause in
 * its stead. A private DNS zone stands so before the firewall of the public endpoint.
 */
export function isInDoubt({ state, unseen, playbook }: Hypothesis, cause: Hypothesis): boolean {
  return state === "refuted" && playbook.layer < cause.playbook.layer && unseen.length > 0;
}

function isSettled(competitor: Hypothesis, cause: Hypothesis): boolean {
  const { state, isSupplied } = competitor;
  const isDecided = state === "refuted" || state === "confirmed";
  return isDecided && isSupplied !== true && !isInDoubt(competitor, cause);
}

function rankOf({ confidence }: Cause): number {
  return confidence === "proven" ? 0 : 1;
}

/** Beside the point, unless a row of a log tells that the call did go there, or a failover group that its host leads there. */
export function isGuess({ citations, isBesideThePoint }: Hypothesis): boolean {
  return (
    isBesideThePoint &&
    !citations.some(
      ({ pointer, resourceId = "" }) =>
        pointer.startsWith("/rows/") || /\/failoverGroups\//i.test(resourceId),
    )
  );
}

/** The competing hypotheses at the same target, or, where a competitor suspects others, at those. */
export function competitorsOf(hypothesis: Hypothesis, all: readonly Hypothesis[]): Hypothesis[] {
  return hypothesis.playbook.competitors.flatMap((code) => {
    const ofCode = all.filter(({ playbook }) => playbook.code === code);
    const here = ofCode.filter(({ target }) => target === hypothesis.target);
    return here.length > 0 ? here : ofCode;
  });
}

/**
 * By layer, as the call meets them; within one, what the request itself points at comes first, and of those what more of
 * the request points at.
 */
function inOrderOfFixing(left: Hypothesis, right: Hypothesis): number {
  return (
    left.playbook.layer - right.playbook.layer ||
    Number(right.isRaised) - Number(left.isRaised) ||
    right.raisedBy.length - left.raisedBy.length ||
    (left.playbook.code < right.playbook.code ? -1 : left.playbook.code > right.playbook.code ? 1 : 0) ||
    Number(left.isSupplied === true) - Number(right.isSupplied === true)
  );
}

function isFirstOfItsCode(hypothesis: Hypothesis, index: number, all: readonly Hypothesis[]): boolean {
  return all.findIndex(({ playbook }) => playbook.code === hypothesis.playbook.code) === index;
}

/** True once no read that is left can change the verdict: the cause stands, and nothing before it or beside it is open. */
export function isDecided(all: readonly Hypothesis[]): boolean {
  const causes = causesOf(all);
  const hypotheses = causes[0]?.hypothesis.broughtBy === "rules" ? ofRules(all) : all;
  const [root] = causes;
  if (root === undefined) return false;
  const rootLayer = root.hypothesis.playbook.layer;
  const isEarlierOpen = hypotheses.some(
    ({ state, playbook }) => state === "open" && playbook.layer < rootLayer,
  );
  const isCompetitorOpen = causes.some(({ hypothesis }) =>
    competitorsOf(hypothesis, hypotheses).some(({ state }) => state === "open"),
  );
  return !isEarlierOpen && !isCompetitorOpen;
}
