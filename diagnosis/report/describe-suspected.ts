import type { z } from "zod";
import { parseArmResourceId } from "../../domain/arm-resource-id.ts";
import type { Gap, SuspectedSchema } from "../../domain/contract/report.ts";
import type { Language } from "../../domain/language.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import type { Playbook } from "../playbook.ts";
import { describeGaps, readTitle } from "./describe-gaps.ts";
import { fillTextWhole } from "./fill-text.ts";
import { phrases } from "./phrases.ts";

type Suspected = z.infer<typeof SuspectedSchema>;

/**
 * The candidates that survive where nothing is proven, each with the read that would settle it and who can make it.
 *
 * @param unseen  gaps about names that no visible subscription holds: one of them may be what a cause without a resource is about.
 */
export function describeSuspected(
  hypotheses: readonly Hypothesis[],
  withoutTarget: readonly Playbook[],
  language: Language,
  unseen: readonly Gap[] = [],
): Suspected[] {
  const said = phrases[language];
  const question = unseen.find(({ question_id: id }) => id !== undefined)?.question_id;
  const surviving = hypotheses
    .filter(({ state }) => state === "unreadable" || state === "open" || state === "confirmed")
    .toSorted(
      (left, right) =>
        Number(right.isRaised) - Number(left.isRaised) || left.playbook.layer - right.playbook.layer,
    );
  return [
    ...surviving.map((hypothesis) => ({
      title: titleWithTarget(hypothesis, language),
      because: becauseOf(hypothesis, language),
      settled_by: settledBy(hypothesis, language),
    })),
    ...withoutTarget.map((playbook) => ({
      title: playbook.title[language],
      because: said.noTarget,
      settled_by: question === undefined ? said.settleByAgain : said.settleByFinding(question),
    })),
  ];
}

function becauseOf(hypothesis: Hypothesis, language: Language): string {
  const said = phrases[language];
  if (hypothesis.state === "confirmed") return said.lostProof;
  const gaps = describeGaps([hypothesis], [], [], language).map(({ what }) => what);
  const pending = hypothesis.reasons.flatMap((reason) =>
    reason.kind === "pending" ? [readTitle(hypothesis, reason.read, language)] : [],
  );
  return said.notRead([...new Set([...gaps, ...pending])].slice(0, 3).join("; "));
}

function settledBy(hypothesis: Hypothesis, language: Language): string {
  const said = phrases[language];
  const { playbook, environment, reasons } = hypothesis;
  const own = playbook.settledBy?.[language];
  const filled = own === undefined ? undefined : fillTextWhole(own, environment);
  if (filled !== undefined) return filled;
  const denied = reasons.find((reason) => reason.kind === "denied");
  if (denied !== undefined)
    return said.settleByPermission(readTitle(hypothesis, denied.read, language), denied.permission);
  return said.settleByAgain;
}

export function titleWithTarget({ playbook, target }: Hypothesis, language: Language): string {
  const name = target === undefined ? undefined : parseArmResourceId(target)?.name;
  return name === undefined ? playbook.title[language] : `${playbook.title[language]} (${name})`;
}
