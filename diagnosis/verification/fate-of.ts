import { sameArmId, scopeCovers } from "../../domain/arm-resource-id.ts";
import type { Citation } from "../../domain/citation.ts";
import { type Evidence, requestPath } from "../../domain/evidence.ts";
import { readKey } from "../../domain/read-step.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import { effectsOf } from "../counterfactual/effects-of.ts";
import { type Recorded, weighAfter } from "../counterfactual/weigh-after.ts";
import { openDocument } from "../evaluation/place.ts";
import { holds } from "../recheck/holds.ts";
import { answersIn, type FindAnswer, samePlace, valueIn } from "./same-answer.ts";
import { type CitationTime, timeOf } from "./time-of.ts";

/**
 * Why what was read does not tell whether a cause is gone:
 *
 * - `past`, `request`, `code`: what proves it lies in the past, in the request, in the code as it was sent.
 * - `unread`: something that decides was not or could not be read.
 * - `missing`: it was not weighed at the resource where it was found: that one is not there, or cannot be seen.
 * - `lagging`: Resource Graph says one thing, and the resource itself another.
 * - `unchanged`: it does not show any more, and yet nothing that Azure says now is different.
 */
export type Doubt = "past" | "request" | "code" | "unread" | "missing" | "lagging" | "unchanged";

/** What has become of a cause. */
export type Fate =
  | { readonly kind: "stands"; readonly hypothesis: Hypothesis }
  /** `because`: what Azure says now that refutes it, and did not say then, where there is that. */
  | { readonly kind: "gone"; readonly hypothesis: Hypothesis; readonly because: readonly Citation[] }
  | { readonly kind: "undecided"; readonly doubt: Doubt; readonly hypothesis?: Hypothesis };

export interface FoundCause {
  readonly code: string;
  /** Where it was found; undefined for a cause that hangs on no resource. */
  readonly target: string | undefined;
  /** What proved it, on the evidence of the diagnosis verified. */
  readonly proof: readonly Citation[];
  /** What its own actions delete: that this is not there any more is the fix. */
  readonly removals: readonly string[];
}

export interface BeforeAndNow {
  /** The evidence of the diagnosis verified. */
  readonly before: readonly Evidence[];
  /** Everything that the verification has. */
  readonly now: Recorded;
}

export function fateOf(cause: FoundCause, known: BeforeAndNow): Fate {
  const { code, target } = cause;
  const ofCode = known.now.hypotheses.filter(({ playbook }) => playbook.code === code);
  const here = target === undefined ? ofCode : ofCode.filter((one) => sameArmId(one.target ?? "", target));
  const confirmed = here.find(({ state }) => state === "confirmed");
  if (confirmed !== undefined) return fateOfConfirmed(confirmed, known.now);
  const undecided = here.find(({ state }) => state !== "refuted");
  if (undecided !== undefined) return { kind: "undecided", doubt: "unread", hypothesis: undecided };
  const fates = here.map((hypothesis) => fateOfRefuted(hypothesis, cause, known));
  const [first] = fates;
  if (first === undefined) return { kind: "undecided", doubt: "missing" };
  return fates.find(({ kind }) => kind === "undecided") ?? first;
}

/**
 * A confirmed cause stands where a change of what Azure says now, that nobody has made yet, would refute it; or where
 * nothing but that proves it. Else it may be confirmed for ever, whatever is changed.
 */
export function fateOfConfirmed(hypothesis: Hypothesis, now: Recorded): Fate {
  const undecided = (doubt: Doubt): Fate => ({ kind: "undecided", doubt, hypothesis });
  if (hypothesis.playbook.verdict === "not_azure") return undecided("code");
  const timed = timedIn(hypothesis.citations, now.evidence);
  if (timed.some(({ citation }) => isContradicted(citation, now.evidence))) return undecided("lagging");
  const times = new Set(timed.map(({ time }) => time));
  if (times.has("now") && hasClosingChange(hypothesis, now)) return { kind: "stands", hypothesis };
  if (times.has("past")) return undecided("past");
  if (times.has("request") || !times.has("now")) return undecided("request");
  return { kind: "stands", hypothesis };
}

