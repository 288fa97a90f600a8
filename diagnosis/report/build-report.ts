import type { ModelUse, Unread } from "../../domain/activity-catalogue.ts";
import type { AzCommandHosts } from "../../domain/az-command/az-command.ts";
import type { Citation } from "../../domain/citation.ts";
import type { Report, RootCause } from "../../domain/contract/report.ts";
import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import { unknownCause } from "../../domain/root-causes.ts";
import type { Signals } from "../../domain/signals.ts";
import { logsLookedInto } from "../app-log/logs-looked-into.ts";
import type { Assessment } from "../assess.ts";
import { recordedOf } from "../counterfactual/recorded-of.ts";
import type { SuppliedUse } from "../supplied/assess-with-supplied.ts";
import { withSuppliedResources } from "../supplied/with-supplied-resources.ts";
import type { Hypothesis } from "../assessment/hypothesis.ts";
import { type Cause, causesOf, competitorsOf, ofRules } from "../assessment/verdict.ts";
import type { AnalysisTable } from "../evaluation/evaluated.ts";
import { type ModelNotes, noNotes } from "../model/model-notes.ts";
import { withModel } from "../model/with-model.ts";
import { causesToFix } from "./causes-to-fix.ts";
import { type CitedEvidence, citedEvidence } from "./cited-evidence.ts";
import { culpritsOf } from "./culprits-of.ts";
import { describeActions } from "./describe-actions.ts";
import { describeGaps } from "./describe-gaps.ts";
import { describeSuspected, titleWithTarget } from "./describe-suspected.ts";
import { escalationOf, needsEscalation } from "./escalation.ts";
import { fillCommands, fillText, fillTextWhole, isWanted } from "./fill-text.ts";
import { fitReport } from "./fit-report.ts";
import { gapQuestions } from "./gap-questions.ts";
import { describeSupplied, restsOnSupplied } from "./describe-supplied.ts";
import { phrases } from "./phrases.ts";
import { relevantTo } from "./relevant-to.ts";
import { claimsFrom, isTold, joinClaims } from "./tell-claims.ts";
import { unseenNames } from "./unseen-names.ts";
import { withCommands } from "./proof/with-commands.ts";

export interface ReportInput {
  readonly assessment: Assessment;
  /** What has become of what was supplied. */
  readonly supplied?: readonly SuppliedUse[];
  readonly evidence: readonly Evidence[];
  readonly unread: readonly Unread[];
  readonly signals: Signals;
  readonly endedBecause: "settled" | "exhausted" | "deadline" | "cancelled";
  readonly reads: number;
  readonly durationMs: number;
  /** What a model contributed, and how its calls went. */
  readonly notes?: ModelNotes;
  readonly modelUse?: ModelUse | undefined;
  readonly analyses: AnalysisTable;
  /** The reader's; the signals' where it is left out. */
  readonly language?: Language;
  /** The cloud's, for the commands that show what is cited; the public cloud's where absent. */
  readonly hosts?: AzCommandHosts | undefined;
  /** Further citations that are told as a cause's proof is. */
  readonly shown?: readonly Citation[];
}

/** A report before it is cut to its size, and what it cites. */
export interface ComposedReport {
  readonly report: Report;
  readonly cited: CitedEvidence;
}

/** How many citations of the request itself a cause is shown with, after what proves it. */
const mostRaisedClaims = 3;
/** Of a look-alike of the cause, and of any other cause. */
const mostRuledOutCitations = { competing: 2, other: 1 };

/** Writes the report. Every citation is evaluated again on the stored bytes; a cause whose proof does not hold is unknown. */
export function buildReport(input: ReportInput): Report {
  return finishReport(composeReport(input), input);
}

export function finishReport(
  { report, cited }: ComposedReport,
  { hosts }: Pick<ReportInput, "hosts">,
): Report {
  return withCommands(fitReport(report), cited, hosts);
}

