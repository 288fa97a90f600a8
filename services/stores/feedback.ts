/** What somebody said of a diagnosis, and what support made of it. */
export interface Feedback {
  /** A UUID. */
  id: string;
  userPrincipalName: string;
  tenantId: string;
  objectId: string;
  diagnosisId?: string;
  errorSummary: string;
  debuggingProcess: string;
  rootCause: string;
  solution: string;
  status: FeedbackStatus;
  /** ISO 8601, UTC. */
  createdAt: string;
}

export const feedbackStatuses = ["pending_review", "approved", "rejected"] as const;
export type FeedbackStatus = (typeof feedbackStatuses)[number];

export type NewFeedback = Omit<Feedback, "status">;

/** Texts are redacted when they are stored. Every method rejects with a StoreError where the store cannot be reached. */
export interface FeedbackStore {
  /** Waits for review from now on. First write wins on the ID. @returns what is stored. */
  insert(feedback: NewFeedback): Promise<Feedback>;
  /** Those that wait for review, oldest first. `after` is the last one already seen. */
  listPending(page: { limit: number; after?: Pick<Feedback, "id" | "createdAt"> }): Promise<Feedback[]>;
  /** @returns false where there is no such feedback. */
  setStatus(id: string, status: FeedbackStatus): Promise<boolean>;
}
