import type { HypothesisSummary, ModelUse, Unread } from "../../domain/activity-catalogue.ts";
import type { AzCommandHosts } from "../../domain/az-command/az-command.ts";
import type { Report } from "../../domain/contract/report.ts";
import type { Evidence } from "../../domain/evidence.ts";
import type { Language } from "../../domain/language.ts";
import type { ReadStep } from "../../domain/read-step.ts";

/** All that a diagnosis has, and in what language its texts are. */
interface Known {
  evidence: readonly Evidence[];
  unread: readonly Unread[];
  language: Language;
}

export interface PlanQuestion extends Known {
  readsLeft: number;
  nextStep: number;
  /** Codes of causes that must be decided whatever the request points at. */
  suspected?: readonly string[];
}

/** A hypothesis as it stands, and what people call it. */
export interface NamedHypothesis {
  summary: HypothesisSummary;
  title: string;
}

export interface Plan {
  steps: ReadStep[];
  hypotheses: NamedHypothesis[];
  settled: boolean;
}

export interface ReportQuestion extends Known {
  endedBecause: "settled" | "exhausted" | "deadline" | "cancelled";
  reads: number;
  durationMs: number;
  /** How the calls of a model went, where one was to be asked. */
  modelUse?: ModelUse | undefined;
  /** The cloud's, for the commands of a report; the public cloud's where absent. */
  hosts?: AzCommandHosts;
}

export interface VerificationQuestion extends ReportQuestion {
  /** The diagnosis verified. */
  verified: { diagnosisId: string; report: Report; evidence: readonly Evidence[] };
}

/** What a diagnosis makes of its evidence: pure, and the only long computations that there are. */
export interface Thinking {
  /** Weighs everything so far, and plans what to read next. @throws EvidenceMissingError where the signals are not there. */
  plan(question: PlanQuestion): Promise<Plan>;
  /** Weighs everything a last time, and writes the report. @throws EvidenceMissingError */
  report(question: ReportQuestion): Promise<Report>;
  /** The same for a verification: its report says what has become of the causes found. @throws EvidenceMissingError */
  verification(question: VerificationQuestion): Promise<Report>;
}