export function composeReport(input: ReportInput): ComposedReport {
  const { evidence, unread } = input;
  const language = input.language ?? input.signals.language;
  const cited = citedEvidence(evidence, language);
  const causes = causesToFix(
    causesOf(input.assessment.hypotheses).filter(({ hypothesis }) => proofHolds(hypothesis, cited)),
    recordedOf(input, input.assessment),
  );
  const [root, ...also] = causes;
  const assessment = root?.hypothesis.broughtBy === "rules" ? byRules(input.assessment) : input.assessment;
  const claims = [
    ...causes.flatMap((cause) => claimsOf(cause, cited)),
    ...claimsFrom((input.shown ?? []).filter(isTold), cited),
  ];
  const ruledOut = describeRuledOut(assessment.hypotheses, root, cited, language);
  const ask = gapQuestions(evidence, input.hosts);
  const unseen = root === undefined ? unseenNames(knownSignals(input), language, ask, asked(assessment)) : [];
  const gaps = [
    ...describeSupplied(input.supplied ?? [], language),
    ...unseen,
    ...describeGaps(
      [
        ...relevantTo(causes, assessment.hypotheses),
        ...(root === undefined ? logsLookedInto(assessment) : []),
      ],
      unread,
      evidence,
      language,
      ask,
    ),
  ];
  const whole: Report = {
    verdict: root === undefined ? "unknown" : root.hypothesis.playbook.verdict,
    root_cause:
      root === undefined
        ? unknownRoot(input, ruledOut, language)
        : rootCause(root, assessment.hypotheses, language),
    also: also.map((cause) => rootCause(cause, assessment.hypotheses, language)),
    suspected:
      root === undefined
        ? describeSuspected(assessment.hypotheses, assessment.withoutTarget, language, unseen)
        : [],
    claims: joinClaims(claims, language),
    evidence: cited.list(),
    ruled_out: ruledOut,
    gaps,
    actions: causes.flatMap(({ hypothesis }, index) => {
      const next = causes[index + 1]?.hypothesis;
      return describeActions(hypothesis, language, next, recordedOf(input, assessment));
    }),
    verify: root === undefined ? noVerification(language) : verification(root.hypothesis, language),
    language,
    planner: "playbooks",
    cost: { azure_reads: input.reads, tokens: 0, duration_ms: input.durationMs },
  };
  const { notes = noNotes, modelUse: use } = input;
  const isProposed = root?.hypothesis.broughtBy === "model";
  const worded = withModel(whole, { notes, use, evidence, isProposed });
  return { report: withEscalation(worded, input), cited };
}

/** The permissions that its playbooks ask for, as Azure spells them. */
function asked({ hypotheses, withoutTarget }: Assessment): string[] {
  const playbooks = [...hypotheses.map(({ playbook }) => playbook), ...withoutTarget];
  return playbooks.flatMap(({ reads }) => Object.values(reads).map(({ permission }) => permission));
}

/** With what somebody found under names that the developer cannot see. */
function knownSignals({ signals, assessment, supplied = [] }: ReportInput): Signals {
  return withSuppliedResources(
    assessment.retold?.signals ?? signals,
    supplied.map(({ evidence }) => evidence),
  );
}

/** Where the rules found the cause, what a model suspected besides is nobody's concern. */
function byRules(assessment: Assessment): Assessment {
  return { ...assessment, hypotheses: ofRules(assessment.hypotheses) };
}

function withEscalation(report: Report, { signals, evidence }: ReportInput): Report {
  if (!needsEscalation(report)) return report;
  return { ...report, escalation: escalationOf(report, signals, evidence) };
}

/** All of it, or none: what decided a cause is a chain. */
function proofHolds({ citations }: Hypothesis, cited: CitedEvidence): boolean {
  return citations.length > 0 && citations.every((citation) => cited.cite(citation) !== undefined);
}

