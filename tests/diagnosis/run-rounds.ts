import { type Assessment, assess } from "../../diagnosis/assess.ts";
import type { AnalysisTable } from "../../diagnosis/evaluation/evaluated.ts";
import type { Playbook } from "../../diagnosis/playbook.ts";
import type { Unread } from "../../domain/activity-catalogue.ts";
import type { Evidence } from "../../domain/evidence.ts";
import { type ReadStep, readKey } from "../../domain/read-step.ts";
import type { Signals } from "../../domain/signals.ts";
import { evidenceOf } from "./evidence-of.ts";

/** What Azure answers to a path: a body, an answer with a status, or nothing at all (the read fails). */
export type Azure = Readonly<
  Record<string, { status?: number; body?: unknown; complete?: boolean; fails?: string }>
>;

export interface Run {
  readonly assessment: Assessment;
  readonly evidence: readonly Evidence[];
  readonly unread: readonly Unread[];
  /** The reads of each round, as `<evidence> <path>`. */
  readonly rounds: readonly (readonly string[])[];
}

export interface RunOptions {
  readonly playbooks: readonly Playbook[];
  readonly signals: Signals;
  readonly azure: Azure;
  readonly error?: string;
  readonly reads?: number;
  readonly analyses?: AnalysisTable;
}

export function fixedEvidenceOf(signals: Signals, error = "Forbidden"): Evidence[] {
  const subscriptions = signals.visibleSubscriptions.map(({ id }) => ({ subscriptionId: id }));
  const rows = signals.resources.map(({ id, name, type }) => ({ id, name, type }));
  return [
    evidenceOf(
      "e0",
      { error, source_code: {}, context: {} },
      { source: "request", request: "request.error" },
    ),
    evidenceOf("e1", signals, { source: "request", request: "request.error" }),
    evidenceOf("e2", { value: subscriptions }, { request: "GET /subscriptions" }),
    evidenceOf("e3", { data: rows }, { source: "resource_graph", request: "POST /providers/…" }),
    evidenceOf("e4", { data: [] }, { source: "resource_graph", request: "POST /providers/…" }),
  ];
}

/** Assesses, reads what is planned from a scripted Azure, and assesses again, until nothing is planned. */
export function runRounds(options: RunOptions): Run {
  const { signals, playbooks, azure, analyses = {}, reads = 40 } = options;
  const evidence = fixedEvidenceOf(signals, options.error);
  const unread: Unread[] = [];
  const rounds: string[][] = [];
  for (let made = 0; ; ) {
    const assessment = assess({
      signals,
      evidence,
      unread,
      playbooks,
      analyses,
      readsLeft: reads - made,
      nextStep: made + 1,
    });
    if (assessment.steps.length === 0) return { assessment, evidence, unread, rounds };
    rounds.push(assessment.steps.map(({ evidenceId, request }) => `${evidenceId} ${pathOf(request)}`));
    for (const step of assessment.steps) read(step, azure, evidence, unread);
    made += assessment.steps.length;
  }
}

function read(step: ReadStep, azure: Azure, evidence: Evidence[], unread: Unread[]): void {
  const { stepId, evidenceId, request } = step;
  const answer = azure[pathOf(request)] ?? {
    status: 404,
    body: { error: { code: "ResourceNotFound", message: "not found" } },
  };
  const requestKey = readKey(request);
  if (answer.fails !== undefined)
    unread.push({ stepId, evidenceId, requestKey, code: answer.fails, message: "could not be made" });
  else
    evidence.push(
      evidenceOf(evidenceId, answer.body ?? {}, {
        requestKey,
        request: `GET ${pathOf(request)}?api-version=2024-11-01`,
        status: answer.status ?? 200,
        complete: answer.complete ?? true,
      }),
    );
}

function pathOf(request: ReadStep["request"]): string {
  return "path" in request ? request.path : "resourceId" in request ? request.resourceId : request.query;
}

/** `code state` of every hypothesis. */
export function statesOf({ assessment }: Run): string[] {
  return assessment.hypotheses.map(({ playbook, state }) => `${playbook.code} ${state}`);
}
