import { createHash } from "node:crypto";
import { analyses } from "../../../../diagnosis/analyses/analysis-table.ts";
import { type Assessment, assess } from "../../../../diagnosis/assess.ts";
import { causesOf } from "../../../../diagnosis/assessment/verdict.ts";
import type { JsonValue } from "../../../../domain/json-value.ts";
import { shapeAnswer } from "../../../../domain/evidence-shape.ts";
import type { Playbook } from "../../../../diagnosis/playbook.ts";
import { allPlaybooks } from "../../../../diagnosis/playbooks/all-playbooks.ts";
import { extractSignals } from "../../../../diagnosis/signals/extract-signals.ts";
import { completeSignals, namesQuery, neighboursQuery } from "../../../../diagnosis/signals/resolve-names.ts";
import type { StoredRequest } from "../../../../diagnosis/signals/stored-request.ts";
import type { Evidence } from "../../../../domain/evidence.ts";
import { type ReadRequest, readKey } from "../../../../domain/read-step.ts";
import type { Signals } from "../../../../domain/signals.ts";
import type { Tenant } from "./tenant.ts";
import { answerRead } from "./tenant-reader.ts";

export interface TenantDiagnosis {
  /** The code of the root cause, or `unknown`. */
  root: string;
  confidence: string;
  target: string | undefined;
  reads: number;
  signals: Signals;
  evidence: Evidence[];
  assessment: Assessment;
}

const mostReads = 40;

/** Runs a diagnosis over a tenant in memory, round by round, as the orchestration does. */
export function diagnoseTenant(
  request: StoredRequest,
  tenant: Tenant,
  playbooks: readonly Playbook[] = allPlaybooks,
): TenantDiagnosis {
  const extracted = extractSignals(request);
  const evidence: Evidence[] = [
    evidenceOf("e0", "request", request as unknown as JsonValue, 200, "", tenant.now),
  ];
  const make = (evidenceId: string, read: ReadRequest): JsonValue => {
    const answer = answerRead(tenant, read);
    const body = answer.status < 400 ? shapeAnswer(answer.body, read) : answer.body;
    evidence.push(evidenceOf(evidenceId, sourceOf(read), body, answer.status, readKey(read), tenant.now));
    return body;
  };
  const subscriptions = make("e2", { kind: "arm", path: "/subscriptions" });
  const byName = namesQuery(extracted);
  const names = byName === undefined ? undefined : make("e3", byName);
  const beside = neighboursQuery(names, extracted);
  const neighbours = beside === undefined ? undefined : make("e4", beside);
  const signals = completeSignals(extracted, { now: tenant.now, subscriptions, names, neighbours });
  evidence.push(evidenceOf("e1", "request", signals as unknown as JsonValue, 200, "", tenant.now));
  let reads = 0;
  for (;;) {
    const assessment = assess({
      signals,
      evidence,
      unread: [],
      playbooks,
      analyses,
      readsLeft: mostReads - reads,
      nextStep: reads + 1,
    });
    if (assessment.steps.length === 0) {
      const [first] = causesOf(assessment.hypotheses);
      return {
        root: first?.hypothesis.playbook.code ?? "unknown",
        confidence: first?.confidence ?? "none",
        target: first?.hypothesis.target,
        reads,
        signals,
        evidence,
        assessment,
      };
    }
    for (const step of assessment.steps) make(step.evidenceId, step.request);
    reads += assessment.steps.length;
  }
}

function sourceOf(read: ReadRequest): Evidence["source"] {
  if (read.kind === "arm")
    return read.path.endsWith("/eventtypes/management/values") ? "activity_log" : "arm";
  return read.kind;
}

function evidenceOf(
  evidenceId: string,
  source: Evidence["source"],
  value: JsonValue,
  status: number,
  requestKey: string,
  observedAt: string,
): Evidence {
  const body = JSON.stringify(value);
  return {
    diagnosisId: "d1",
    evidenceId,
    source,
    requestKey,
    request: requestKey,
    status,
    observedAt,
    body,
    sha256: createHash("sha256").update(body).digest("hex"),
    complete: true,
  };
}
