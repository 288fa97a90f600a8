import { lastSegment } from "../../domain/arm-resource-id.ts";
import { type Evidence, plannedIds } from "../../domain/evidence.ts";
import type { Unread } from "../../domain/activity-catalogue.ts";
import type { Language } from "../../domain/language.ts";
import { type ReadRequest, type ReadStep, readKey } from "../../domain/read-step.ts";
import { oneLine } from "../../domain/redaction/one-line.ts";
import type { AcceptedPlan } from "./accepted-plan.ts";
import { soughtName } from "./find-resource.ts";

export interface ModelStepOptions {
  evidence: readonly Evidence[];
  unread: readonly Unread[];
  /** What the rules read in the same round. */
  beside: readonly ReadStep[];
  nextStep: number;
  /** How many of them may be made. */
  most: number;
  language: Language;
}

const shownCharacters = 90;

/** The reads that a model asked for and that nobody has made yet, after those of the rules. */
export function modelSteps(plans: readonly AcceptedPlan[], options: ModelStepOptions): ReadStep[] {
  const { evidence, unread, beside, nextStep, most, language } = options;
  const known = new Set([
    ...evidence.map(({ requestKey }) => requestKey),
    ...unread.map(({ requestKey }) => requestKey),
    ...beside.map(({ request }) => readKey(request)),
  ]);
  const reads = plans
    .flatMap((plan) => plan.reads)
    .filter(({ request }) => {
      const key = readKey(request);
      if (known.has(key)) return false;
      known.add(key);
      return true;
    });
  return reads.slice(0, Math.max(0, most)).map(({ request, decides }, index) => ({
    ...plannedIds(nextStep + index),
    title: titles[language](oneLine(asked(request), shownCharacters)),
    decides,
    request,
  }));
}

const titles: Record<Language, (what: string) => string> = {
  en: (what) => `${what}, as the model asked`,
  ko: (what) => `${what} (모델이 요청)`,
};

/** The read in few words: what it asks, never what the model calls it. */
export function asked(request: ReadRequest): string {
  switch (request.kind) {
    case "arm":
    case "graph":
      return `GET ${request.path}`;
    case "resource_graph": {
      const sought = soughtName(request.query);
      return `Resource Graph: ${sought === undefined ? request.query : `resources named ${sought}`}`;
    }
    case "logs":
      return `${lastSegment(request.resourceId)} logs: ${request.query}`;
    case "metrics":
      return `${lastSegment(request.resourceId)} metrics: ${request.metricNames.join(", ")}`;
  }
}
