import type { VerificationOutcome } from "../../domain/contract/verification.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import { causesOf } from "../assessment/verdict.ts";
import {
  type BeforeAndNow,
  type Doubt,
  type Fate,
  fateOf,
  fateOfConfirmed,
  type FoundCause,
} from "./fate-of.ts";

/** A cause of the diagnosis verified, and what has become of it. */
export interface JudgedCause {
  readonly title: string;
  readonly fate: Fate;
}

export interface Judgement {
  readonly outcome: VerificationOutcome;
  /** The causes that were found, the root cause first. */
  readonly found: readonly JudgedCause[];
  /** What the call meets now, where that is another cause. */
  readonly next?: Hypothesis;
  /** Why it is undecided, and of which cause. */
  readonly doubt?: { readonly why: Doubt | "ended"; readonly title: string };
}

export interface FoundAndTitled extends FoundCause {
  readonly title: string;
}

/**
 * Whether a fix holds. `fixed` takes that every cause that was found is gone, that the verification came to its end, and
 * that nothing else is confirmed: saying so wrongly costs more than not saying it.
 *
 * @param found  the causes of the diagnosis verified, the root cause first.
 * @param isWhole  false where the verification was cut short.
 * @param titleOf  what people call a cause that is confirmed now.
 */
export function outcomeOf(
  found: readonly FoundAndTitled[],
  known: BeforeAndNow,
  isWhole: boolean,
  titleOf: (hypothesis: Hypothesis) => string,
): Judgement {
  const judged = found.map((cause) => ({ title: cause.title, fate: fateOf(cause, known) }));
  const [root] = judged;
  if (root?.fate.kind === "stands") return { outcome: "not_fixed", found: judged };
  const undecided = (title: string, why: Doubt | "ended"): Judgement => ({
    outcome: "undecided",
    found: judged,
    doubt: { why, title },
  });
  if (root === undefined || root.fate.kind === "undecided")
    return undecided(root?.title ?? "", root === undefined ? "unread" : doubtOf(root.fate));
  const others = causesOf(known.now.hypotheses)
    .map(({ hypothesis }) => hypothesis)
    .filter((hypothesis) => hypothesis !== root.fate.hypothesis)
    .map((hypothesis) => ({ title: titleOf(hypothesis), fate: fateOfConfirmed(hypothesis, known.now) }));
  const next = others.find(({ fate }) => fate.kind === "stands")?.fate.hypothesis;
  if (next !== undefined) return { outcome: "changed_otherwise", found: judged, next };
  const open = [...judged, ...others].find(({ fate }) => fate.kind === "undecided");
  if (open !== undefined) return undecided(open.title, doubtOf(open.fate));
  return isWhole ? { outcome: "fixed", found: judged } : undecided(root.title, "ended");
}

function doubtOf(fate: Fate): Doubt {
  return fate.kind === "undecided" ? fate.doubt : "unread";
}
