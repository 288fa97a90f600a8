import { FeedbackVerdictSchema } from "../../domain/function-app-api.ts";
import { redactText } from "../../domain/redaction/redact-text.ts";
import { type Feedback, type FeedbackStatus, feedbackStatuses, type NewFeedback } from "./feedback.ts";

/** In the order of the columns. */
export const feedbackColumns =
  "id, user_principal_name, tenant_id, object_id, diagnosis_id, verdict, reported_cause, error_summary, debugging_process, root_cause, solution, comment, created_at";

/** The values of `feedbackColumns`: what a person wrote may hold a secret, and is redacted as everything stored is. */
export function feedbackValues(feedback: NewFeedback): (string | null)[] {
  return [
    feedback.id,
    feedback.userPrincipalName,
    feedback.tenantId,
    feedback.objectId,
    feedback.diagnosisId ?? null,
    feedback.verdict ?? null,
    feedback.reportedCause ?? null,
    ...[feedback.errorSummary, feedback.debuggingProcess, feedback.rootCause, feedback.solution].map(cleaned),
    feedback.comment === undefined ? null : cleaned(feedback.comment),
    feedback.createdAt,
  ];
}

function cleaned(text: string): string {
  return redactText(text.toWellFormed().replaceAll("\0", "\uFFFD"));
}

/** As either database gives it. */
type StoredRow = Record<string, string | number | bigint | boolean | Date | Uint8Array | null>;

export function feedbackOf(row: StoredRow, createdAt: string): Feedback {
  return {
    id: String(row["id"]),
    userPrincipalName: String(row["user_principal_name"]),
    tenantId: String(row["tenant_id"]),
    objectId: String(row["object_id"]),
    ...(row["diagnosis_id"] === null ? {} : { diagnosisId: String(row["diagnosis_id"]) }),
    ...verdictOf(row["verdict"]),
    ...(row["reported_cause"] === null ? {} : { reportedCause: String(row["reported_cause"]) }),
    errorSummary: String(row["error_summary"]),
    debuggingProcess: String(row["debugging_process"]),
    rootCause: String(row["root_cause"]),
    solution: String(row["solution"]),
    ...(row["comment"] === null ? {} : { comment: String(row["comment"]) }),
    status: statusOf(row["status"]),
    createdAt,
  };
}

function verdictOf(stored: unknown): Pick<Feedback, "verdict"> {
  const { data } = FeedbackVerdictSchema.safeParse(stored);
  return data === undefined ? {} : { verdict: data };
}

/** A status that a later version knows waits for nobody here. */
function statusOf(stored: unknown): FeedbackStatus {
  return feedbackStatuses.find((status) => status === stored) ?? "rejected";
}
