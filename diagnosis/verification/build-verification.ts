import { parseArmResourceId } from "../../domain/arm-resource-id.ts";
import type { Citation } from "../../domain/citation.ts";
import type { Report } from "../../domain/contract/report.ts";
import type { Difference } from "../../domain/contract/verification.ts";
import type { Evidence } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import { unknownCause } from "../../domain/root-causes.ts";
import type { Assessment } from "../assess.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import { causesOf } from "../assessment/verdict.ts";
import { effectsOf } from "../counterfactual/effects-of.ts";
import { composeReport, finishReport, type ReportInput } from "../report/build-report.ts";
import { describeGaps } from "../report/describe-gaps.ts";
import { gapQuestions } from "../report/gap-questions.ts";
import { titleWithTarget } from "../report/describe-suspected.ts";
import { findDifferences } from "./find-differences.ts";
import { type FoundAndTitled, type Judgement, outcomeOf } from "./outcome-of.ts";
import { verificationTexts } from "./verification-texts.ts";

/** For each cause. */
const mostRefutations = 4;

/** The diagnosis verified. */
export interface Verified {
  readonly diagnosisId: string;
  readonly report: Report;
  readonly evidence: readonly Evidence[];
  /** What this build makes of its evidence. */
  readonly assessment: Pick<Assessment, "hypotheses">;
}

/** Writes the report of a verification: what has become of the causes found, what changed, and what the call meets now. */
export function buildVerification(verified: Verified, input: ReportInput): Report {
  const language = input.language ?? input.signals.language;
  const { hypotheses } = input.assessment;
  const known = { before: verified.evidence, now: { ...input, hypotheses } };
  const isWhole = input.endedBecause === "settled";
  const judgement = outcomeOf(foundIn(verified), known, isWhole, (one) => titleWithTarget(one, language));
  const shown = refutationsIn(judgement);
  const differences = findDifferences(verified.report, verified.evidence, input.evidence, shown, language);
  const composed = composeReport({ ...input, shown });
  const text = textOf(judgement, differences, language);
  const verification = { of: verified.diagnosisId, outcome: judgement.outcome, text, differences };
  const report = { ...about(composed.report, verified.report, judgement, text, input), verification };
  return finishReport({ ...composed, report }, input);
}

/** The causes of the report, each with the resource that it was found at. */
function foundIn({ report, assessment }: Verified): FoundAndTitled[] {
  const causes = causesOf(assessment.hypotheses).map(({ hypothesis }) => hypothesis);
  return [report.root_cause, ...report.also].map(({ code, title, resource_ids: ids }) => {
    const again = causes.find(({ playbook }) => playbook.code === code);
    // Another build may see it otherwise: the report names the target first.
    const named = ids.find((id) => parseArmResourceId(id) !== undefined);
    const proof = again?.citations ?? [];
    const removals = again === undefined ? [] : removalsOf(again);
    return { code, title, target: again === undefined ? named : again.target, proof, removals };
  });
}

/** What the actions of a cause delete. */
function removalsOf({ playbook, environment }: Hypothesis): string[] {
  const effects = playbook.actions.flatMap((action) => effectsOf(action, environment) ?? []);
  return effects.flatMap((effect) => (effect.kind === "delete" ? [effect.id] : []));
}

/** What Azure says now that refutes the causes that are gone. */
function refutationsIn({ found }: Judgement): Citation[] {
  return found.flatMap(({ fate }) => (fate.kind === "gone" ? fate.because.slice(0, mostRefutations) : []));
}

function textOf(judgement: Judgement, differences: readonly Difference[], language: Language): string {
  const said = verificationTexts[language];
  const { doubt, found, next, outcome } = judgement;
  const title = found[0]?.title ?? "";
  switch (outcome) {
    case "fixed":
      return said.fixed(title);
    case "not_fixed":
      return said.notFixed(
        title,
        differences.some(({ changed }) => changed),
      );
    case "changed_otherwise":
      return said.changedOtherwise(title, next === undefined ? "" : titleWithTarget(next, language));
    case "undecided": {
      const why = doubt === undefined ? "" : said.doubts[doubt.why](doubt.title);
      return found[0]?.fate.kind === "gone" && doubt?.title !== title ? `${said.gone(title)} ${why}` : why;
    }
  }
}

/** Where no cause is left to speak of, the report is about the ones that were found. */
function about(
  report: Report,
  before: Report,
  { found, outcome }: Judgement,
  text: string,
  { unread, evidence, ...input }: ReportInput,
): Report {
  if (report.root_cause.code !== unknownCause) return report;
  const language = input.language ?? input.signals.language;
  const { titles } = verificationTexts[language];
  const title = before.root_cause.title;
  const codes = new Set([before.root_cause, ...before.also].map(({ code }) => code));
  const open = found.flatMap(({ fate }) =>
    fate.kind === "undecided" && fate.hypothesis !== undefined ? [fate.hypothesis] : [],
  );
  const { escalation: _, ...rest } = report;
  return {
    ...rest,
    root_cause: {
      ...report.root_cause,
      title: outcome === "fixed" ? titles.fixed(title) : titles.undecided(title),
      explanation: text,
      resource_ids: before.root_cause.resource_ids,
    },
    suspected: [],
    ruled_out: report.ruled_out.filter(({ code }) => codes.has(code)),
    gaps:
      open.length === 0
        ? []
        : describeGaps(open, unread, evidence, language, gapQuestions(evidence, input.hosts)),
    verify: before.verify,
  };
}
