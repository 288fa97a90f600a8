import type { ModelUse } from "../../domain/activity-catalogue.ts";
import type { Report } from "../../domain/contract/report.ts";
import type { Evidence } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import { type ReadRequest, readKey } from "../../domain/read-step.ts";
import { phrases } from "../report/phrases.ts";
import { acceptExplanation } from "./accept-explanation.ts";
import type { ModelNotes } from "./model-notes.ts";
import { modelPhrases } from "./model-phrases.ts";
import { asked } from "./model-steps.ts";

export interface WithModelOptions {
  readonly notes: ModelNotes;
  /** How its calls went; undefined where none was to be asked. */
  readonly use: ModelUse | undefined;
  readonly evidence: readonly Evidence[];
  /** True where the cause was found by the model's proposal, and by nothing in the request. */
  readonly isProposed: boolean;
}

/** A report with what a model adds: words, suspicions where nothing is proven, its price, and that it was not heard. */
export function withModel(report: Report, { notes, use, evidence, isProposed }: WithModelOptions): Report {
  if (use === undefined) return report;
  const said = modelPhrases[report.language];
  const { noPermission } = phrases[report.language];
  const words =
    notes.explanation === undefined ? undefined : acceptExplanation(notes.explanation, report, evidence);
  const isHeard = notes.model !== undefined;
  const gaps = [
    ...(isProposed ? [{ what: said.proposed, permission: noPermission }] : []),
    ...(use.failures.length === 0
      ? []
      : [
          {
            what: said.notHeard([...new Set(use.failures)].join(", "), isHeard),
            permission: noPermission,
          },
        ]),
  ];
  return {
    ...report,
    root_cause:
      words === undefined
        ? report.root_cause
        : { ...report.root_cause, explanation: `${report.root_cause.explanation} ${words}`.trim() },
    suspected: [
      ...report.suspected,
      ...(report.verdict === "unknown" ? suspicions(notes, evidence, report.language) : []),
    ],
    gaps: [...report.gaps, ...gaps],
    planner: isHeard ? "model" : "playbooks",
    cost: {
      ...report.cost,
      tokens: use.tokens,
      ...(use.costUsd === undefined ? {} : { usd: use.costUsd }),
      ...(notes.model === undefined ? {} : { model: notes.model }),
    },
  };
}

function suspicions(
  { plans }: ModelNotes,
  evidence: readonly Evidence[],
  language: Language,
): Report["suspected"] {
  const said = modelPhrases[language];
  const reads = plans.flatMap((plan) => plan.reads);
  const byTitle = new Map(plans.flatMap((plan) => plan.suspicions).map((one) => [one.title, one]));
  return [...byTitle.values()].flatMap(({ title, because }) => {
    const deciding = reads.find(({ decides }) => decides.includes(title))?.request;
    if (deciding === undefined) return [];
    return {
      title: said.suspects(title),
      because,
      settled_by: said.settledBy(asked(deciding), answerTo(deciding, evidence)),
    };
  });
}

function answerTo(request: ReadRequest, evidence: readonly Evidence[]): string | undefined {
  const key = readKey(request);
  return evidence.find(({ requestKey }) => requestKey === key)?.evidenceId;
}