function claimsOf({ hypothesis }: Cause, cited: CitedEvidence) {
  const proof = claimsFrom(hypothesis.citations.filter(isTold), cited);
  return [...proof, ...claimsFrom(hypothesis.raisedBy.filter(isTold).slice(0, mostRaisedClaims), cited)];
}

function rootCause(cause: Cause, hypotheses: readonly Hypothesis[], language: Language): RootCause {
  const { hypothesis, confidence } = cause;
  const { playbook } = hypothesis;
  return {
    code: playbook.code,
    title: titleWithTarget(hypothesis, language),
    explanation: `${explain(hypothesis, language)}${restsOnSupplied(cause, hypotheses, language)}`,
    confidence,
    resource_ids: culpritsOf(hypothesis),
  };
}

function explain({ playbook, environment }: Hypothesis, language: Language): string {
  const details = (playbook.details ?? []).filter(({ when }) => isWanted(when, environment));
  return [playbook.explanation, ...details.map(({ text }) => text)]
    .map((text) => fillText(text, environment, language))
    .join(" ");
}

function unknownRoot(
  { assessment, endedBecause }: ReportInput,
  ruledOut: Report["ruled_out"],
  language: Language,
): RootCause {
  const said = phrases[language];
  const { hypotheses, withoutTarget } = assessment;
  const surviving = hypotheses.filter(({ state }) => state !== "refuted").map(({ playbook }) => playbook);
  const open = new Set([...surviving, ...withoutTarget].map(({ code }) => code));
  const examined =
    ruledOut.length + open.size === 0 ? said.nothingRaised : said.examined(ruledOut.length, open.size);
  return {
    code: unknownCause,
    title: said.unknownTitle,
    explanation: [examined, said.ended[endedBecause]].filter((text) => text !== "").join(" "),
    confidence: "none",
    resource_ids: [],
  };
}

function describeRuledOut(
  hypotheses: readonly Hypothesis[],
  root: Cause | undefined,
  cited: CitedEvidence,
  language: Language,
): Report["ruled_out"] {
  const competing = new Set(root === undefined ? [] : competitorsOf(root.hypothesis, hypotheses));
  const refuted = hypotheses
    .filter(({ state, playbook }) => state === "refuted" && !isLeftElsewhere(playbook.code, hypotheses))
    .toSorted((left, right) => Number(competing.has(right)) - Number(competing.has(left)));
  const ruledOut = refuted.flatMap((hypothesis) => {
    const most = mostRuledOutCitations[competing.has(hypothesis) ? "competing" : "other"];
    const told = hypothesis.citations.filter(isTold).toSorted(azureFirst).slice(0, most);
    const proof = cited.citeAll(told);
    if (proof.length === 0) return [];
    const { playbook, environment } = hypothesis;
    const because =
      fillTextWhole(playbook.ruledOut[language], environment) ??
      phrases[language].ruledOut(playbook.title[language]);
    return [{ code: playbook.code, because, evidence: proof.map(({ id }) => id) }];
  });
  return [...new Map(ruledOut.toReversed().map((entry) => [entry.code, entry])).values()].toReversed();
}

/** What Azure answered says more than what the request asked. */
function azureFirst(left: Citation, right: Citation): number {
  const isRequest = ({ evidenceId }: Citation) =>
    evidenceId === fixedEvidence.request || evidenceId === fixedEvidence.signals;
  return Number(isRequest(left)) - Number(isRequest(right));
}

/** True where the cause is refuted at one resource and still possible at another. */
function isLeftElsewhere(code: string, hypotheses: readonly Hypothesis[]): boolean {
  return hypotheses.some(({ playbook, state }) => playbook.code === code && state !== "refuted");
}

function verification({ playbook, environment }: Hypothesis, language: Language): Report["verify"] {
  return {
    text: fillText(playbook.verify.text, environment, language),
    commands: fillCommands(playbook.verify.commands, environment),
  };
}

function noVerification(language: Language): Report["verify"] {
  return { text: phrases[language].settleByAgain, commands: [] };
}
