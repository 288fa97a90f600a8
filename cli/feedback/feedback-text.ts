import type { Feedback } from "../../services/stores/feedback.ts";
import { oneLine, shortened } from "../terminal/one-line.ts";

const widths = { verdict: 7, status: 14, id: 36 };

export const feedbackHeading = row(
  "time (UTC)",
  "verdict",
  "status",
  "feedback",
  "what the report said -> what it was",
);

/** One entry for people. */
export function feedbackLine(one: Feedback): string {
  const cause = one.verdict === "wrong" ? `${one.reportedCause ?? "?"} -> ${one.rootCause}` : one.rootCause;
  return row(one.createdAt.slice(0, 19).replace("T", " "), one.verdict ?? "-", one.status, one.id, cause);
}

/** One entry for programs: the columns of the table by their names. */
export function feedbackJson(one: Feedback): string {
  return JSON.stringify({
    id: one.id,
    created_at: one.createdAt,
    status: one.status,
    verdict: one.verdict ?? null,
    diagnosis_id: one.diagnosisId ?? null,
    reported_cause: one.reportedCause ?? null,
    root_cause: one.rootCause,
    comment: one.comment ?? null,
    error_summary: one.errorSummary,
    debugging_process: one.debuggingProcess,
    solution: one.solution,
    user_principal_name: one.userPrincipalName,
    tenant_id: one.tenantId,
    object_id: one.objectId,
  });
}

function row(time: string, verdict: string, status: string, id: string, cause: string): string {
  const cells = [
    time.padEnd(19),
    shortened(verdict, widths.verdict).padEnd(widths.verdict),
    shortened(status, widths.status).padEnd(widths.status),
    shortened(id, widths.id).padEnd(widths.id),
    oneLine(cause),
  ];
  return cells.join("  ").trimEnd();
}
