import { plannedIds } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import type { ReadStep } from "../../domain/read-step.ts";
import { evaluate } from "../evaluation/environment.ts";
import type { UnknownReason } from "../evaluation/evaluated.ts";
import { InvalidExpressionError } from "../evaluation/expression/parse-expression.ts";
import { expressionsIn, fillTemplate } from "../template.ts";
import type { PendingRead } from "./bind-reads.ts";
import type { Hypothesis } from "./hypothesis.ts";
import { competitorsOf } from "./verdict.ts";

/** More at once would mostly be thrown away once the first of them decide. */
const mostAtOnce = 16;

export interface PlanOptions {
  readonly language: Language;
  /** The number of the next step: `s<n>`, whose answer is `e<n + 4>`. */
  readonly nextStep: number;
}

/**
 * The reads of the next round: those that can decide an open hypothesis, and those that the texts of a confirmed one show.
 * The same read for several hypotheses is made once. Without a request that points at it, a hypothesis is read only while
 * it competes with one that is still possible.
 *
 * @param isOver  the verdict stands: only what its texts show is left to read.
 */
export function planReads(
  hypotheses: readonly Hypothesis[],
  isOver: boolean,
  options: PlanOptions,
): ReadStep[] {
  const planned = new Map<string, { read: PendingRead; hypothesis: Hypothesis; decides: Set<string> }>();
  for (const hypothesis of inOrderOfReading(hypotheses, isOver)) {
    const reasons = hypothesis.state === "confirmed" ? shownReasons(hypothesis) : hypothesis.reasons;
    for (const reason of reasons) {
      const key = reason.kind === "pending" ? reason.key : undefined;
      const read = key === undefined ? undefined : hypothesis.pending.get(key);
      if (key === undefined || read === undefined) continue;
      const entry = planned.get(key) ?? { read, hypothesis, decides: new Set<string>() };
      entry.decides.add(hypothesis.playbook.code);
      planned.set(key, entry);
    }
  }
  return [...planned.values()].slice(0, mostAtOnce).map(({ read, hypothesis, decides }, index) => ({
    ...plannedIds(options.nextStep + index),
    title: titleOf(read, hypothesis, options.language),
    decides: [...decides].toSorted(),
    request: read.request,
  }));
}

function inOrderOfReading(hypotheses: readonly Hypothesis[], isOver: boolean): readonly Hypothesis[] {
  const possible = hypotheses.filter(({ state }) => state === "confirmed" || state === "open");
  if (isOver) return possible.filter(({ state }) => state === "confirmed");
  const competing = new Set(
    possible.flatMap((hypothesis) =>
      hypothesis.isRaised || hypothesis.state === "confirmed" ? competitorsOf(hypothesis, hypotheses) : [],
    ),
  );
  return possible
    .filter(
      (hypothesis) => hypothesis.isRaised || hypothesis.state === "confirmed" || competing.has(hypothesis),
    )
    .toSorted(
      (left, right) =>
        Number(left.broughtBy === "model") - Number(right.broughtBy === "model") ||
        Number(right.isRaised) - Number(left.isRaised) ||
        left.playbook.layer - right.playbook.layer,
    );
}

/** What the texts of a confirmed cause show and nobody has read yet. */
function shownReasons({ playbook, environment }: Hypothesis): UnknownReason[] {
  const texts = [
    playbook.explanation.en,
    ...(playbook.details ?? []).map(({ text }) => text.en),
    playbook.verify.text.en,
    ...playbook.verify.commands,
    ...playbook.actions.flatMap((action) => [action.why.en, action.title.en, ...action.commands]),
  ];
  const expressions = [...texts.flatMap(expressionsIn), ...(playbook.culprits ?? [])];
  return expressions.flatMap((expression) => {
    try {
      const value = evaluate(expression, environment);
      return value.kind === "unknown" ? [...value.reasons] : [];
    } catch (error) {
      if (error instanceof InvalidExpressionError) return [];
      throw error;
    }
  });
}

function titleOf(read: PendingRead, { playbook }: Hypothesis, language: Language): string {
  const title = playbook.reads[read.name]?.title[language] ?? playbook.title[language];
  const filled = fillTemplate(title, read.environment);
  return filled.kind === "filled" ? filled.text : playbook.title[language];
}
