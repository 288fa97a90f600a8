import type { DebugRequest } from "../../../domain/contract/debug-request.ts";
import type { Report } from "../../../domain/contract/report.ts";
import type { Evidence } from "../../../domain/evidence.ts";
import { languageOf } from "../../../domain/language.ts";
import type { DiagnosisRecord } from "../../../services/stores/diagnosis-index.ts";
import type { Feedback } from "../../../services/stores/feedback.ts";
import { pseudonymise } from "../pseudonyms/pseudonymise.ts";
import { type ExpectedAnswer, expectedOf } from "./expected-of.ts";
import { missingOf } from "./missing-of.ts";
import { requestOf } from "./request-of.ts";
import type { ScenarioTenant } from "./scenario-tenant.ts";
import { storedReads } from "./stored-read.ts";
import { tenantOf } from "./tenant-of.ts";

/** What is stored of a diagnosis. */
export interface StoredDiagnosis {
  record: Pick<DiagnosisRecord, "principal" | "language">;
  evidence: readonly Evidence[];
  report: Report | undefined;
  feedback: Feedback | undefined;
}

export interface Scenario {
  request: DebugRequest;
  tenant: ScenarioTenant;
  expected: ExpectedAnswer["expected"];
  /** What is not in it, and what is to be completed, a line each. */
  missing: readonly string[];
  toComplete: readonly string[];
}

/**
 * A stored diagnosis as a scenario, under other names throughout.
 *
 * @param salt  secret and used once.
 * @returns undefined where the request or the answers of Azure are stored no more.
 */
export function scenarioOf(stored: StoredDiagnosis, salt: string): Scenario | undefined {
  const { evidence, feedback, record, report } = stored;
  const request = requestOf(evidence);
  const reads = storedReads(evidence);
  if (request === undefined || reads.length === 0) return undefined;
  const tenant = tenantOf(record.principal, reads);
  const { expected, toComplete } = expectedOf(report, feedback, tenant);
  const asked =
    languageOf(request.error) === record.language ? request : { ...request, language: record.language };
  const documents = [asked, tenant, expected, missingOf(evidence, reads, report), toComplete] as const;
  const [renamed, renamedTenant, answer, missing, open] = pseudonymise(salt, documents);
  // A code is a word of the product, never a name.
  const codes = {
    rootCause: expected.rootCause,
    ...(expected.ruledOut ? { ruledOut: expected.ruledOut } : {}),
  };
  return {
    request: renamed,
    tenant: renamedTenant,
    expected: { ...answer, ...codes },
    missing,
    toComplete: open,
  };
}
