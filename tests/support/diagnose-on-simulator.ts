import type { ActivityDependencies } from "../../activities/dependencies.ts";
import { type Diagnosis, loadDiagnosis } from "../../activities/load-diagnosis.ts";
import { readEvidence } from "../../activities/reads/read-evidence.ts";
import { storeSignals } from "../../activities/store-signals.ts";
import { requestEvidence } from "../../client-functions/start/request-evidence.ts";
import { type StoredRequest, StoredRequestSchema } from "../../diagnosis/signals/stored-request.ts";
import type { Hypothesis } from "../../diagnosis/assessment/hypothesis.ts";
import type { Unread } from "../../domain/activity-catalogue.ts";
import type { DebugRequest } from "../../domain/contract/debug-request.ts";
import type { Report } from "../../domain/contract/report.ts";
import { type Evidence, fixedEvidence } from "../../domain/evidence.ts";
import { type ReadRequest, readKey } from "../../domain/read-step.ts";
import { redactRequest } from "../../domain/redaction/redact-request.ts";
import type { Signals } from "../../domain/signals.ts";
import type { Simulator } from "../../simulator/start-simulator.ts";
import { readerOnSimulator } from "./reader-on-simulator.ts";

export interface EndedDiagnosis {
  report: Report;
  /** Every stored answer, as activities store it. */
  evidence: Evidence[];
  signals: Signals;
  unread: Unread[];
  hypotheses: readonly Hypothesis[];
  /** Rounds of reads. */
  rounds: number;
}

/** What a verification is told of the diagnosis that it verifies. */
export interface Verified {
  /** Codes of its causes. */
  suspected: readonly string[];
  /** When the failure was seen. */
  observedAt: string;
}

/** What stands beside the tenant. */
export interface Beside {
  verified?: Verified;
  /** Keys of reads that Azure refuses whatever the tenant holds. */
  refused?: ReadonlySet<string>;
  /** What somebody supplied, as it is stored. */
  supplied?: readonly Evidence[];
}

const diagnosisId = "d1";
const mostReads = 40;

/** Diagnoses a request as the orchestration does, round by round, over the wire of a simulator, in this process. */
export async function diagnoseOn(
  simulator: Simulator,
  sent: DebugRequest,
  observedAt: string,
  { verified, refused, supplied = [] }: Beside = {},
): Promise<EndedDiagnosis> {
  const diagnosis = await loadDiagnosis();
  const stored = new Map<string, Evidence>();
  const unread: Unread[] = [];
  const needs = {
    // Nothing paces the reads: quotas that refill are for tests of the whole product.
    reader: refusing(readerOnSimulator(simulator.url).reader, refused),
    diagnosis: () => Promise.resolve(diagnosis),
    stores: storesOver(stored),
  };
  const make = async (evidenceId: string, request: ReadRequest): Promise<unknown> => {
    const answer = await readEvidence(needs, {
      diagnosisId,
      evidenceId,
      principal: simulator.principal,
      request,
    });
    if (answer.ok) return JSON.parse(answer.evidence.body);
    const { code, message } = answer.failure;
    unread.push({ stepId: evidenceId, evidenceId, requestKey: readKey(request), code, message });
    return undefined;
  };
  const request = requestEvidence(diagnosisId, redactRequest(sent), observedAt);
  stored.set(request.evidenceId, request);
  for (const one of supplied) stored.set(one.evidenceId, one);
  const signals = await resolve(
    diagnosis,
    StoredRequestSchema.parse(JSON.parse(request.body)),
    observedAt,
    make,
    verified?.observedAt,
  );
  await storeSignals(needs, diagnosisId, signals);
  for (let [reads, rounds] = [0, 0]; ; rounds += 1) {
    const { playbooks, analyses } = diagnosis;
    const { evidence, citable, supplied: given, notes } = diagnosis.tellApart([...stored.values()]);
    const known = { signals, evidence, unread, analyses };
    const assessment = diagnosis.assessWithSupplied(given, notes, {
      ...known,
      playbooks,
      readsLeft: mostReads - reads,
      nextStep: reads + 1,
      ...(verified === undefined ? {} : { suspected: verified.suspected }),
    });
    if (assessment.steps.length === 0) {
      const ended = { endedBecause: "settled", reads, durationMs: 0 } as const;
      const told = { ...known, evidence: citable, assessment, supplied: assessment.supplied };
      const report = diagnosis.buildReport({ ...told, ...ended });
      const { hypotheses } = assessment;
      return { report, evidence: [...stored.values()], signals, unread, hypotheses, rounds };
    }
    for (const step of assessment.steps) await make(step.evidenceId, step.request);
    reads += assessment.steps.length;
  }
}

function refusing(
  reader: ActivityDependencies["reader"],
  refused: ReadonlySet<string> | undefined,
): ActivityDependencies["reader"] {
  if (refused === undefined) return reader;
  return {
    ...reader,
    async read(principal, request, ...rest) {
      const outcome = await reader.read(principal, request, ...rest);
      if (!outcome.ok || !refused.has(readKey(request))) return outcome;
      const error = { code: "AuthorizationFailed", message: "The client does not have authorization." };
      return { ok: true, value: { ...outcome.value, status: 403, body: { error } } };
    },
  };
}

async function resolve(
  { extractSignals, namesQuery, neighboursQuery, completeSignals }: Diagnosis,
  request: StoredRequest,
  now: string,
  make: (evidenceId: string, request: ReadRequest) => Promise<unknown>,
  failedAt?: string,
) {
  const extracted = {
    ...extractSignals(request),
    ...(failedAt === undefined ? {} : { observedAt: failedAt }),
  };
  const subscriptions = await make(fixedEvidence.subscriptions, { kind: "arm", path: "/subscriptions" });
  const byName = namesQuery(extracted);
  const names = byName === undefined ? undefined : await make(fixedEvidence.names, byName);
  const beside = neighboursQuery(names, extracted);
  const neighbours = beside === undefined ? undefined : await make(fixedEvidence.neighbours, beside);
  return completeSignals(extracted, { now, subscriptions, names, neighbours });
}

function storesOver(stored: Map<string, Evidence>): ActivityDependencies["stores"] {
  const evidence = {
    get: async (_: string, evidenceId: string) => stored.get(evidenceId),
    findByKey: async (_: string, key: string) =>
      [...stored.values()].find(({ requestKey }) => requestKey === key),
    put: async (one: Evidence) => {
      stored.set(one.evidenceId, one);
      return one;
    },
  };
  return { evidence } as unknown as ActivityDependencies["stores"];
}
