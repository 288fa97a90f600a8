import type { FeedbackVerdict } from "../../domain/function-app-api.ts";

/** What somebody said of a diagnosis, and what support made of it. */
export interface Feedback {
  /** A UUID. */
  id: string;
  userPrincipalName: string;
  tenantId: string;
  objectId: string;
  diagnosisId?: string;
  /** Absent in what was stored before verdicts were. */
  verdict?: FeedbackVerdict;
  /** What the report had named. */
  reportedCause?: string;
  errorSummary: string;
  debuggingProcess: string;
  /** What it really was: a code of the vocabulary, or words. */
  rootCause: string;
  solution: string;
  comment?: string;
  status: FeedbackStatus;
  /** ISO 8601, UTC. */
  createdAt: string;
}

/** `superseded`: the same person said something else of the same diagnosis before anybody reviewed it. */
export const feedbackStatuses = ["pending_review", "approved", "rejected", "superseded"] as const;
export type FeedbackStatus = (typeof feedbackStatuses)[number];

export type NewFeedback = Omit<Feedback, "status">;

export interface FeedbackQuery {
  status?: FeedbackStatus;
  diagnosisId?: string;
  limit: number;
  /** The last one already seen. */
  after?: Pick<Feedback, "id" | "createdAt">;
}

/** Texts are redacted when they are stored. Every method rejects with a StoreError where the store cannot be reached. */
export interface FeedbackStore {
  /**
   * Waits for review from now on. First write wins on the ID; one that was superseded waits again. What the same person said
   * earlier of the same diagnosis, and nobody has reviewed, is superseded by it.
   *
   * @returns what is stored.
   */
  insert(feedback: NewFeedback): Promise<Feedback>;
  get(id: string): Promise<Feedback | undefined>;
  /** Oldest first. */
  list(query: FeedbackQuery): Promise<Feedback[]>;
  /** @returns false where there is no such feedback. */
  setStatus(id: string, status: FeedbackStatus): Promise<boolean>;
}
