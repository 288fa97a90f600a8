import type { AuditRecord } from "../../services/stores/audit-log.ts";
import { oneLine, shortened } from "../terminal/one-line.ts";

/** Of columns whose values have no length of their own. */
const widths = { user: 30, tool: 18, outcome: 22 };

export const auditHeading = row("time (UTC)", "user", "tool", "outcome", "ms", "diagnosis");

/** One entry for people. */
export function auditLine(record: AuditRecord): string {
  return row(
    record.createdAt.slice(0, 19).replace("T", " "),
    record.userPrincipalName || "-",
    record.toolCalled,
    record.outcome,
    String(record.executionTimeMs),
    record.diagnosisId ?? "-",
  );
}

/** One entry for programs: the columns of the table by their names. */
export function auditJson(record: AuditRecord): string {
  return JSON.stringify({
    id: record.id,
    trace_id: record.traceId,
    user_principal_name: record.userPrincipalName,
    tenant_id: record.tenantId,
    object_id: record.objectId,
    tool_called: record.toolCalled,
    request_payload: record.requestPayload,
    response_payload: record.responsePayload,
    execution_time_ms: record.executionTimeMs,
    outcome: record.outcome,
    diagnosis_id: record.diagnosisId ?? null,
    step_id: record.stepId ?? null,
    created_at: record.createdAt,
  });
}

function row(
  time: string,
  user: string,
  tool: string,
  outcome: string,
  ms: string,
  diagnosis: string,
): string {
  const cells = [
    time.padEnd(19),
    shortened(user, widths.user).padEnd(widths.user),
    shortened(tool, widths.tool).padEnd(widths.tool),
    shortened(outcome, widths.outcome).padEnd(widths.outcome),
    ms.padStart(8),
    oneLine(diagnosis),
  ];
  return cells.join("  ").trimEnd();
}
