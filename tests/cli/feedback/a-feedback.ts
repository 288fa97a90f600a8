import type { Feedback } from "../../../services/stores/feedback.ts";

/** What somebody said of diagnosis d1. */
export function aFeedback(change: Partial<Feedback> = {}): Feedback {
  return {
    id: "00000000-0000-4000-8000-000000000001",
    userPrincipalName: "alice@contoso.com",
    tenantId: "t1",
    objectId: "alice",
    diagnosisId: "d1",
    verdict: "wrong",
    reportedCause: "keyvault.firewall-deny",
    errorSummary: "Forbidden",
    debuggingProcess: "named: keyvault.firewall-deny",
    rootCause: "unknown",
    solution: "",
    status: "pending_review",
    createdAt: "2026-03-01T10:00:00.000Z",
    ...change,
  };
}
