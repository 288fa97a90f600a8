import { z } from "zod";
import {
  DiagnosisStatusSchema,
  EnvelopeFailureSchema,
  ProgressSchema,
  QuestionSchema,
} from "./contract/envelope.ts";
import { ProgressEventSchema } from "./contract/progress-event.ts";
import { ReportSchema } from "./contract/report.ts";
import { EvidenceSchema } from "./evidence.ts";
import { limits } from "./limits.ts";

/**
 * The HTTP interface between the gateway and the function app (design rule 3). Every request carries
 * `authorization: Bearer <principal assertion>`; the routes stand under `/api/`.
 *
 * POST   /api/diagnoses                         DebugRequest          -> StartAnswer (202 created, 200 joined)
 * GET    /api/diagnoses?status=&limit=&cursor=                        -> DiagnosisList
 * GET    /api/diagnoses/{id}                                          -> DiagnosisView
 * GET    /api/diagnoses/{id}/events?after=&wait_ms=                   -> EventsAnswer (long poll; also answers when the status changes)
 * POST   /api/diagnoses/{id}/answers            AnswerRequest         -> DiagnosisView
 * POST   /api/diagnoses/{id}/cancel             {}                    -> DiagnosisView
 * POST   /api/diagnoses/{id}/feedback           FeedbackRequest       -> FeedbackAnswer
 * GET    /api/diagnoses/{id}/evidence/{evidenceId}                    -> EvidenceAnswer
 * POST   /api/diagnoses/{id}/verifications      {}                    -> StartAnswer (of the verification: 202 created, 200 joined)
 * GET    /api/diagnoses/{id}/history                                  -> HistoryAnswer
 * POST   /api/sign-ins                          {}                    -> SignInsAnswer (the caller has signed in again)
 *
 * Failures: `ApiErrorSchema` with 400 (bad input), 401 (no valid assertion), 404 (unknown or somebody else's),
 * 409 (idempotency key used for another request, question no longer open, nothing to verify or yet to judge), 413 (too large), 500 (a defect of ours), 503
 * (the engine or a store is not ready; `retryable`).
 */
export const apiRoutes = {
  diagnoses: "diagnoses",
  diagnosis: "diagnoses/{id}",
  events: "diagnoses/{id}/events",
  answers: "diagnoses/{id}/answers",
  cancel: "diagnoses/{id}/cancel",
  feedback: "diagnoses/{id}/feedback",
  evidence: "diagnoses/{id}/evidence/{evidenceId}",
  verifications: "diagnoses/{id}/verifications",
  history: "diagnoses/{id}/history",
  signIns: "sign-ins",
} as const;

export const assertionAudience = "azebal-function-app";
export const assertionIssuer = "azebal-gateway";

/** Codes that the gateway does something about; others it hands on. */
export const apiErrorCodes = {
  /** The command has arrived before: its answer was lost on the way, or somebody sends it again. */
  assertionUsed: "AssertionUsed",
} as const;

export const ApiErrorSchema = z.looseObject({
  error: z.looseObject({ code: z.string(), message: z.string(), retryable: z.boolean() }),
});

export const StartAnswerSchema = z.looseObject({ diagnosis_id: z.string(), created: z.boolean() });

export const DiagnosisSummarySchema = z.looseObject({
  diagnosis_id: z.string(),
  status: DiagnosisStatusSchema,
  created_at: z.string(),
  updated_at: z.string(),
  /** The first line of the redacted error. */
  title: z.string(),
  root_cause: z.string().optional(),
  /** Of a verification: the diagnosis verified. */
  verifies: z.string().optional(),
});
export type DiagnosisSummary = z.infer<typeof DiagnosisSummarySchema>;

export const DiagnosisListSchema = z.looseObject({
  diagnoses: z.array(DiagnosisSummarySchema),
  next_cursor: z.string().optional(),
});

export const DiagnosisViewSchema = z.looseObject({
  diagnosis_id: z.string(),
  status: DiagnosisStatusSchema,
  progress: ProgressSchema,
  question: QuestionSchema.optional(),
  failure: EnvelopeFailureSchema.optional(),
  report: ReportSchema.optional(),
});
export type DiagnosisView = z.infer<typeof DiagnosisViewSchema>;

/** `ended` is true once the orchestration is terminal and every event after `after` is in `events`. */
export const EventsAnswerSchema = z.looseObject({
  events: z.array(ProgressEventSchema),
  cursor: z.int().min(0),
  status: DiagnosisStatusSchema,
  ended: z.boolean(),
});
export type EventsAnswer = z.infer<typeof EventsAnswerSchema>;

export const AnswerRequestSchema = z.strictObject({
  question_id: z.string().min(1),
  answer: z.string().min(1),
});

/** A verification needs to be told nothing but which diagnosis, and that stands in the path. */
export const VerificationRequestSchema = z.strictObject({});
export const FeedbackVerdictSchema = z.enum(["right", "wrong"]);
export type FeedbackVerdict = z.infer<typeof FeedbackVerdictSchema>;

/** What the developer says of a report once the cause is known. */
export const FeedbackRequestSchema = z.strictObject({
  verdict: FeedbackVerdictSchema,
  /** What it really was: a code of the vocabulary, or words. */
  root_cause: z.string().min(1).max(limits.feedbackCauseCharacters).optional(),
  comment: z.string().min(1).max(limits.feedbackCommentCharacters).optional(),
});
export type FeedbackRequest = z.infer<typeof FeedbackRequestSchema>;

export const FeedbackAnswerSchema = z.looseObject({
  feedback_id: z.string(),
  /** Where support's review of it stands: `pending_review`, `approved`, `rejected`. */
  status: z.string(),
  /** The same for people, in the diagnosis's language. */
  message: z.string(),
});

/** The caller's diagnoses that had waited for this sign-in, and go on now. */
export const SignInsAnswerSchema = z.looseObject({ resumed: z.array(z.string()) });

export const CitedValueSchema = z.looseObject({
  id: z.string(),
  pointer: z.string(),
  command: z.string(),
  /** What the command prints as long as nothing has changed. */
  shows: z.string(),
});
export type CitedValue = z.infer<typeof CitedValueSchema>;

export const EvidenceAnswerSchema = z.looseObject({
  evidence: EvidenceSchema,
  /** The command that shows the same without AZEBAL; absent where no command can (the request itself). */
  command: z.string().optional(),
  /** The report's citations on it, each with the command that shows its value. */
  citations: z.array(CitedValueSchema).optional(),
});

/**
 * One turn of the orchestrator: its raw trigger value, as the host gave it (design rule 7). Turns are numbered anew in each
 * execution; the build is the one that ran the turn.
 */
export const HistoryTurnSchema = z.looseObject({
  turn: z.int().min(1),
  execution_id: z.string(),
  build_id: z.string(),
  recorded_at: z.string(),
  trigger: z.unknown(),
});

export const HistoryAnswerSchema = z.looseObject({
  diagnosis_id: z.string(),
  build_id: z.string(),
  turns: z.array(HistoryTurnSchema),
});