/** Load comes and goes: a lower measure is no change that somebody makes. */
function hasClosingChange(hypothesis: Hypothesis, now: Recorded): boolean {
  return hypothesis.playbook.actions.some((action) => {
    const effects = effectsOf(action, hypothesis.environment)?.filter(({ kind }) => kind !== "measure") ?? [];
    return effects.length > 0 && weighAfter(hypothesis, effects, now).isGone;
  });
}

/**
 * A refuted cause is gone where Azure says something now that it did not say then, or no longer says what proved it; and the
 * past says what it said.
 */
function fateOfRefuted(hypothesis: Hypothesis, cause: FoundCause, { before, now }: BeforeAndNow): Fate {
  const { proof } = cause;
  const [then, today] = [answersIn(before), answersIn(now.evidence)];
  if (hasVanished(cause, then, now.evidence)) return { kind: "undecided", doubt: "missing", hypothesis };
  const refutation = timedIn(hypothesis.citations, now.evidence);
  const isNew = ({ citation, answer }: Timed) => !holdsIn(then(answer), citation, answer);
  if (refutation.some((one) => one.time === "past" && then(one.answer) !== undefined && isNew(one)))
    return { kind: "undecided", doubt: "past", hypothesis };
  const isOver = ({ citation, answer }: Timed) =>
    today(answer) !== undefined && !holdsIn(today(answer), citation, answer);
  const current = refutation.filter(({ time }) => time === "now");
  const fresh = current.filter(isNew);
  const isChanged =
    fresh.length > 0 || timedIn(proof, before).some((one) => one.time === "now" && isOver(one));
  if (!isChanged) return { kind: "undecided", doubt: "unchanged", hypothesis };
  const because = (fresh.length > 0 ? fresh : current).map(({ citation }) => citation);
  return { kind: "gone", hypothesis, because };
}

/** True where the resource was there when the cause was found, and is not any more, although no action was to delete it. */
function hasVanished({ target, removals }: FoundCause, then: FindAnswer, now: readonly Evidence[]): boolean {
  if (target === undefined || removals.some((id) => scopeCovers(id, target))) return false;
  return now.some((answer) => {
    const old =
      isAbsent(answer) && scopeCovers(requestPath(answer.request), target) ? then(answer) : undefined;
    return old !== undefined && !isAbsent(old);
  });
}

function isAbsent({ source, status }: Evidence): boolean {
  return (source === "arm" || source === "graph") && (status === 404 || status === 410);
}

interface Timed {
  readonly citation: Citation;
  readonly answer: Evidence;
  readonly time: CitationTime;
}

function timedIn(citations: readonly Citation[], evidence: readonly Evidence[]): Timed[] {
  return citations.flatMap((citation) => {
    const answer = evidence.find(({ evidenceId }) => evidenceId === citation.evidenceId);
    return answer === undefined ? [] : [{ citation, answer, time: timeOf(citation, answer) }];
  });
}

/** Whether a citation holds in another answer to the same question. */
function holdsIn(other: Evidence | undefined, citation: Citation, answer: Evidence): boolean {
  const pointer = other && samePlace(citation.pointer, answer, other);
  if (other === undefined || pointer === undefined) return false;
  return holds({ ...citation, evidenceId: other.evidenceId, pointer }, other);
}

/** True where a row of Resource Graph says what the resource itself, read by its ID, denies: the row is the older one. */
function isContradicted(citation: Citation, evidence: readonly Evidence[]): boolean {
  const { evidenceId, pointer, resourceId } = citation;
  const row = evidence.find((one) => one.evidenceId === evidenceId && one.source === "resource_graph");
  const [, inRow] = /^\/data\/\d+(\/properties\/.+)$/u.exec(pointer) ?? [];
  if (row === undefined || resourceId === undefined || inRow === undefined) return false;
  const item = answersIn(evidence)({ ...row, requestKey: readKey({ kind: "arm", path: resourceId }) });
  if (item === undefined || item.status >= 300) return false;
  if (valueIn(openDocument(item).body, inRow) === undefined) return false;
  return !holds({ ...citation, evidenceId: item.evidenceId, pointer: inRow }, item);
}
