import type { HttpRequest } from "@azure/functions";
import { ownerKey, type Principal } from "../domain/principal.ts";
import { currentTrace } from "../services/platform/trace.ts";
import type { AuditLog } from "../services/stores/audit-log.ts";
import type { Answer } from "./http/answer-request.ts";

export interface SupportReads {
  /** The command's name: what of the diagnosis is read. */
  command: string;
  request: Pick<HttpRequest, "params">;
  /** The reader. */
  principal: Principal;
  audit: Pick<AuditLog, "write">;
  /** ISO 8601, UTC. */
  now: () => string;
}

/**
 * Runs a command, and puts each diagnosis on record that it read by the support role. Who follows a diagnosis asks again every
 * few seconds: what one reader reads of it within a minute is one entry.
 */
export async function auditSupportReads(
  { command, request, principal, audit, now }: SupportReads,
  run: (onSupportRead: (diagnosisId: string) => void) => Promise<Answer>,
): Promise<Answer> {
  const read = new Set<string>();
  const startedAtMs = performance.now();
  let status = 500;
  try {
    const answer = await run((diagnosisId) => read.add(diagnosisId));
    status = answer.status;
    return answer;
  } finally {
    const createdAt = now();
    const { evidenceId } = request.params;
    for (const diagnosisId of read)
      await audit.write({
        traceId: currentTrace()?.traceId ?? "",
        ...principal,
        toolCalled: "support_read",
        requestPayload: {
          command,
          diagnosis_id: diagnosisId,
          ...(evidenceId ? { evidence_id: evidenceId } : {}),
        },
        responsePayload: { status },
        executionTimeMs: performance.now() - startedAtMs,
        outcome: status < 400 ? "ok" : "error",
        diagnosisId,
        stepId: ["support", ownerKey(principal), command, evidenceId ?? "", createdAt.slice(0, 16)].join(" "),
        createdAt,
      });
  }
}
